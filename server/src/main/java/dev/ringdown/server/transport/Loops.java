package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.metrics.Counters;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The event loops of the server, each with what its connections share. Immutable once made, any thread. */
final class Loops {
    private final IdentityHashMap<EventLoop, Loop> byEventLoop = new IdentityHashMap<>();
    private final List<Counters> counters = new ArrayList<>();

    /**
     * @param group the server's event loops
     * @param rows number of rows of their counters
     * @param shared what they share
     */
    Loops(EventLoopGroup group, int rows, Loop.Shared shared) {
        for (EventExecutor executor : group) {
            EventLoop eventLoop = (EventLoop) executor;
            Counters own = new Counters(rows, Loop.COLUMNS.size());
            counters.add(own);
            byEventLoop.put(eventLoop, new Loop(eventLoop, own, shared));
        }
        byEventLoop.values().forEach(Loop::start);
    }

    Loop of(EventLoop eventLoop) {
        Loop loop = byEventLoop.get(eventLoop);
        if (loop == null) {
            throw new IllegalArgumentException("not one of the server's event loops");
        }
        return loop;
    }

    /** The counters of all loops. */
    List<Counters> counters() {
        return counters;
    }

    /**
     * Closes every connection, as far as it is a WebSocket with a Close frame, and waits until all of them are gone.
     *
     * @param within how long to wait
     */
    void closeAll(CloseReason reason, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        await(Loop::stopMigrations, deadline);
        await(loop -> loop.closeAll(reason), deadline);
    }

    /** Begins something on all loops, then waits for all of them. */
    private void await(Function<Loop, Future<?>> step, long deadline) {
        List<Future<?>> begun = new ArrayList<>();
        byEventLoop.values().forEach(loop -> begun.add(step.apply(loop)));
        for (Future<?> future : begun) {
            future.awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }
}
