package dev.ringdown.server.security;

import dev.ringdown.server.config.LimitSettings;
import dev.ringdown.server.security.Admission.Place;
import dev.ringdown.server.security.Admission.Refusal;
import dev.ringdown.server.support.Linearizability;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each limit on its own; with both, one that is refused by the second has the first one's place for a moment. Connections
 * of two addresses come on every thread, and the one that came last there goes.
 */
final class AdmissionLinearizabilityTest {
    private static final LimitSettings IN_ALL = new LimitSettings(2, 0, 0, true);
    private static final LimitSettings OF_ADDRESS = new LimitSettings(0, 1, 0, true);
    private static final InetAddress[] ADDRESSES = {
        new InetSocketAddress("192.0.2.1", 0).getAddress(), new InetSocketAddress("192.0.2.2", 0).getAddress()
    };

    @Param(name = "address", gen = IntGen.class, conf = "0:1")
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static class InAll {
        private final Admission admission;
        private final Deque<?>[] places = {
            new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>()
        };

        public InAll() {
            this(IN_ALL);
        }

        InAll(LimitSettings settings) {
            admission = new Admission(settings);
        }

        @Operation
        public @Nullable Refusal enter(@Param(name = "address") int address, @Param(name = "thread") int thread) {
            Place place = admission.enter(ADDRESSES[address]);
            if (place == null) {
                throw new IllegalStateException("nobody is refused for long here");
            }
            Refusal refusal = place.refusal();
            if (refusal == null) {
                places(thread).push(place);
            } else {
                place.leave();
            }
            return refusal;
        }

        @Operation
        public boolean leave(@Param(name = "thread") int thread) {
            Place place = places(thread).poll();
            if (place == null) {
                return false;
            }
            place.leave();
            return true;
        }

        @SuppressWarnings("unchecked")
        private Deque<Place> places(int thread) {
            return (Deque<Place>) places[thread];
        }
    }

    @Param(name = "address", gen = IntGen.class, conf = "0:1")
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static final class OfAddress extends InAll {
        public OfAddress() {
            super(OF_ADDRESS);
        }
    }

    public static class SequentialInAll {
        private final Deque<?>[] places = {
            new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>()
        };
        private final int[] ofAddress = new int[2];

        public @Nullable Refusal enter(int address, int thread) {
            Refusal refusal = refusal(ofAddress[0] + ofAddress[1], ofAddress[address]);
            if (refusal == null) {
                ofAddress[address]++;
                places(thread).push(address);
            }
            return refusal;
        }

        @Nullable
        Refusal refusal(int inAll, int ofThis) {
            return inAll == IN_ALL.maxConnections() ? Refusal.FULL : null;
        }

        public boolean leave(int thread) {
            Integer address = places(thread).poll();
            if (address == null) {
                return false;
            }
            ofAddress[address]--;
            return true;
        }

        @SuppressWarnings("unchecked")
        private Deque<Integer> places(int thread) {
            return (Deque<Integer>) places[thread];
        }
    }

    public static final class SequentialOfAddress extends SequentialInAll {
        @Override
        @Nullable
        Refusal refusal(int inAll, int ofThis) {
            return ofThis == OF_ADDRESS.maxConnectionsPerAddress() ? Refusal.TOO_MANY_FROM_ADDRESS : null;
        }
    }

    @Test
    void inAllThreadsThatRunAtOnce() {
        Linearizability.stress(InAll.class, SequentialInAll.class);
    }

    @Test
    void inAllInterleavings() {
        Linearizability.modelChecking(InAll.class, SequentialInAll.class, true);
    }

    @Test
    void ofOneAddressThreadsThatRunAtOnce() {
        Linearizability.stress(OfAddress.class, SequentialOfAddress.class);
    }

    @Test
    void ofOneAddressInterleavings() {
        Linearizability.modelChecking(OfAddress.class, SequentialOfAddress.class, true);
    }
}
