package dev.ringdown.server;

import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for what a dialect does later, or away from the event loops. An event loop that gives it a task takes no lock:
 * it puts the task into a queue and wakes the thread. A task that fails is logged; once ended it takes no more tasks, and
 * says nothing.
 */
final class Timer extends SingleThreadEventExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);
    private static final int ENDS_WITHIN_SECONDS = 2;
    private static final int TASKS_CHUNK = 256;

    /** Null until the first task. */
    private volatile @Nullable Thread thread;

    Timer() {
        super(null, (ThreadFactory) task -> new Thread(task, "timer"), false);
    }

    @Override
    protected Queue<Runnable> newTaskQueue(int maxPendingTasks) {
        return new MpscUnboundedArrayQueue<>(TASKS_CHUNK);
    }

    @Override
    protected void run() {
        thread = Thread.currentThread();
        do {
            runAllTasks();
            if (!hasTasks() && !isShuttingDown()) {
                // comes back at once if a task was added, or the end was asked for, since it was last looked for
                LockSupport.parkNanos(this, delayNanos(System.nanoTime()));
            }
        } while (!confirmShutdown());
    }

    @Override
    protected void wakeup(boolean inEventLoop) {
        Thread running = thread;
        // null before its first look at the queue, which is still to come then
        if (!inEventLoop && running != null) {
            LockSupport.unpark(running);
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            super.execute(logged(task));
        } catch (RejectedExecutionException ended) {
            // nobody waits for it any more
            LOG.trace("A task after the end", ended);
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(logged(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(logged(task), initialDelay, delay, unit);
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException bug) {
                LOG.error("A fault in a task of the timer", bug);
            }
        };
    }

    /** Ends: no task runs any more when this returns, unless one takes longer than any should. */
    void end() {
        shutdownGracefully(0, ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        terminationFuture().awaitUninterruptibly(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    }
}
