package dev.ringdown.server.dialect;

import dev.ringdown.server.core.SessionLink;
import org.jspecify.annotations.Nullable;

/**
 * One wire protocol over the core: what stands behind one door. Its methods may be called from any event loop at once.
 */
public interface Dialect {
    /** A short lower-case word: this dialect's label in logs and metrics. */
    String name();

    /**
     * Where its door is: the path of a WebSocket URL, from the slash on, matched to the letter; with a slash at its end,
     * every path below it.
     *
     * @return null if it is spoken in blocks of lines over plain TCP
     */
    @Nullable
    String path();

    /** How large a message this door takes. */
    MessageLimits limits();

    /**
     * Takes a client in, on the event loop of its connection, before the handshake is answered.
     *
     * @param handshake what the client asked for; valid during the call
     * @param link the way to the client, usable from {@link DialectSession#opened} on
     * @return the client's session
     * @throws HandshakeRefused if the client may not come in
     */
    DialectSession open(Handshake handshake, SessionLink link) throws HandshakeRefused;
}
