package dev.ringdown.server.simulation;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the simulated server, such as an event loop. It is a virtual thread that runs only inside of {@link #run}, on
 * the thread of the simulator: so one actor runs at a time, each has an identity and thread locals of its own, and it stops
 * at the {@link #point} that the simulator chooses. A change from one to another takes a fraction of a microsecond.
 */
public final class Actor {
    /** Lets an actor run to the end of its turn. */
    public static final int WHOLE_TURN = Integer.MAX_VALUE;

    /** Ends an actor that is in the middle of something. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("the simulation is over", null, false, false);
        }
    }

    private static final Constructor<?> BUILDER = builder();

    /** Who runs now; null while the simulator itself does. One simulator a process runs at a time. */
    private static @Nullable Actor running;

    private final String name;
    private final Thread thread;
    private @Nullable Runnable continuation;
    private int pointsLeft;
    private boolean paused;
    private boolean inTurn;
    private boolean abandoned;
    private boolean ended;
    private @Nullable Throwable failure;

    /**
     * @param name for the trace
     * @param turn runs again and again
     */
    public Actor(String name, Runnable turn) {
        this.name = name;
        this.thread = thread(() -> loop(turn));
    }

    /** Who runs now; null if it is the simulator. */
    public static @Nullable Actor running() {
        return running;
    }

    /** A place at which the running actor may be interrupted. */
    public static void point() {
        Actor actor = running;
        if (actor != null && --actor.pointsLeft < 0) {
            actor.pause();
        }
    }

    /** The thread whose work it does. */
    public Thread thread() {
        return thread;
    }

    /** Whether it was interrupted in the middle of its turn. */
    public boolean isInTurn() {
        return inTurn;
    }

    /**
     * Lets it go on until it comes to a point that is one too many, or to the end of its turn.
     *
     * @param points how many points it may pass
     */
    public void run(int points) {
        if (ended) {
            return;
        }
        pointsLeft = points;
        paused = false;
        running = this;
        try {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            } else {
                LockSupport.unpark(thread);
            }
            Runnable next = continuation;
            continuation = null;
            if (next != null) {
                next.run();
            }
        } finally {
            running = null;
        }
        if (failure != null) {
            throw new AssertionError(name + " failed", failure);
        }
        if (!paused && !ended) {
            throw new AssertionError(name + " waits for another thread, which must not be: " + thread.getState()
                    + " at " + Arrays.toString(thread.getStackTrace()));
        }
    }

    /** Ends it, wherever it is. */
    public void end() {
        abandoned = true;
        for (int tries = 0; tries < 100 && !ended; tries++) {
            run(WHOLE_TURN);
        }
    }

    private void loop(Runnable turn) {
        try {
            while (!abandoned) {
                inTurn = true;
                turn.run();
                inTurn = false;
                if (!abandoned) {
                    pause();
                }
            }
        } catch (Abandoned end) {
            // as the simulator wants it
        } catch (Throwable fault) {
            failure = fault;
        }
        ended = true;
    }

    private void pause() {
        if (abandoned) {
            throw new Abandoned();
        }
        paused = true;
        while (paused) {
            LockSupport.park();
        }
        if (abandoned && inTurn) {
            throw new Abandoned();
        }
    }

    private Thread thread(Runnable body) {
        try {
            Executor scheduler = task -> continuation = task;
            Thread.Builder.OfVirtual builder = (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
            return builder.name(name).unstarted(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Virtual threads on a scheduler of one's own are not public yet: the JVM of the tests opens the package. */
    private static Constructor<?> builder() {
        try {
            Constructor<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
