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
    LIMIT("limit");

    private final String wireName;

    ProtocolError(String wireName) {
        this.wireName = wireName;
    }

    /** The lower-case word, with hyphens, that names this error to clients. */
    public String wireName() {
        return wireName;
    }
}
