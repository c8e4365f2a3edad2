package dev.ringdown.client.load;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What has been counted and measured, on one event loop or, summed up, on all. Times in nanoseconds. What was due
 * outside the measured window is counted and verified, but left out of latencies and rates.
 */
final class Tally {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    long connected;
    long sent;
    long arrived;
    long respelled;
    long sessions;
    /** Arrivals, and finished sessions, inside the measured window by the clock. */
    long arrivedInWindow;

    long sessionsInWindow;

    /** From the intended time of sending to arrival. */
    final Histogram latency = histogram();
    /** From the intended time of sending to the write: the generator's own share of the latency. */
    final Histogram lag = histogram();
    /** From the connect to ROOM_MEMBERS, one peer. */
    final Histogram setup = histogram();
    /** From the intended start of a session until its peers know each other. */
    final Histogram sessionJoined = histogram();
    /** From the intended start of a session until every message of both sides has arrived. */
    final Histogram sessionConnected = histogram();

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<Fault, String> examples = new EnumMap<>(Fault.class);
    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MAX_VALUE;

    /** Sets the measured window, on the clock of the run. */
    void window(long from, long to) {
        fromNanos = from;
        toNanos = to;
    }

    /** Ends the measured window early. */
    void cutWindow(long now) {
        toNanos = Math.min(toNanos, now);
    }

    void sent(long intended, long now) {
        sent++;
        if (inWindow(intended)) {
            record(lag, now - intended);
        }
    }

    void arrived(long intended, long now) {
        arrived++;
        if (inWindow(now)) {
            arrivedInWindow++;
        }
        if (inWindow(intended)) {
            record(latency, now - intended);
        }
    }

    void joined(long connectStart, long now) {
        connected++;
        record(setup, now - connectStart);
    }

    void sessionJoined(long intended, long now) {
        if (inWindow(intended)) {
            record(sessionJoined, now - intended);
        }
    }

    void sessionConnected(long intended, long now) {
        if (inWindow(intended)) {
            record(sessionConnected, now - intended);
        }
    }

    void sessionFinished(long now) {
        sessions++;
        if (inWindow(now)) {
            sessionsInWindow++;
        }
    }

    /** Counts a fault; the first of its kind is kept in words. */
    void fault(Fault fault, String example) {
        faults.merge(fault, 1L, Long::sum);
        examples.putIfAbsent(fault, example);
    }

    void faults(Fault fault, long count, String example) {
        if (count > 0) {
            faults.merge(fault, count, Long::sum);
            examples.putIfAbsent(fault, example);
        }
    }

    long count(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /** All faults together. */
    long faults() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The first of its kind in words, empty when there is none. */
    String example(Fault fault) {
        return examples.getOrDefault(fault, "");
    }

    void add(Tally other) {
        connected += other.connected;
        sent += other.sent;
        arrived += other.arrived;
        respelled += other.respelled;
        sessions += other.sessions;
        arrivedInWindow += other.arrivedInWindow;
        sessionsInWindow += other.sessionsInWindow;
        latency.add(other.latency);
        lag.add(other.lag);
        setup.add(other.setup);
        sessionJoined.add(other.sessionJoined);
        sessionConnected.add(other.sessionConnected);
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.examples.forEach(examples::putIfAbsent);
    }

    private boolean inWindow(long time) {
        return time >= fromNanos && time < toNanos;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, HOUR_NANOS));
    }

    private static Histogram histogram() {
        return new Histogram(1000, HOUR_NANOS, 3);
    }
}
