package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBucketTest {
    private static final int TICKS_PER_SECOND = 1000 / Loop.TICK_MILLIS;
    private static final int START = 77;

    @Test
    void allowsTheBurstAndNoMore() {
        assertThat(taken(new TokenBucket(5, 12, START), START, 100)).isEqualTo(12);
    }

    @Test
    void earnsNoMoreThanTheBurstHoweverLongNothingHappened() {
        TokenBucket budget = new TokenBucket(1_000_000, 10, START);
        assertThat(taken(budget, START + Integer.MAX_VALUE / 2, 100)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void inTheLongRunAllowsAsManyAsWereSaid(int perSecond) {
        TokenBucket budget = new TokenBucket(perSecond, perSecond * 10, START);
        taken(budget, START, Integer.MAX_VALUE);

        int seconds = 60;
        int taken = 0;
        for (int tick = 1; tick <= seconds * TICKS_PER_SECOND; tick++) {
            taken += taken(budget, START + tick, Integer.MAX_VALUE);
        }
        assertThat(taken).isEqualTo(perSecond * seconds);
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(taken(new TokenBucket(0, 0, START), START, 10_000)).isEqualTo(10_000);
    }

    private static int taken(TokenBucket budget, int tick, int atMost) {
        int taken = 0;
        while (taken < atMost && budget.take(tick)) {
            taken++;
        }
        return taken;
    }
}
