package dev.ringdown.server.transport;

/**
 * How often something may happen on one connection: a token bucket on the loop's ticks, so that asking costs no look at
 * a clock. Confined to the connection's event loop.
 */
final class TokenBucket {
    private static final int WHOLE = 1000;

    private final int perSecond;
    private final long full;
    /** In thousandths, for a tick may earn less than a whole one. */
    private long tokens;

    private int filledAtTick;

    /**
     * @param perSecond how often in the long run; 0 for no limit
     * @param burst how often at once
     */
    TokenBucket(int perSecond, int burst, int tick) {
        this.perSecond = perSecond;
        this.full = (long) burst * WHOLE;
        this.tokens = full;
        this.filledAtTick = tick;
    }

    /** Takes one token, if there is one. */
    boolean take(int tick) {
        if (perSecond == 0) {
            return true;
        }
        if (tick != filledAtTick) {
            long earned = (long) (tick - filledAtTick) * Loop.TICK_MILLIS * perSecond;
            tokens = Math.min(full, tokens + earned);
            filledAtTick = tick;
        }
        if (tokens < WHOLE) {
            return false;
        }
        tokens -= WHOLE;
        return true;
    }
}
