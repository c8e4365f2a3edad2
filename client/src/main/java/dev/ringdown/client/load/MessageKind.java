package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** The relayed messages of the rooms protocol, as the bytes around their {@link MessageTag} and {@link Filler}. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes into the arrays
enum MessageKind {
    CANDIDATE(
            "ICE_CANDIDATE",
            "iceCandidate",
            "candidate",
            "\"iceCandidate\":{\"candidate\":\"candidate:",
            " 1 udp ",
            "\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}"),
    OFFER(
            "SDP_OFFER",
            "sdp",
            "sdp",
            "\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\\r\\no=",
            " 0 0 IN IP4 192.0.2.7\\r\\n",
            "\"}"),
    ANSWER(
            "SDP_ANSWER",
            "sdp",
            "sdp",
            "\"sdp\":{\"type\":\"answer\",\"sdp\":\"v=0\\r\\no=",
            " 0 0 IN IP4 192.0.2.7\\r\\n",
            "\"}");

    private final String type;
    private final String payloadKey;
    private final String textKey;
    final byte[] typeBytes;
    final byte[] beforeTag;
    final byte[] afterTag;
    final byte[] afterFiller;

    MessageKind(String type, String payloadKey, String textKey, String beforeTag, String afterTag, String afterFiller) {
        this.type = type;
        this.payloadKey = payloadKey;
        this.textKey = textKey;
        this.typeBytes = type.getBytes(US_ASCII);
        this.beforeTag = beforeTag.getBytes(US_ASCII);
        this.afterTag = afterTag.getBytes(US_ASCII);
        this.afterFiller = afterFiller.getBytes(US_ASCII);
    }

    /** The value of {@code type} on the wire. */
    String type() {
        return type;
    }

    /** The top-level key of the payload. */
    String payloadKey() {
        return payloadKey;
    }

    /** The key, inside the payload, of the text that holds tag and filler. */
    String textKey() {
        return textKey;
    }

    /** The kind with this {@code type}, or null when messages of that type aren't relayed. */
    static @Nullable MessageKind of(@Nullable Object type) {
        for (MessageKind kind : values()) {
            if (kind.type.equals(type)) {
                return kind;
            }
        }
        return null;
    }
}
