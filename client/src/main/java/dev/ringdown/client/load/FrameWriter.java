package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * Renders relayed messages, as they are sent and as they are expected, into one array that is used again for the next.
 * Confined to one event loop.
 */
final class FrameWriter {
    /** Where {@code fromPeerId} stands: a server that has to insert it may do so in any of these places. */
    enum Place {
        AFTER_TYPE,
        FIRST,
        LAST
    }

    private static final byte[] OPEN = "{".getBytes(US_ASCII);
    private static final byte[] TYPE = "\"type\":\"".getBytes(US_ASCII);
    private static final byte[] FROM = "\"fromPeerId\":\"".getBytes(US_ASCII);
    private static final byte[] TO = "\"toPeerId\":\"".getBytes(US_ASCII);
    private static final byte[] NEXT = "\",".getBytes(US_ASCII);
    private static final byte[] END_TEXT = "\"".getBytes(US_ASCII);
    private static final byte[] COMMA = ",".getBytes(US_ASCII);
    private static final byte[] CLOSE = "}".getBytes(US_ASCII);

    private byte[] bytes = new byte[8192];
    private int length;

    /** The array, of which the first {@link #length} bytes are the message. Valid until the next one is rendered. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** How many bytes a message has without its filler; {@code from} is null when the field is left out. */
    static int overhead(MessageKind kind, byte @Nullable [] from, byte[] to) {
        int fromField = from == null ? 0 : FROM.length + from.length + NEXT.length;
        return OPEN.length
                + TYPE.length
                + kind.typeBytes.length
                + NEXT.length
                + fromField
                + TO.length
                + to.length
                + NEXT.length
                + kind.beforeTag.length
                + MessageTag.LENGTH
                + kind.afterTag.length
                + kind.afterFiller.length
                + CLOSE.length;
    }

    /** Renders message {@code number} of a link with the given {@code fromPeerId}, or without when it is null. */
    void write(Link link, int number, byte @Nullable [] from, Place place) {
        MessageKind kind = link.script().kind(number);
        byte[] to = link.toId();
        int filler = link.fillerLength(number);
        int needed = overhead(kind, from, to) + filler;
        if (bytes.length < needed) {
            bytes = new byte[needed];
        }
        length = 0;
        put(OPEN);
        if (from != null && place == Place.FIRST) {
            putFrom(from, NEXT);
        }
        put(TYPE);
        put(kind.typeBytes);
        put(NEXT);
        if (from != null && place == Place.AFTER_TYPE) {
            putFrom(from, NEXT);
        }
        put(TO);
        put(to);
        put(NEXT);
        put(kind.beforeTag);
        MessageTag.write(bytes, length, link.sender().index(), link.receiver().index(), number);
        length += MessageTag.LENGTH;
        put(kind.afterTag);
        Filler.write(bytes, length, filler, kind, link.sender().index(), number);
        length += filler;
        put(kind.afterFiller);
        if (from != null && place == Place.LAST) {
            put(COMMA);
            putFrom(from, END_TEXT);
        }
        put(CLOSE);
    }

    private void putFrom(byte[] id, byte[] end) {
        put(FROM);
        put(id);
        put(end);
    }

    private void put(byte[] part) {
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }
}
