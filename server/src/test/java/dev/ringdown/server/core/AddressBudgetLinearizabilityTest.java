package dev.ringdown.server.core;

import dev.ringdown.server.support.Linearizability;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

final class AddressBudgetLinearizabilityTest {
    private static final int PER_MINUTE = 2;

    /** Two addresses spend; minutes pass. */
    @Param(name = "address", gen = IntGen.class, conf = "0:1")
    public static final class Concurrent {
        private static final InetAddress[] ADDRESSES = {
            new InetSocketAddress("192.0.2.1", 0).getAddress(), new InetSocketAddress("192.0.2.2", 0).getAddress()
        };

        private final AtomicLong now = new AtomicLong();
        private final AddressBudget budget = new AddressBudget(PER_MINUTE, true, now::get);

        @Operation
        public boolean spend(@Param(name = "address") int address) {
            return budget.spend(ADDRESSES[address]);
        }

        @Operation
        public boolean isSpent(@Param(name = "address") int address) {
            return budget.isSpent(ADDRESSES[address]);
        }

        @Operation
        public void passMinute() {
            now.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }

    public static final class Sequential {
        private final int[] spent = new int[2];

        public boolean spend(int address) {
            return ++spent[address] <= PER_MINUTE;
        }

        public boolean isSpent(int address) {
            return spent[address] >= PER_MINUTE;
        }

        public void passMinute() {
            spent[0] = 0;
            spent[1] = 0;
        }
    }

    @Test
    void threadsThatRunAtOnce() {
        Linearizability.stress(Concurrent.class, Sequential.class);
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, true);
    }
}
