package dev.ringdown.server;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for what a dialect does later, or away from the event loops. A task that fails is logged; once shut down it
 * takes no more tasks, and says nothing.
 */
final class Timer extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    Timer() {
        super(1, task -> new Thread(task, "timer"), new DiscardPolicy());
        setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        if (task instanceof Future<?> done && done.state() == Future.State.FAILED) {
            LOG.error("A fault in a task of the timer", done.exceptionNow());
        }
    }
}
