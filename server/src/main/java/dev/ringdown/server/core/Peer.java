package dev.ringdown.server.core;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.Splice;

/**
 * Somebody who takes part: an id, a name, and how it is introduced to others. A peer is not its socket: it reaches that
 * through a {@link PeerLink}.
 *
 * <p>Any event loop may call any method.
 */
public final class Peer {
    private final PeerId id;
    private final String name;
    private final Introduction introduction;
    private final PeerLink link;

    /**
     * @param id nobody else's
     * @param name as the client gave it
     * @param introduction what other peers are told about this one, in the dialect's own shape
     * @param link the way to its client
     */
    public Peer(PeerId id, String name, Introduction introduction, PeerLink link) {
        this.id = id;
        this.name = name;
        this.introduction = introduction;
        this.link = link;
    }

    /** This peer's id. */
    public PeerId id() {
        return id;
    }

    /** This peer's name. */
    public String name() {
        return name;
    }

    /** What other peers are told about this one, in the dialect's own shape. */
    public Introduction introduction() {
        return introduction;
    }

    /** Sends this peer's client a message; see {@link PeerLink#send(byte[])}. */
    public void send(byte[] message) {
        link.send(message);
    }

    /** Relays a message to this peer's client; see {@link PeerLink#relay}. */
    public void relay(Splice splice) {
        link.relay(splice);
    }

    @Override
    public String toString() {
        return id + " (" + name + ")";
    }
}
