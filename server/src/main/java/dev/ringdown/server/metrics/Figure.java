package dev.ringdown.server.metrics;

import java.util.function.LongSupplier;

/**
 * A figure of the process as a whole, which belongs to no dialect and no event loop.
 *
 * @param kind whether it may fall
 * @param metric its name, without prefix and suffix
 * @param help one line that explains it
 * @param value read from any thread
 */
public record Figure(Kind kind, String metric, String help, LongSupplier value) {
    /** What Prometheus calls the type of a metric. */
    public enum Kind {
        /** Only ever grows. */
        COUNTER,
        /** Rises and falls. */
        GAUGE
    }

    /** A figure that only ever grows. */
    public static Figure counter(String metric, String help, LongSupplier value) {
        return new Figure(Kind.COUNTER, metric, help, value);
    }

    /** A figure that rises and falls. */
    public static Figure gauge(String metric, String help, LongSupplier value) {
        return new Figure(Kind.GAUGE, metric, help, value);
    }
}
