package dev.ringdown.server.core;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.protocol.ProtocolError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The link of a session to its own client: what only that session may ask of the connection, beside what anybody may do to a
 * peer. Only the connection's event loop may call its methods, except for {@link #execute} and those of {@link PeerLink}.
 */
public interface SessionLink extends PeerLink {
    /** Sends one binary message; the bytes as in {@link #send(byte[], int, int)}. */
    void sendBinary(byte[] bytes, int offset, int length);

    /**
     * Runs a task on the connection's event loop: at once if that is the calling one, else after all that the calling one
     * has sent before. It runs also when the connection is closed, as long as the server does not end. So two sessions
     * that share a state talk to each other, and keep it in plain fields. Any event loop.
     */
    void execute(Runnable task);

    /**
     * Runs the step by which other clients get to know this link, such as joining a room. The first such step may make the
     * connection migrate to the event loop of a link that it will talk to; nothing that comes in is read before the step has
     * run, nothing that was sent is overtaken. The last thing that is done with a message.
     *
     * @param near such as the link of the room's first member, which may have ended; null if there is none
     * @param step runs at once, or on the other event loop; it may refuse what was asked for, as {@code text} of a session
     *     may. Not at all if the connection ends before
     */
    default void publish(@Nullable PeerLink near, Runnable step) {
        step.run();
    }

    /**
     * Closes the connection for this reason unless {@link #clearDeadline} is called within the time; a later call replaces an
     * earlier one. The deadline is checked about every half second.
     */
    void setDeadline(Duration within, CloseReason otherwise);

    /** Takes back {@link #setDeadline}. */
    void clearDeadline();

    /** Counts a message of the client that is refused without an answer. */
    void countIgnored(ProtocolError error);
}
