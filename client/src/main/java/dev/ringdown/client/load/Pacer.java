package dev.ringdown.client.load;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Fires at the times of an {@link Arrivals}, and hands on each <em>intended</em> time, however late it fires: a stall,
 * of the server or of this process, delays what was due during it, but never makes it go away. Confined to one event
 * loop.
 */
final class Pacer implements Runnable {
    /** Later runs a task again after a delay, on the same thread. */
    interface Timer {
        void schedule(Runnable task, long delayNanos);
    }

    /** So many in one go, then the event loop gets a turn to read. */
    private static final int BURST = 128;

    private final Arrivals arrivals;
    private final LongSupplier clock;
    private final Timer timer;
    private final LongConsumer due;
    private final Runnable afterBurst;
    private long startNanos;
    private long endNanos;
    private long nextNanos;

    Pacer(Arrivals arrivals, LongSupplier clock, Timer timer, LongConsumer due, Runnable afterBurst) {
        this.arrivals = arrivals;
        this.clock = clock;
        this.timer = timer;
        this.due = due;
        this.afterBurst = afterBurst;
    }

    /** Fires for everything due in [start, end), both on the clock. */
    void begin(long start, long end) {
        startNanos = start;
        endNanos = end;
        nextNanos = start + arrivals.next();
        run();
    }

    /** Nothing that would be due from now on fires; what is overdue still does. */
    void stop() {
        endNanos = Math.min(endNanos, clock.getAsLong());
    }

    /** Whether everything due has fired. */
    boolean isFinished() {
        return nextNanos >= endNanos;
    }

    @Override
    public void run() {
        long now = clock.getAsLong();
        for (int fired = 0; fired < BURST && nextNanos <= now && nextNanos < endNanos; fired++) {
            due.accept(nextNanos);
            nextNanos = startNanos + arrivals.next();
        }
        afterBurst.run();
        if (!isFinished()) {
            timer.schedule(this, Math.max(0, nextNanos - clock.getAsLong()));
        }
    }
}
