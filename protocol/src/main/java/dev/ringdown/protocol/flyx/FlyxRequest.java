package dev.ringdown.protocol.flyx;

import dev.ringdown.protocol.RelayedMessage;

/** What a client of the flyx dialect may send. */
public sealed interface FlyxRequest {
    /** {@code join}: the client wants to know who it is. */
    record Join() implements FlyxRequest {}

    /**
     * {@code disconnect}: the client goes; or, from a sender who names a receiver, only that receiver is let go.
     *
     * @param message as it came, valid as long as it is
     */
    record Disconnect(Relay message) implements FlyxRequest {}

    /**
     * {@code offer}, {@code answer} or {@code ice_candidate}: something for the other side, passed on with the sender's
     * id in {@code data.client_id}.
     */
    final class Relay extends RelayedMessage implements FlyxRequest {
        private static final int UUID_LENGTH = 36;

        /**
         * Whether {@code data.client_id} is spelled like a UUID. The server's ids are; anything else is the client's own
         * label and names nobody.
         */
        public boolean namesClient() {
            if (targetEnd() - targetStart() != UUID_LENGTH) {
                return false;
            }
            for (int i = 0; i < UUID_LENGTH; i++) {
                byte next = target()[targetStart() + i];
                boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
                if (hyphen ? next != '-' : Character.digit(next, 16) < 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
