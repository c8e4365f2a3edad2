package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import java.net.InetAddress;
import org.jctools.maps.NonBlockingHashMap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linearizability")
final class AddressQuotaLinearizabilityTest {
    private static final int MAX = 1;
    private static final InetAddress ADDRESS = TestAddresses.of(0);

    /** Each thread comes, and goes as often as it was let in. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static final class Concurrent {
        private final AddressQuota quota = new AddressQuota(MAX, true);
        private final int[] entered = new int[4];

        @Operation
        public boolean tryEnter(@Param(name = "thread") int thread) {
            boolean isIn = quota.tryEnter(ADDRESS);
            entered[thread] += isIn ? 1 : 0;
            return isIn;
        }

        @Operation
        public void enter(@Param(name = "thread") int thread) {
            quota.enter(ADDRESS);
            entered[thread]++;
        }

        @Operation
        public boolean leave(@Param(name = "thread") int thread) {
            if (entered[thread] == 0) {
                return false;
            }
            entered[thread]--;
            quota.leave(ADDRESS);
            return true;
        }

        /** Called when all threads are done. */
        @Validate
        public void nothingIsCountedWhenAllHaveLeft() {
            for (int thread = 0; thread < entered.length; thread++) {
                while (leave(thread)) {
                    // once more
                }
            }
            if (quota.size() > 0) {
                throw new IllegalStateException("some are counted still");
            }
        }
    }

    public static final class Sequential {
        private int count;
        private final int[] entered = new int[4];

        public boolean tryEnter(int thread) {
            if (count >= MAX) {
                return false;
            }
            enter(thread);
            return true;
        }

        public void enter(int thread) {
            count++;
            entered[thread]++;
        }

        public boolean leave(int thread) {
            if (entered[thread] == 0) {
                return false;
            }
            entered[thread]--;
            count--;
            return true;
        }
    }

    /** The only place is given up by one that comes again, while another one comes. */
    public static final class Full {
        private final AddressQuota quota = new AddressQuota(1, true);
        private boolean isBack;
        private boolean hasCome;

        public Full() {
            quota.enter(ADDRESS);
        }

        @Operation(runOnce = true)
        public void goAndComeAgain() {
            quota.leave(ADDRESS);
            isBack = quota.tryEnter(ADDRESS);
        }

        @Operation(runOnce = true)
        public void come() {
            hasCome = quota.tryEnter(ADDRESS);
        }

        /** Called when both are done. */
        @Validate
        public void oneOfTheTwoHasThePlace() {
            if (isBack == hasCome) {
                throw new IllegalStateException(
                        isBack ? "both are in" : "nobody is in, and one was refused for the other");
            }
        }
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, false, NonBlockingHashMap.class);
    }

    @Test
    void whoIsRefusedStandsInNobodysWay() {
        Linearizability.meeting(Full.class, NonBlockingHashMap.class);
    }
}
