package dev.ringdown.server.core;

import dev.ringdown.protocol.Introduction;
import java.security.SecureRandom;

/** Peers that nobody is behind. They are made once: model checking repeats a scenario, and their ids are random. */
final class TestPeers {
    private static final Peer[] PEERS = new Peer[4];

    static {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < PEERS.length; i++) {
            PEERS[i] = new Peer(PeerId.random(random), "peer " + i, new Introduction(new byte[0]), Nowhere.LINK);
        }
    }

    private TestPeers() {}

    static Peer peer(int number) {
        return PEERS[number];
    }
}
