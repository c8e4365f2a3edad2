package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Not model checked: Lincheck knows no view of a byte array, with which {@link ClientNetwork} reads an address. */
final class AddressQuotaLinearizabilityTest {
    private static final int MAX = 2;

    /** Each thread comes, and goes as often as it was let in. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    @Param(name = "network", gen = IntGen.class, conf = "0:1")
    public static final class Concurrent {
        private final AddressQuota quota = new AddressQuota(MAX, true);
        private final int[][] entered = new int[4][2];

        @Operation
        public boolean tryEnter(@Param(name = "thread") int thread, @Param(name = "network") int network) {
            boolean isIn = quota.tryEnter(TestAddresses.of(network));
            entered[thread][network] += isIn ? 1 : 0;
            return isIn;
        }

        @Operation
        public void enter(@Param(name = "thread") int thread, @Param(name = "network") int network) {
            quota.enter(TestAddresses.of(network));
            entered[thread][network]++;
        }

        @Operation
        public boolean leave(@Param(name = "thread") int thread, @Param(name = "network") int network) {
            if (entered[thread][network] == 0) {
                return false;
            }
            entered[thread][network]--;
            quota.leave(TestAddresses.of(network));
            return true;
        }

        /** Called when all threads are done. */
        @Validate
        public void nothingIsCountedWhenAllHaveLeft() {
            for (int[] ofThread : entered) {
                for (int network = 0; network < ofThread.length; network++) {
                    for (; ofThread[network] > 0; ofThread[network]--) {
                        quota.leave(TestAddresses.of(network));
                    }
                }
            }
            if (quota.size() > 0) {
                throw new IllegalStateException("some are counted still");
            }
        }
    }

    public static final class Sequential {
        private final int[] counts = new int[2];
        private final int[][] entered = new int[4][2];

        public boolean tryEnter(int thread, int network) {
            if (counts[network] >= MAX) {
                return false;
            }
            enter(thread, network);
            return true;
        }

        public void enter(int thread, int network) {
            counts[network]++;
            entered[thread][network]++;
        }

        public boolean leave(int thread, int network) {
            if (entered[thread][network] == 0) {
                return false;
            }
            entered[thread][network]--;
            counts[network]--;
            return true;
        }
    }

    @Test
    void threadsThatRunAtOnce() {
        Linearizability.stress(Concurrent.class, Sequential.class);
    }
}
