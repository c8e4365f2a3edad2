package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;

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

    /** The order to close a connection of that loop. */
    record Closing(Connection to, CloseReason reason) implements Parcel {}
}
