package dev.ringdown.protocol;

import java.nio.charset.StandardCharsets;

/** The id of a sender, ready to be spliced into the messages that are relayed from it. Immutable, any thread. */
public final class SenderStamp {
    private final byte[] value;
    private final byte[] member;

    /**
     * @param field the name of the member in which the dialect says who the sender is
     * @param id the sender's; needs no escapes in JSON
     */
    public SenderStamp(String field, String id) {
        this.value = ('"' + id + '"').getBytes(StandardCharsets.US_ASCII);
        this.member = ("\"" + field + "\":\"" + id + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes the place of the value that the client sent. */
    byte[] value() {
        return value;
    }

    /** Goes in as the first member where the client sent none; there is always another one behind it. */
    byte[] member() {
        return member;
    }
}
