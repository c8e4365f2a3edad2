package dev.ringdown.protocol.flyx;

import java.nio.charset.StandardCharsets;

/** A client's id, ready to be spliced into what is relayed from it as {@code data.client_id}. Immutable. */
public final class Signature {
    private final byte[] value;
    private final byte[] member;

    /**
     * @param clientId needs no escapes in JSON
     */
    public Signature(String clientId) {
        this.value = ('"' + clientId + '"').getBytes(StandardCharsets.US_ASCII);
        this.member = ("\"client_id\":\"" + clientId + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes the place of the value that the client sent. */
    byte[] value() {
        return value;
    }

    /** Goes in as the first member of {@code data} where the client sent none; what is relayed has others after it. */
    byte[] member() {
        return member;
    }
}
