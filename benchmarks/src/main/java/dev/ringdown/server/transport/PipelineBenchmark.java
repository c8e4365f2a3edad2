package dev.ringdown.server.transport;

import dev.ringdown.benchmarks.LoopThreads;
import dev.ringdown.benchmarks.MaskedFrame;
import dev.ringdown.benchmarks.RelayedMessage;
import dev.ringdown.server.config.RoomsSettings;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.dialect.Dialect;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.dialect.rooms.RoomsDialect;
import dev.ringdown.server.metrics.Counters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way of a relayed frame between two sockets, without the sockets: a masked frame comes in on one connection and
 * goes out on another one of the same event loop, through {@link FrameReader}, the rooms dialect, {@link Connection} and
 * Netty's outbound buffer. Beside it stands what a server could do at the least: copy the frame from buffer to buffer and
 * flush it.
 *
 * <p>Times are for each frame, also where many come in one read. Not in it: the read and the write of the socket, and the
 * buffer that a read goes into.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {LoopThreads.CUSTOM, LoopThreads.CLASS})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PipelineBenchmark {
    private static final int BATCH = 32;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final Dialect dialect = new RoomsDialect(RoomsSettings.DEFAULTS, new MessageLimits(65536, 65536, 16));
    private final Loop loop = new Loop(
            new EmbeddedChannel().eventLoop(),
            new Counters(2, Loop.COLUMNS.size()),
            new Loop.Shared(channel -> null, false, MemoryBudget.unlimited(), error -> {}));
    private final EmbeddedPeer target = new EmbeddedPeer(loop, dialect);
    private final EmbeddedPeer sender = new EmbeddedPeer(loop, dialect);

    private ByteBuf candidate = Unpooled.EMPTY_BUFFER;
    private ByteBuf candidates = Unpooled.EMPTY_BUFFER;
    private ByteBuf offer = Unpooled.EMPTY_BUFFER;

    @Setup
    public void join() {
        target.read("{\"type\":\"IDENTIFY\",\"username\":\"target\"}");
        target.read("{\"type\":\"JOIN_ROOM\",\"roomId\":\"room\"}");
        sender.read("{\"type\":\"IDENTIFY\",\"username\":\"sender\"}");
        sender.read("{\"type\":\"JOIN_ROOM\",\"roomId\":\"room\"}");
        String targetId = idIn(sender.lastOutput());
        String senderId = idIn(target.lastOutput());

        byte[] frame = MaskedFrame.of(RelayedMessage.CANDIDATE.to(targetId));
        candidate = Unpooled.directBuffer().writeBytes(frame);
        candidates = Unpooled.directBuffer(frame.length * BATCH);
        for (int i = 0; i < BATCH; i++) {
            candidates.writeBytes(frame);
        }
        offer = Unpooled.directBuffer().writeBytes(MaskedFrame.of(RelayedMessage.OFFER.to(targetId)));

        check(offer, 1, "\"fromPeerId\":\"" + senderId);
        check(candidate, 1, "\"fromPeerId\":\"" + senderId);
        check(candidates, BATCH, "\"fromPeerId\":\"" + senderId);
        target.onlyCount();
    }

    private static String idIn(String output) {
        return ID.matcher(output)
                .results()
                .map((MatchResult id) -> id.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not joined: " + output));
    }

    private void check(ByteBuf frames, int count, String signature) {
        sender.read(frames);
        if (target.lastOutput().split(signature, -1).length != count + 1) {
            throw new AssertionError("not relayed, or not from the sender: " + target.lastOutput());
        }
    }

    @Benchmark
    public long candidate() {
        return relay(candidate);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long candidatesTogether() {
        return relay(candidates);
    }

    @Benchmark
    public long offer() {
        return relay(offer);
    }

    private long relay(ByteBuf frames) {
        sender.read(frames);
        return target.bytesOut();
    }

    @Benchmark
    public long copyOfCandidate() {
        return target.write(candidate);
    }

    @Benchmark
    public long copyOfOffer() {
        return target.write(offer);
    }
}
