package dev.ringdown.client.load;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * One event loop of the generator and everything that is confined to it. Only {@link #eventLoop()} and
 * {@link #plan()} may be used from other threads.
 */
final class LoadLoop {
    private final LoadPlan plan;
    private final int number;
    private final EventLoop eventLoop;
    private final Tally tally = new Tally();
    private final FrameWriter writer = new FrameWriter();
    private final Verification verification = new Verification(this);
    private final Connector connector;
    private final Workload workload;
    private final List<LoadConnection> touched = new ArrayList<>();

    LoadLoop(LoadPlan plan, int number, EventLoop eventLoop, Transport transport) {
        this.plan = plan;
        this.number = number;
        this.eventLoop = eventLoop;
        this.connector = new Connector(this, transport);
        this.workload = plan.sessions() ? new SessionSlots(this) : new Relaying(this);
    }

    LoadPlan plan() {
        return plan;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** Which of the plan's loops this is, from 0. */
    int number() {
        return number;
    }

    Tally tally() {
        return tally;
    }

    FrameWriter writer() {
        return writer;
    }

    Verification verification() {
        return verification;
    }

    Connector connector() {
        return connector;
    }

    Workload workload() {
        return workload;
    }

    /** The clock of the run, in nanoseconds. */
    long now() {
        return System.nanoTime();
    }

    /** Runs a task on this loop after so many seconds. */
    Runnable after(double seconds, Runnable task) {
        var scheduled = eventLoop.schedule(task, (long) (seconds * 1e9), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** The pacer of an open loop that takes this share of the plan's rate. */
    Pacer pacer(Pace.OpenLoop pace, double share, LongConsumer due) {
        double perSecond = pace.perSecond() * share;
        Arrivals arrivals = pace.poisson()
                ? Arrivals.poisson(perSecond, number)
                : Arrivals.even(perSecond, (double) number / plan.threads());
        return new Pacer(arrivals, this::now, this::schedule, due, this::flush);
    }

    /** Notes that something is written on a connection and not flushed yet. */
    void touch(LoadConnection connection) {
        touched.add(connection);
    }

    /** Flushes every touched connection, once. */
    void flush() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a pacer is never cancelled: it runs out
    private void schedule(Runnable task, long nanos) {
        eventLoop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
}
