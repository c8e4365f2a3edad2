package dev.ringdown.server.simulation;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One more thread of the simulated server: does what is left to it when the virtual time has come, in that order. */
public final class VirtualTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final Actor actor;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.number));
    private long numbers;
    private boolean ended;

    public VirtualTimer(String name) {
        actor = new Actor(name, this::turn);
    }

    private static final class Task extends FutureTask<@Nullable Void> implements ScheduledFuture<@Nullable Void> {
        private final Runnable body;
        private final long number;
        private final long periodNanos;
        private long due;

        Task(Runnable body, long number, long due, long periodNanos) {
            super(body, null);
            this.body = body;
            this.number = number;
            this.due = due;
            this.periodNanos = periodNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - VirtualClock.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    public Actor actor() {
        return actor;
    }

    /** Whether there is something to do now. */
    public boolean isDue() {
        Task next = tasks.peek();
        return actor.isInTurn() || (next != null && next.due <= VirtualClock.nanoTime());
    }

    private void turn() {
        if (!isDueNow()) {
            return;
        }
        Task task = tasks.remove();
        try {
            task.body.run();
        } catch (RuntimeException | AssertionError fault) {
            Findings.report("a task failed: " + fault);
        }
        if (task.periodNanos > 0 && !ended) {
            task.due = VirtualClock.nanoTime() + task.periodNanos;
            tasks.add(task);
        }
    }

    private boolean isDueNow() {
        Task next = tasks.peek();
        return next != null && next.due <= VirtualClock.nanoTime();
    }

    /** Ends: what is left is not done. */
    public void end() {
        ended = true;
        tasks.clear();
    }

    private Task add(Runnable body, long delayNanos, long periodNanos) {
        Task task = new Task(body, numbers++, VirtualClock.nanoTime() + delayNanos, periodNanos);
        if (!ended) {
            tasks.add(task);
        }
        return task;
    }

    @Override
    public void execute(Runnable body) {
        add(body, 0, 0);
        Actor.point();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable body, long delay, TimeUnit unit) {
        return add(body, unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable body, long initial, long delay, TimeUnit unit) {
        return add(body, unit.toNanos(initial), unit.toNanos(delay));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable body, long initial, long period, TimeUnit unit) {
        return add(body, unit.toNanos(initial), unit.toNanos(period));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> body, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody needs it");
    }

    @Override
    public void shutdown() {
        end();
    }

    @Override
    public List<Runnable> shutdownNow() {
        end();
        return Collections.emptyList();
    }

    @Override
    public boolean isShutdown() {
        return ended;
    }

    @Override
    public boolean isTerminated() {
        return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return ended;
    }
}
