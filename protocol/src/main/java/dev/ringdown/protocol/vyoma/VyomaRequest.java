package dev.ringdown.protocol.vyoma;

import dev.ringdown.protocol.ProtocolException;

/** What a client of the vyoma dialect that speaks JSON may send. */
public sealed interface VyomaRequest {
    /** {@code next}: the client wants another partner. */
    record Next() implements VyomaRequest {}

    /**
     * {@code message}, or any other type that is not the server's: something for the partner. To one who speaks JSON it
     * goes as it came. A flyweight of its codec's, valid until that reads the next message.
     */
    final class Relay implements VyomaRequest {
        private final VyomaCodec codec;

        Relay(VyomaCodec codec) {
            this.codec = codec;
        }

        /**
         * What it says to a partner who speaks plain text.
         *
         * @throws ProtocolException PLAIN_PARTNER if it is not a {@code message} whose payload is a string; BAD_JSON if that
         *     string is no text
         */
        public String text() {
            return codec.text();
        }
    }
}
