package dev.ringdown.server.support;

import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A timer on which nothing happens before the test says so. Any thread gives it tasks, one at a time lets them run. */
public final class HandDrivenTimer {
    private final Queue<Runnable> now = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

    private Runnable whenGiven = () -> {};

    /** Something happens on the thread that gives a task for now, and at that moment. */
    public void whenGiven(Runnable action) {
        whenGiven = action;
    }

    /** What the code under test is given: it takes tasks for now and for later, and nothing else. */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself
    public ScheduledExecutorService service() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                HandDrivenTimer.class.getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(this);
                    case "toString" -> "hand-driven timer";
                    default -> take(method.getName(), (Runnable) arguments[0]);
                });
    }

    private @Nullable Object take(String method, Runnable task) {
        switch (method) {
            case "execute" -> {
                now.add(task);
                whenGiven.run();
            }
            case "schedule", "scheduleWithFixedDelay" -> later.add(task);
            default -> throw new UnsupportedOperationException(method);
        }
        return null;
    }

    /** Runs what was to run at once. */
    public void run() {
        for (Runnable task = now.poll(); task != null; task = now.poll()) {
            task.run();
        }
    }

    /** Lets the time pass for what waits now, and runs it; what it schedules waits for the next time. */
    public void pass() {
        for (int due = later.size(); due > 0; due--) {
            later.remove().run();
        }
    }

    /** How many tasks wait for their time. */
    public int waiting() {
        return later.size();
    }
}
