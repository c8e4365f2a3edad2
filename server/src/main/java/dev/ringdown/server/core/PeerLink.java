package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.Splice;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer's client: what anybody may do to a peer, and the only way by which one event loop reaches a connection of
 * another. What only the client's own session may ask is {@link SessionLink}.
 *
 * <p>Any event loop of the server may call any method. Messages that one event loop sends arrive in the order in which it sent
 * them; on a link that is closed they are dropped. Bytes are copied before a call returns, so the caller's arrays stay the
 * caller's. Nothing goes out before the end of the batch of input that caused it, so calls are cheap.
 */
public interface PeerLink {
    /**
     * Sends one text message.
     *
     * @param bytes holds the message, valid UTF-8
     * @param offset index of its first byte
     * @param length its bytes
     */
    void send(byte[] bytes, int offset, int length);

    /** Sends one text message: the whole array, valid UTF-8. */
    default void send(byte[] message) {
        send(message, 0, message.length);
    }

    /**
     * Sends one text message that another client caused, such as the news that it joined.
     *
     * @param cause that client: it is not read from while this one has too much to read
     */
    void send(byte[] bytes, int offset, int length, PeerLink cause);

    /** As {@link #send(byte[], int, int, PeerLink)}: the whole array. */
    default void send(byte[] message, PeerLink cause) {
        send(message, 0, message.length, cause);
    }

    /**
     * As {@link #send(byte[], PeerLink)}, for news of a room.
     *
     * @param to the recipient
     * @param within the room: the news are dropped if the recipient has left it when they reach its event loop
     */
    default void send(byte[] news, PeerLink cause, Peer to, Room within) {
        send(news, cause);
    }

    /** Sends one text message that many get; the caller keeps it, and releases it when it has sent it to all. */
    void send(SharedMessage message);

    /** As {@link #send(SharedMessage)}, if another client caused it: see {@link #send(byte[], int, int, PeerLink)}. */
    void send(SharedMessage message, PeerLink cause);

    /**
     * Relays one text message of another client, put together from what arrived and what replaces a part of it.
     *
     * @param from the sender: it is not read from while this client has too much to read
     * @param to the recipient; null if it does not matter whether it is still in the room when the message reaches its loop
     * @param within the room that both are in; null as {@code to}
     * @return false if this client has so much to read that the message was not taken
     */
    boolean relay(Splice splice, PeerLink from, @Nullable Peer to, @Nullable Room within);

    /** Ends the connection after what was sent so far: a Close frame with the reason's code, then TCP's end. */
    void close(CloseReason reason);
}
