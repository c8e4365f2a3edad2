package dev.ringdown.server.security;

import dev.ringdown.server.config.LimitSettings;
import dev.ringdown.server.core.AddressQuota;
import dev.ringdown.server.core.AddressRateLimiter;
import dev.ringdown.server.core.TestAddresses;
import dev.ringdown.server.support.Linearizability;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The limit in all is kept to the letter. Of this and the one of an address together only the bounds are: a connection for which
 * there is no place in all has one of its address for a moment, in which another one may be told that there are too many.
 */
@Tag("linearizability")
final class AdmissionLinearizabilityTest {
    private static final int MAX = 2;

    private static Admission.@Nullable Place enter(Admission admission, int network) {
        Admission.Place place = admission.enter(TestAddresses.of(network));
        return place.refusal() == null ? place : null;
    }

    /** Each thread has one connection at most. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    public static final class InAll {
        private final Admission admission = new Admission(1);
        private final Admission.@Nullable Place[] places = new Admission.@Nullable Place[4];

        @Operation
        public boolean come(@Param(name = "thread") int thread) {
            if (places[thread] != null) {
                return false;
            }
            places[thread] = enter(admission, 0);
            return places[thread] != null;
        }

        @Operation
        public boolean go(@Param(name = "thread") int thread) {
            Admission.Place place = places[thread];
            if (place == null) {
                return false;
            }
            places[thread] = null;
            place.leave();
            return true;
        }

        @Operation
        public int connections() {
            return admission.connections();
        }
    }

    public static final class Sequential {
        private final boolean[] places = new boolean[4];
        private int connections;

        public boolean come(int thread) {
            if (places[thread] || connections == 1) {
                return false;
            }
            connections++;
            places[thread] = true;
            return true;
        }

        public boolean go(int thread) {
            if (!places[thread]) {
                return false;
            }
            connections--;
            places[thread] = false;
            return true;
        }

        public int connections() {
            return connections;
        }
    }

    /** Two in all, and one of each address. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    @Param(name = "network", gen = IntGen.class, conf = "0:2")
    public static final class Bounds {
        private static final int NETWORKS = 3;

        private final Admission admission = new Admission(MAX, new LimitSettings(MAX, 1, 0, true, 0));
        private final Admission.@Nullable Place[] places = new Admission.@Nullable Place[4];
        private final int[] networks = new int[4];
        private final AtomicInteger inAll = new AtomicInteger();
        private final AtomicInteger[] ofNetwork = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};

        @Operation
        public void come(@Param(name = "thread") int thread, @Param(name = "network") int network) {
            if (places[thread] == null) {
                places[thread] = enter(admission, network);
                if (places[thread] != null) {
                    networks[thread] = network;
                    check(inAll.incrementAndGet() <= MAX, "too many in all");
                    check(ofNetwork[network].incrementAndGet() == 1, "too many of an address");
                }
            }
        }

        @Operation
        public void go(@Param(name = "thread") int thread) {
            Admission.Place place = places[thread];
            if (place != null) {
                places[thread] = null;
                inAll.decrementAndGet();
                ofNetwork[networks[thread]].decrementAndGet();
                place.leave();
            }
        }

        /** Called when all threads are done. */
        @Validate
        public void everyPlaceIsGivenBack() {
            for (int thread = 0; thread < places.length; thread++) {
                go(thread);
            }
            check(admission.connections() == 0, "connections " + admission.connections());
            for (int network = 0; network < NETWORKS; network++) {
                Admission.Place place = enter(admission, network);
                check(place != null, "nobody is there, and there is no place");
                if (place != null) {
                    place.leave();
                }
            }
        }

        private static void check(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalStateException(otherwise);
            }
        }
    }

    /** One connection, which any thread may find gone. */
    public static final class Leaving {
        private final Admission admission = new Admission(MAX);
        private final Admission.Place place = admission.enter(TestAddresses.of(0));

        @Operation
        public void leave() {
            place.leave();
        }

        /** Called when all threads are done. */
        @Validate
        public void itHasLeftOnce() {
            place.leave();
            if (admission.connections() != 0) {
                throw new IllegalStateException("connections " + admission.connections());
            }
        }
    }

    @Test
    void aConnectionThatManyFindGoneIsCountedOnce() {
        Linearizability.modelChecking(Leaving.class, true);
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(
                InAll.class, Sequential.class, true, AddressQuota.class, AddressRateLimiter.class);
    }

    @Test
    void boundsInAllInterleavings() {
        Linearizability.modelChecking(Bounds.class, false, AddressQuota.class, AddressRateLimiter.class);
    }
}
