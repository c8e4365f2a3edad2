package dev.ringdown.server.transport;

/**
 * Where a connection stands in its life. {@link Connection} holds the one field of it, and every change goes through one method
 * that asserts {@link #leadsTo}:
 *
 * <pre>
 *   HTTP ─→ UPGRADING ─→ OPEN ⇄ MIGRATING
 *     │         │         └──┬──┘
 *     ├─────────│────────→ CLOSING
 *     └─────────┴────────────┴──→ CLOSED
 * </pre>
 */
enum ConnectionState {
    /** Answers HTTP requests, or has not sent one yet. */
    HTTP,
    /** The handshake was accepted. Its answer is gathered; input waits until the socket has left its Netty channel. */
    UPGRADING,
    /** Messages come and go. */
    OPEN,
    /** On its way to another event loop: input waits, output is gathered but not flushed. */
    MIGRATING,
    /** The last output is on its way, or the socket is about to be closed. Input is ignored, output is dropped. */
    CLOSING,
    /** The end was told to the session, and everything was given back. Nothing follows. */
    CLOSED;

    /** Whether a connection in this state may go over to another one. */
    boolean leadsTo(ConnectionState next) {
        return switch (this) {
            case HTTP -> next == UPGRADING || next == CLOSING || next == CLOSED;
            case UPGRADING -> next == OPEN || next == CLOSED;
            case OPEN -> next == MIGRATING || next == CLOSING || next == CLOSED;
            case MIGRATING -> next == OPEN || next == CLOSING || next == CLOSED;
            case CLOSING -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
