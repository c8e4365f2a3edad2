package dev.ringdown.protocol.bridge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server answers in the bridge dialect. Immutable. */
public sealed interface BridgeResponse {
    /** {@code REGACK}: the client is registered like this. */
    record RegAck(Contact contact) implements BridgeResponse {}

    /**
     * {@code BRIDGEACK}: whom the client may call.
     *
     * @param contact null when nobody is there; on the wire the same lines with empty values
     */
    record BridgeAck(@Nullable Contact contact) implements BridgeResponse {}

    /** {@code INFOACK}: who is registered, in the order of registration. */
    record InfoAck(List<Contact> contacts) implements BridgeResponse {
        /** Takes a copy. */
        public InfoAck {
            contacts = List.copyOf(contacts);
        }
    }

    /**
     * {@code ERROR}: the request was refused.
     *
     * @param reason one sentence for a person; control characters in it become spaces
     */
    record Refused(String reason) implements BridgeResponse {
        /** Keeps the reason on its one line. */
        public Refused {
            reason = Block.oneLine(reason);
        }
    }
}
