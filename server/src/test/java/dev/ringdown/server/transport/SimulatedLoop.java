package dev.ringdown.server.transport;

import dev.ringdown.server.simulation.Actor;
import dev.ringdown.server.simulation.VirtualClock;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/** An event loop of the simulated server: Netty's, with a thread of its own that the simulator lets run, and a simulated epoll. */
final class SimulatedLoop {
    private static final Ticker TICKER = new Ticker() {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return VirtualClock.nanoTime();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("an event loop does not sleep");
        }
    };

    private final Actor actor;
    private final ManualIoEventLoop eventLoop;
    private final SimulatedEpoll epoll;

    SimulatedLoop(int number, SimulatedDescriptors descriptors) {
        actor = new Actor("loop " + number, this::turn);
        epoll = new SimulatedEpoll(actor, descriptors);
        eventLoop = new ManualIoEventLoop(null, actor.thread(), executor -> epoll, TICKER);
    }

    private void turn() {
        eventLoop.runNow();
    }

    Actor actor() {
        return actor;
    }

    /** Whether it would do anything. */
    boolean hasWork() {
        return actor.isInTurn() || epoll.hasWork();
    }

    /** Time has passed. */
    void wake() {
        epoll.wake();
    }

    ManualIoEventLoop eventLoop() {
        return eventLoop;
    }

    /**
     * Finishes what it is in the middle of, then does everything there is to do.
     *
     * @return whether there was anything
     */
    boolean runAll() {
        boolean any = false;
        for (int turns = 0; turns < 1000; turns++) {
            if (!hasWork()) {
                return any;
            }
            actor.run(Actor.WHOLE_TURN);
            any = true;
        }
        throw new AssertionError(actor + " never comes to rest");
    }

    /** Ends the event loop, after what it has to do. */
    @SuppressWarnings("deprecation") // a graceful shutdown would sleep
    void stop() {
        eventLoop.shutdown();
        runAll();
    }

    int registrations() {
        return epoll.size();
    }
}
