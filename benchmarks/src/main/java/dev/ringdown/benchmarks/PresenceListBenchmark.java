package dev.ringdown.benchmarks;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.cheery.CheeryCodec;
import dev.ringdown.protocol.cheery.CheeryEvent;
import dev.ringdown.server.core.PresenceList;
import dev.ringdown.server.core.SharedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one change of a list of users costs when there are 100 changes a second and everybody is sent the list: CPU by
 * JMH's time, and bytes to be sent, printed at the end. The list as the server keeps it, encoded once for all and at most
 * ten times a second; against a list encoded once for each change; against the naive way, a list encoded for each user at
 * each change. The kernel's part of sending is not in it, and is proportional to the bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PresenceListBenchmark {
    private static final int CHANGES = 100;
    private static final int LISTS = 10;

    private final Turns turns = new Turns();
    private final Outputs outputs = new Outputs();
    private final List<PresenceList.Entry> entries = new ArrayList<>();
    private final List<Introduction> introductions = new ArrayList<>();
    private final PresenceList roster = new PresenceList(PresenceListBenchmark::encode, turns, Duration.ofMillis(100));
    private long changes;

    @Param("5000")
    private int users;

    @Setup
    public void enter() {
        for (int i = 0; i < users; i++) {
            String name = "user-" + i;
            PresenceList.Entry entry =
                    new PresenceList.Entry(name, "192.0.2.1", CheeryCodec.introduction(name), outputs);
            entries.add(entry);
            introductions.add(entry.introduction());
            roster.enter(entry);
        }
        turns.next();
        if (roster.size() != users) {
            throw new AssertionError("not everybody is on the list");
        }
        outputs.bytes = 0;
    }

    @TearDown
    public void print() {
        System.out.printf("%n%,d bytes a change%n", outputs.bytes / Math.max(1, changes));
        turns.shutdownNow();
        outputs.end();
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public long sharedAndGathered() {
        for (int i = 0; i < CHANGES; i += 2) {
            PresenceList.Entry entry = entries.get(i);
            roster.leave(entry);
            roster.enter(entry);
            if (i % (CHANGES / LISTS) == 0) {
                turns.next();
            }
        }
        changes += CHANGES;
        return outputs.bytes;
    }

    @Benchmark
    public long encodedForEachChange() {
        byte[] list = encode(introductions);
        entries.forEach(entry -> entry.link().send(list));
        changes++;
        return outputs.bytes;
    }

    @Benchmark
    public long encodedForEachUserAtEachChange() {
        entries.forEach(entry -> entry.link().send(encode(introductions)));
        changes++;
        return outputs.bytes;
    }

    private static byte[] encode(List<Introduction> users) {
        return CheeryCodec.encode(new CheeryEvent.UserList(users));
    }

    /** Takes messages as connections do: copies an array into its output, and keeps a count of what is shared. */
    private static final class Outputs extends CountingLink {
        private final ByteBuf output = Unpooled.directBuffer();

        @Override
        public void send(byte[] message, int offset, int length) {
            super.send(message, offset, length);
            output.clear().writeBytes(message, offset, length);
        }

        @Override
        public void send(SharedMessage message) {
            super.send(message);
            message.share().release();
        }

        void end() {
            output.release();
        }
    }

    /** A timer whose next turn comes when it is told so. */
    private static final class Turns extends ScheduledThreadPoolExecutor {
        private @Nullable Runnable next;

        Turns() {
            super(0);
        }

        void next() {
            Runnable turn = next;
            next = null;
            if (turn != null) {
                turn.run();
            }
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            next = task;
            return super.schedule((Callable<Object>) Object::new, 1, TimeUnit.DAYS);
        }
    }
}
