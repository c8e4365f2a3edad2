package dev.ringdown.client.load;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A run from the first connection to the report. The calling thread only waits and asks: everything else happens on the
 * event loops.
 */
final class LoadRun implements Callable<Report> {
    private static final int POLL_MILLIS = 20;
    private static final double CLOSE_SECONDS = 5;

    private final LoadPlan plan;
    private final Progress progress;
    private final Transport transport = Transport.best();
    private final List<LoadLoop> loops = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Runnable beforeClosing;
    private @Nullable CpuUse cpu;

    LoadRun(LoadPlan plan, Progress progress) {
        this(plan, progress, () -> {});
    }

    /** A run that does something, on the calling thread, when all is said and every connection still stands. */
    LoadRun(LoadPlan plan, Progress progress, Runnable beforeClosing) {
        this.plan = plan;
        this.progress = progress;
        this.beforeClosing = beforeClosing;
    }

    /** Lets the run end early, with what has been measured so far. From any thread. */
    void stop() {
        stopped.countDown();
    }

    /** Waits until everybody has joined and messages are sent, or so many seconds. From any thread. */
    void awaitBegun(int seconds) throws InterruptedException {
        begun.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public Report call() throws InterruptedException {
        var group =
                new MultiThreadIoEventLoopGroup(plan.threads(), new DefaultThreadFactory("load"), transport.handlers());
        try {
            for (int number = 0; number < plan.threads(); number++) {
                loops.add(new LoadLoop(plan, number, group.next(), transport));
            }
            return play();
        } finally {
            progress.end();
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private Report play() throws InterruptedException {
        each(Workload::open);
        await("connecting", Double.MAX_VALUE, () -> isStopped() || all(Workload::isSettled));
        double seconds = isStopped() || !any(Workload::isAlive) ? 0 : measure();
        each(Workload::stop);
        drain();
        beforeClosing.run();
        each(Workload::close);
        await("closing", CLOSE_SECONDS, () -> all(Workload::isClosed));
        each(Workload::settle);
        Tally total = new Tally();
        for (LoadLoop loop : loops) {
            ask(loop, () -> {
                total.add(loop.tally());
                return true;
            });
        }
        return new Report(plan, transport, seconds, total, cpu);
    }

    /** Warm-up and measured window; returns how long the latter really was, in seconds. */
    private double measure() throws InterruptedException {
        long start = System.nanoTime();
        long from = start + (long) (plan.warmupSeconds() * 1e9);
        long to = from + (long) (plan.durationSeconds() * 1e9);
        for (LoadLoop loop : loops) {
            ask(loop, () -> {
                loop.tally().window(from, to);
                loop.workload().begin(start, to);
                return true;
            });
        }
        progress.window(from, to);
        begun.countDown();
        BooleanSupplier over = () -> isStopped() || !any(Workload::isAlive);
        await("measuring", (from - System.nanoTime()) / 1e9, over);
        MeasuredProcess server = plan.server();
        CpuUse.Reading before = server == null ? null : CpuUse.Reading.now(server);
        await("measuring", (to - System.nanoTime()) / 1e9, over);
        cpu = server == null || before == null ? null : before.until(CpuUse.Reading.now(server));
        long end = Math.min(to, System.nanoTime());
        for (LoadLoop loop : loops) {
            ask(loop, () -> {
                loop.tally().cutWindow(end);
                return true;
            });
        }
        return Math.max(0, (end - from) / 1e9);
    }

    /** Waits for what is under way, until nothing has arrived for {@code --drain}. */
    private void drain() throws InterruptedException {
        long before = -1;
        for (long arrived = arrived(); arrived > before && !all(Workload::isIdle); arrived = arrived()) {
            before = arrived;
            await("draining", plan.drainSeconds(), () -> all(Workload::isIdle));
        }
    }

    private long arrived() {
        return loops.stream()
                .mapToLong(loop -> ask(loop, () -> loop.tally().arrived))
                .sum();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits until something holds, at most for so many seconds. */
    private void await(String phase, double seconds, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            double left = seconds - (System.nanoTime() - start) / 1e9;
            if (left <= 0) {
                return;
            }
            if (progress.isDue()) {
                progress.show(phase, snapshot());
            }
            long millis = Math.min(POLL_MILLIS, 1 + (long) (left * 1000));
            if (isStopped()) {
                TimeUnit.MILLISECONDS.sleep(millis);
            } else if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
                progress.show("stopping", snapshot());
            }
        }
    }

    private Progress.Snapshot snapshot() {
        Progress.Snapshot sum = Progress.Snapshot.NONE;
        for (LoadLoop loop : loops) {
            sum = sum.plus(ask(loop, () -> Progress.Snapshot.of(loop.tally())));
        }
        return sum;
    }

    private boolean all(Predicate<Workload> condition) {
        return loops.stream().allMatch(loop -> ask(loop, () -> condition.test(loop.workload())));
    }

    private boolean any(Predicate<Workload> condition) {
        return !all(condition.negate());
    }

    private void each(Consumer<Workload> action) {
        for (LoadLoop loop : loops) {
            ask(loop, () -> {
                action.accept(loop.workload());
                return true;
            });
        }
    }

    /** Asks a question on the loop's own thread, and waits for the answer. */
    private static <T> T ask(LoadLoop loop, Callable<T> question) {
        try {
            return loop.eventLoop().submit(question).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load generator has a bug", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
