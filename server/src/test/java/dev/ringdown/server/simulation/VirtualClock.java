package dev.ringdown.server.simulation;

/** The time of the simulated server, which passes only when the simulator says so. */
public final class VirtualClock {
    private static long nanos;

    private VirtualClock() {}

    /** What the simulated server gets in the place of {@link System#nanoTime}. */
    public static long nanoTime() {
        return nanos;
    }

    /** Begins again. */
    public static void restart() {
        nanos = 0;
    }

    /** Lets time pass. */
    public static void advance(long millis) {
        nanos += millis * 1_000_000;
    }
}
