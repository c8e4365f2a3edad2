package dev.ringdown.server.core;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.server.support.Linearizability;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link NameRegistry}: one name that all threads want. */
@Tag("linearizability")
final class NamesLinearizabilityTest {
    @Param(name = "peer", gen = ThreadIdGen.class)
    public static final class Concurrent {
        private final NameRegistry presence = new NameRegistry();

        @Operation
        public boolean claim(@Param(name = "peer") int peer) {
            return presence.claim(wanting(peer));
        }

        @Operation
        public void release(@Param(name = "peer") int peer) {
            presence.release(wanting(peer));
        }

        private static Peer wanting(int number) {
            return WANTING[number];
        }
    }

    private static final Peer[] WANTING = new Peer[4];

    static {
        for (int i = 0; i < WANTING.length; i++) {
            WANTING[i] = new Peer(TestPeers.peer(i).id(), "wanted", new Introduction(new byte[0]), Nowhere.LINK);
        }
    }

    public static final class Sequential {
        private @Nullable Integer owner;

        public boolean claim(int peer) {
            if (owner != null) {
                return false;
            }
            owner = peer;
            return true;
        }

        public void release(int peer) {
            if (owner != null && owner == peer) {
                owner = null;
            }
        }
    }

    @Test
    void interleavings() {
        Linearizability.modelChecking(Concurrent.class, Sequential.class, false);
    }
}
