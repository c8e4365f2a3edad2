package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.core.Peer;
import dev.ringdown.server.core.Room;
import dev.ringdown.server.core.SharedMessage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What one event loop leaves in the mailbox of another. */
sealed interface Parcel {
    /** A text message for a connection of that loop. */
    final class Message implements Parcel {
        final Connection to;
        final byte[] bytes;
        /** The recipient and the room that it shared with the sender: the message is dropped if it has left meanwhile. */
        final @Nullable Peer peer;

        final @Nullable Room within;

        /**
         * @param bytes the whole message; the receiver's from now on
         * @param peer the recipient; null if it does not matter where it is
         * @param within the room of sender and recipient; null as {@code peer}
         */
        Message(Connection to, byte[] bytes, @Nullable Peer peer, @Nullable Room within) {
            this.to = to;
            this.bytes = bytes;
            this.peer = peer;
            this.within = within;
        }
    }

    /**
     * A text message for a connection of that loop and for others.
     *
     * @param message says which one it is; may be released
     * @param bytes a view with a count of its own, which the receiver releases
     */
    record Shared(Connection to, SharedMessage message, ByteBuf bytes) implements Parcel {}

    /** Something to do for a session of that loop. */
    record Task(Runnable task) implements Parcel {}

    /** The order to close a connection of that loop. */
    record Closing(Connection to, CloseReason reason) implements Parcel {}
}
