package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.Room;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What one event loop leaves in the mailbox of another. */
sealed interface Parcel {
    /**
     * A text message for a connection of that loop.
     *
     * @param bytes the whole message; the receiver's from now on
     */
    record Message(Connection to, byte[] bytes) implements Parcel {}

    /**
     * A relayed message, which is dropped if its recipient has left the room when it arrives.
     *
     * @param bytes the whole message; the receiver's from now on
     * @param peer the recipient
     * @param within the room that sender and recipient shared
     */
    record Relayed(Connection to, byte[] bytes, @Nullable Peer peer, @Nullable Room within) implements Parcel {}

    /**
     * A text message for a connection of that loop and for others.
     *
     * @param bytes a view with a count of its own, which the receiver releases
     */
    record Shared(Connection to, ByteBuf bytes) implements Parcel {}

    /** Something to do for a session of that loop. */
    record Task(Runnable task) implements Parcel {}

    /** The order to close a connection of that loop. */
    record Closing(Connection to, CloseReason reason) implements Parcel {}
}
