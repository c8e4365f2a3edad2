package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.Splice;
import java.time.Duration;

/**
 * The way to the client at the other end: what a dialect and the core may ask of a connection, and the only way by which
 * one event loop reaches a connection of another.
 *
 * <p>{@link #send}, {@link #relay}, {@link #execute} and {@link #close} may be called from any event loop of the server. Messages that one
 * event loop sends arrive in the order in which it sent them; on a link that is closed they are dropped. Bytes are
 * copied before a call returns, so the caller's arrays stay the caller's. Nothing goes out before the end of the batch
 * of input that caused it, so calls are cheap.
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

    /** Sends one binary message; as {@link #send(byte[], int, int)}, but own event loop only. */
    void sendBinary(byte[] bytes, int offset, int length);

    /** Sends one text message that many get; the caller keeps it, and releases it when it has sent it to all. */
    void send(SharedMessage message);

    /** Sends one text message, put together from what arrived and what replaces a part of it. */
    void relay(Splice splice);

    /**
     * Runs a task on the connection's event loop: at once if that is the calling one, else after all that the calling one
     * has sent before. It runs also when the connection is closed, as long as the server does not end. So two sessions
     * that share a state talk to each other, and keep it in plain fields.
     */
    void execute(Runnable task);

    /**
     * Goes on where another link is, on its event loop, and does something there: so what the peers of a room send each other
     * needs no way from loop to loop. Own event loop only, as the last thing that is done with a message, and only as long as
     * nobody else has this link. Nothing that comes in is read before {@code then} has run, nothing that was sent is
     * overtaken.
     *
     * @param other such as that of a member of the room; it may have ended
     * @param then runs on the other's event loop, or on this one, at once, if that is the same or the link cannot move; it may
     *     refuse what was asked for, as {@code text} of a session may. Not at all if the connection ends before
     */
    default void gatherWith(PeerLink other, Runnable then) {
        then.run();
    }

    /** Ends the connection after what was sent so far: a Close frame with the reason's code, then TCP's end. */
    void close(CloseReason reason);

    /**
     * Closes the connection for this reason unless {@link #settle} is called within the time; a later call replaces an
     * earlier one. Own event loop only. The deadline is checked about every half second.
     */
    void expect(Duration within, CloseReason otherwise);

    /** Takes back {@link #expect}. Own event loop only. */
    void settle();

    /** Counts something that the client sent and that is refused without a word to it. Own event loop only. */
    void overlook(ProtocolError error);
}
