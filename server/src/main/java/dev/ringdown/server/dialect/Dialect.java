package dev.ringdown.server.dialect;

import dev.ringdown.server.core.PeerLink;

/**
 * One wire protocol over the core: what stands behind one door. Its methods may be called from any event loop at once.
 */
public interface Dialect {
    /** A short lower-case word: this dialect's label in logs and metrics. */
    String name();

    /** The URL path of this door, from the slash on; matched to the letter. */
    String path();

    /** How large a message this door takes. */
    MessageLimits limits();

    /**
     * Takes a client in, on the event loop of its connection, before the handshake is answered.
     *
     * @param handshake what the client asked for; valid during the call
     * @param link the way to the client, usable from {@link DialectSession#opened} on
     * @return the client's session
     */
    DialectSession open(Handshake handshake, PeerLink link);
}
