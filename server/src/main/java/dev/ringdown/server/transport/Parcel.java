package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import io.netty.buffer.ByteBuf;

/** What one event loop leaves in the mailbox of another. */
sealed interface Parcel {
    /** A text message for a connection of that loop. */
    final class Message implements Parcel {
        final Connection to;
        final byte[] bytes;

        /**
         * @param bytes the whole message; the receiver's from now on
         */
        Message(Connection to, byte[] bytes) {
            this.to = to;
            this.bytes = bytes;
        }
    }

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
