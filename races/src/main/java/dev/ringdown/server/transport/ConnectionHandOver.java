package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.core.MemoryBudget;
import dev.ringdown.server.metrics.Counters;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A connection migrates: whoever sees that another loop owns it sees all that the old one has left there, such as a deadline,
 * counted by the clock of the new one.
 */
@JCStressTest
@Outcome(id = "[012], 0, [012]", expect = Expect.ACCEPTABLE, desc = "The old loop owns it.")
@Outcome(id = "[012], 1, 2", expect = Expect.ACCEPTABLE, desc = "The new loop owns it, with its deadline.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The new loop owns it as it was before the old one was done.")
@State
public class ConnectionHandOver {
    private static final ConnectionLimits LIMITS = new ConnectionLimits(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0);
    /** In ticks of the old loop; the new one is two ahead. */
    private static final int DEADLINE_TICKS = 10;

    private static final EverOpen CHANNEL = new EverOpen();
    private static final Loop FROM = newLoop(0);
    private static final Loop TO = newLoop(2);

    private final Connection connection = new Connection(CHANNEL, FROM, LIMITS, () -> {});

    private static Loop newLoop(int ticks) {
        EmbeddedChannel clock = new EmbeddedChannel();
        clock.freezeTime();
        Loop.Shared shared = new Loop.Shared(channel -> null, true, MemoryBudget.unlimited(), error -> {});
        Loop loop = new Loop(clock.eventLoop(), new Counters(1, Loop.COLUMNS.size()), shared);
        loop.start();
        clock.runPendingTasks();
        for (int i = 0; i < ticks; i++) {
            clock.advanceTimeBy(Loop.TICK_MILLIS, TimeUnit.MILLISECONDS);
            clock.runScheduledPendingTasks();
        }
        return loop;
    }

    /** Keeps no listener, so that one serves any number of connections. */
    private static final class EverOpen extends EmbeddedChannel {
        @Override
        public ChannelFuture closeFuture() {
            return newPromise();
        }
    }

    /** The old loop. */
    @Actor
    public void migrate() {
        connection.setDeadline(Duration.ofMillis(DEADLINE_TICKS * Loop.TICK_MILLIS), CloseReason.GONE);
        connection.handOver(TO);
    }

    /** Another loop; it looks before too, so that what it has seen then could be taken for what it sees now. */
    @Actor
    public void look(III_Result result) {
        result.r1 = deadline();
        result.r2 = connection.loop() == TO ? 1 : 0;
        result.r3 = deadline();
    }

    /** 0 if there is none, 1 by the clock of the old loop, 2 by the clock of the new one. */
    private int deadline() {
        int due = connection.nextDueTick();
        return due == Integer.MAX_VALUE ? 0 : due <= DEADLINE_TICKS + 1 ? 1 : 2;
    }
}
