package dev.ringdown.server.transport;

/**
 * How often something may happen on one connection: a token bucket on the loop's ticks, so that asking costs no look at
 * a clock. Confined to the connection's event loop.
 */
final class Budget {
    private final int perSecond;
    private final int burst;
    private int tokens;
    private int filledAtTick;

    /**
     * @param perSecond how often in the long run; 0 for no limit
     * @param burst how often at once
     */
    Budget(int perSecond, int burst, int tick) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAtTick = tick;
    }

    /** Takes one token, if there is one. */
    boolean take(int tick) {
        if (perSecond == 0) {
            return true;
        }
        if (tick != filledAtTick) {
            long earned = (long) (tick - filledAtTick) * perSecond * Loop.TICK_MILLIS / 1000;
            tokens = (int) Math.min(burst, tokens + earned);
            filledAtTick = tick;
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
