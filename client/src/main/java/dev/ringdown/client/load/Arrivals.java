package dev.ringdown.client.load;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** When the things of an open loop are due: at even intervals, or as a Poisson process. Not safe for threads. */
final class Arrivals {
    private final double periodNanos;
    private final @Nullable SplittableRandom random;
    private double nextNanos;

    private Arrivals(double perSecond, double phase, @Nullable SplittableRandom random) {
        this.periodNanos = 1e9 / perSecond;
        this.random = random;
        this.nextNanos = phase * periodNanos;
    }

    /** Every {@code 1/perSecond} seconds, the first after {@code phase} (0 to 1) of that. */
    static Arrivals even(double perSecond, double phase) {
        return new Arrivals(perSecond, phase, null);
    }

    /** With exponentially distributed gaps, {@code perSecond} on average. */
    static Arrivals poisson(double perSecond, long seed) {
        Arrivals arrivals = new Arrivals(perSecond, 0, new SplittableRandom(seed));
        arrivals.next();
        return arrivals;
    }

    /** The time of the next one, in nanoseconds since the start. */
    long next() {
        double due = nextNanos;
        nextNanos += random == null ? periodNanos : -Math.log1p(-random.nextDouble()) * periodNanos;
        return (long) due;
    }
}
