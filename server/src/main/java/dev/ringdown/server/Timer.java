package dev.ringdown.server;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for what a dialect does later, or away from the event loops. A task that fails is logged; once ended it takes no
 * more tasks, and says nothing.
 */
final class Timer extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);
    private static final int ENDS_WITHIN_SECONDS = 2;

    Timer() {
        super(1, task -> new Thread(task, "timer"), new DiscardPolicy());
        setRemoveOnCancelPolicy(true);
    }

    /** Ends: no task runs any more when this returns, unless one takes longer than any should. */
    void end() {
        shutdownNow();
        try {
            awaitTermination(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        if (task instanceof Future<?> done && done.state() == Future.State.FAILED) {
            LOG.error("A fault in a task of the timer", done.exceptionNow());
        }
    }
}
