package dev.ringdown.client.load;

import java.util.Arrays;

/**
 * The messages of one link that are on their way: their numbers, and the times they were meant to be sent. Tells late
 * from missing from repeated. Confined to one event loop.
 */
final class InFlight {
    /** What the arrival of a number means. */
    enum Arrival {
        IN_ORDER,
        LATE,
        REPEATED,
        NEVER_SENT
    }

    /** A message that so many later ones have overtaken is given up: lost for good. */
    private static final int HORIZON = 1 << 16;

    private static final long LANDED = Long.MIN_VALUE;

    /** A ring: intended send times of the numbers from {@link #oldest} to {@link #next}, or {@link #LANDED}. */
    private long[] intended = new long[4];

    private int oldest;
    private int next;
    private int newestLanded = -1;
    private long landed;

    /** Takes the next number for a message that is due at this time, in nanoseconds. */
    int depart(long intendedNanos) {
        if (next - oldest == intended.length) {
            grow();
        }
        intended[next & (intended.length - 1)] = intendedNanos;
        return next++;
    }

    Arrival arrival(int number) {
        if (number < 0 || number >= next) {
            return Arrival.NEVER_SENT;
        }
        if (number < oldest || intended[number & (intended.length - 1)] == LANDED) {
            return Arrival.REPEATED;
        }
        return number < newestLanded ? Arrival.LATE : Arrival.IN_ORDER;
    }

    /** Marks a number that is still under way as arrived, and returns its intended send time. */
    long land(int number) {
        int slot = number & (intended.length - 1);
        long time = intended[slot];
        intended[slot] = LANDED;
        landed++;
        newestLanded = Math.max(newestLanded, number);
        while (oldest < next
                && (intended[oldest & (intended.length - 1)] == LANDED || newestLanded - oldest > HORIZON)) {
            oldest++;
        }
        return time;
    }

    /** How many have been sent and have not arrived. */
    long missing() {
        return next - landed;
    }

    /** How many have been sent. */
    int departed() {
        return next;
    }

    /** How many have arrived. */
    long landed() {
        return landed;
    }

    /** The number that should arrive next, or -1 when nothing is due. */
    int due() {
        int due = Math.max(oldest, newestLanded + 1);
        return due < next ? due : -1;
    }

    private void grow() {
        long[] larger = new long[intended.length * 2];
        Arrays.fill(larger, LANDED);
        for (int number = oldest; number < next; number++) {
            larger[number & (larger.length - 1)] = intended[number & (intended.length - 1)];
        }
        intended = larger;
    }
}
