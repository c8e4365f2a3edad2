package dev.ringdown.protocol;

/**
 * What a peer did wrong, as the stable word that goes over the wire and into the metrics.
 *
 * <p>A constant may be renamed; its {@link #wireName()} may not, since clients compare it.
 */
public enum ProtocolError {
    /** The text isn't one JSON object (RFC 8259), or a routing field isn't valid Unicode. */
    BAD_JSON("bad-json"),
    /** The text isn't UTF-8 (RFC 3629). */
    BAD_UTF8("bad-utf8"),
    /** Well formed, but larger or deeper than this server accepts. */
    LIMIT("limit"),
    /** A binary message, to a dialect of text. */
    BINARY("binary"),
    /** No {@code type}, or one that is not a string. */
    MISSING_TYPE("missing-type"),
    /** A {@code type} that this dialect does not have. */
    UNKNOWN_TYPE("unknown-type"),
    /** A field that the type needs is missing, empty, or of another kind. */
    BAD_FIELD("bad-field"),
    /** In a message to be relayed, two fields of which receivers could take either for one that routes it. */
    AMBIGUOUS_FIELD("ambiguous-field"),
    /** A name with characters that nobody sees or that look like another's, or too long. */
    BAD_NAME("bad-name"),
    /** The name is another peer's. */
    NAME_TAKEN("name-taken"),
    /** Something was sent before the client said who it is. */
    NOT_IDENTIFIED("not-identified"),
    /** The client said who it is a second time. */
    ALREADY_IDENTIFIED("already-identified"),
    /** Something that takes a room was sent outside of one. */
    NOT_IN_ROOM("not-in-room"),
    /** The room has as many members as it takes. */
    ROOM_FULL("room-full"),
    /** Nobody with this id is in the sender's room. */
    UNKNOWN_PEER("unknown-peer"),
    /** The recipient has so much to read already that the message was not relayed; it may be sent again later. */
    PEER_BUSY("peer-busy"),
    /** Somebody came with a resume key of this client's that was used before; it was not let in. */
    KEY_REUSED("key-reused"),
    /** Chat was sent to the server; it travels from peer to peer. */
    NOT_RELAYED("not-relayed"),
    /** Something that takes a partner was sent without one. */
    NO_PARTNER("no-partner"),
    /** The partner speaks plain text, and there is no plain text for this. */
    PLAIN_PARTNER("plain-partner"),
    /** A {@code type} that only the server may send. */
    RESERVED_TYPE("reserved-type"),
    /** More messages in a second than the limits allow. */
    RATE_LIMITED("rate-limited");

    private final String wireName;

    ProtocolError(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Whether a client that keeps every rule may get this, since another peer has just left or does not read. What was under way
     * meanwhile can be many messages.
     */
    public boolean isByOthers() {
        return this == UNKNOWN_PEER || this == PEER_BUSY || this == NO_PARTNER;
    }

    /** The lower-case word, with hyphens, that names this error to clients. */
    public String wireName() {
        return wireName;
    }
}
