package dev.ringdown.server.transport;

import java.time.Duration;

/**
 * What every connection is held to, with times in the loop's ticks.
 *
 * @param pingTicks silence after which the client is pinged
 * @param idleTicks silence after which it counts as gone
 * @param closeTicks how long it may take to end a connection that is closing
 * @param stalledTicks how long a client may leave its output unread
 * @param maxPendingBytes how much output may wait for it when another message comes
 * @param highWaterMark unsent bytes above which it is not read from until it reads
 * @param lowWaterMark unsent bytes from which on it is read from again
 * @param deflateThresholdBytes messages below are not compressed
 * @param maxControlsPerSecond pings and pongs it may send in a second; 0 for any number
 * @param maxErrorsPerSecond messages of it that may be refused in a second; 0 for any number
 * @param maxMessagesPerSecond messages it may send in a second; 0 for any number
 */
record ConnectionLimits(
        int pingTicks,
        int idleTicks,
        int closeTicks,
        int stalledTicks,
        long maxPendingBytes,
        int highWaterMark,
        int lowWaterMark,
        int deflateThresholdBytes,
        int maxControlsPerSecond,
        int maxErrorsPerSecond,
        int maxMessagesPerSecond) {

    /** Waiting bytes above which whoever sends to the connection is not read from: half of what may wait. */
    long congestionMark() {
        return Math.max(highWaterMark, maxPendingBytes / 2);
    }

    /** Waiting bytes above which nothing more is relayed to it, so that there is room for the server's own news. */
    long relayMark() {
        return Math.max(highWaterMark, maxPendingBytes / 4 * 3);
    }

    /** How many ticks a time is, rounded up; at least one. */
    static int ticks(Duration time) {
        return Math.clamp((time.toMillis() + Loop.TICK_MILLIS - 1) / Loop.TICK_MILLIS, 1, Integer.MAX_VALUE / 2);
    }

    /** As {@link #ticks}, but zero is never. */
    static int ticksOrNever(Duration time) {
        return time.isZero() ? Integer.MAX_VALUE / 2 : ticks(time);
    }
}
