package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.maps.NonBlockingHashMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linearizability")
final class AddressRateLimiterLinearizabilityTest {
    private static final int PER_MINUTE = 2;

    /** Two networks, and a minute that may end at any moment. */
    @Param(name = "network", gen = IntGen.class, conf = "0:1")
    public static final class Concurrent {
        private final AtomicLong clock = new AtomicLong();
        private final AddressRateLimiter budget = new AddressRateLimiter(PER_MINUTE, true, clock::get);

        @Operation
        public boolean spend(@Param(name = "network") int network) {
            return budget.spend(TestAddresses.of(network));
        }

        @Operation
        public boolean isSpent(@Param(name = "network") int network) {
            return budget.isSpent(TestAddresses.of(network));
        }

        @Operation
        public void minuteEnds() {
            clock.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }

    public static final class Sequential {
        private final int[] spent = new int[2];

        public boolean spend(int network) {
            return ++spent[network] <= PER_MINUTE;
        }

        public boolean isSpent(int network) {
            return spent[network] >= PER_MINUTE;
        }

        public void minuteEnds() {
            spent[0] = 0;
            spent[1] = 0;
        }
    }

    /** Two of one address come, and are the first. */
    public static final class First {
        private final AddressRateLimiter budget = new AddressRateLimiter(1, true, () -> 0);
        private boolean one;
        private boolean other;

        @Operation(runOnce = true)
        public void spend() {
            one = budget.spend(TestAddresses.of(0));
        }

        @Operation(runOnce = true)
        public void spendToo() {
            other = budget.spend(TestAddresses.of(0));
        }

        /** Called when both are done. */
        @Validate
        public void oneOfThemWasTheFirst() {
            if (one == other) {
                throw new IllegalStateException(one ? "both were" : "nobody was");
            }
        }
    }

    @Test
    void ofTheFirstTwoEachCounts() {
        Linearizability.meeting(First.class, NonBlockingHashMap.class);
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, false, NonBlockingHashMap.class);
    }
}
