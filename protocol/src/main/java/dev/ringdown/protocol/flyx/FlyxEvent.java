package dev.ringdown.protocol.flyx;

import dev.ringdown.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/** What the server says of its own accord in the flyx dialect. Ids need no escapes in JSON. */
public sealed interface FlyxEvent {
    /**
     * {@code join}, the answer to a client's own: who it is. Beside the id it carries {@code role}, and, for a client that
     * asked to be resumable, {@code resume}, the key with which it may come back; clients that know neither ignore them.
     *
     * @param resumeKey null for a client that did not ask
     */
    record Welcome(String clientId, Role role, @Nullable String resumeKey) implements FlyxEvent {}

    /** {@code join}, to the sender: a receiver is here. */
    record Joined(String clientId) implements FlyxEvent {}

    /** {@code disconnect}, to the other side: this client is gone. */
    record Left(String clientId) implements FlyxEvent {}

    /** {@code error}: something the client sent was refused. */
    record Refused(ProtocolException error) implements FlyxEvent {}
}
