package dev.ringdown.protocol.rooms;

import java.nio.charset.StandardCharsets;

/** A peer's id, ready to be spliced into what is relayed from it as the value of {@code fromPeerId}. Immutable. */
public final class Signature {
    private final byte[] value;
    private final byte[] member;

    /**
     * @param peerId needs no escapes in JSON
     */
    public Signature(String peerId) {
        this.value = ('"' + peerId + '"').getBytes(StandardCharsets.US_ASCII);
        this.member = ("\"fromPeerId\":\"" + peerId + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes the place of the value that the client sent. */
    byte[] value() {
        return value;
    }

    /** Goes in as the first member where the client sent none; every message has a {@code type} to come after it. */
    byte[] member() {
        return member;
    }
}
