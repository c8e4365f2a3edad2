package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text to JSON strings and back (RFC 8259, 7). Pure functions, callable from any thread. */
public final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

    /** A code point that is half a surrogate pair. */
    private static final int LONE = -1;

    private JsonText() {}

    /**
     * The text as a JSON string in UTF-8, quotes included. Only what must be escaped is: quote, backslash and what is below
     * U+0020. Half a surrogate pair has no UTF-8 form and becomes a question mark.
     */
    public static byte[] quote(String text) {
        byte[] plain = text.getBytes(UTF_8);
        int length = 2;
        for (byte value : plain) {
            length += escapedLength(value);
        }
        byte[] quoted = new byte[length];
        quoted[0] = '"';
        quoted[length - 1] = '"';
        if (length == plain.length + 2) {
            System.arraycopy(plain, 0, quoted, 1, plain.length);
            return quoted;
        }
        int at = 1;
        for (byte value : plain) {
            at = escape(value, quoted, at);
        }
        return quoted;
    }

    /**
     * What a valid JSON string says.
     *
     * @param from the byte after the opening quote
     * @param to the closing quote
     * @return null when it has half a surrogate pair
     */
    static @Nullable String unquote(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                plain[length++] = bytes[at++];
                continue;
            }
            int codePoint = codePoint(bytes, at);
            if (codePoint == LONE) {
                return null;
            }
            int size = utf8Length(codePoint);
            for (int index = 0; index < size; index++) {
                plain[length++] = utf8Byte(codePoint, index, size);
            }
            at += escapeLength(bytes, at, codePoint);
        }
        return new String(plain, 0, length, UTF_8);
    }

    /** Whether a valid JSON string, given as for {@link #unquote}, says just what {@code utf8} does; it allocates nothing. */
    static boolean matches(byte[] bytes, int from, int to, byte[] utf8) {
        return matches(bytes, from, to, utf8, false);
    }

    /** The same, but an ASCII letter is also the one of the other case. */
    static boolean matchesIgnoringCase(byte[] bytes, int from, int to, byte[] utf8) {
        return matches(bytes, from, to, utf8, true);
    }

    private static boolean matches(byte[] bytes, int from, int to, byte[] utf8, boolean ignoringCase) {
        int compared = 0;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                if (compared == utf8.length || !same(bytes[at++], utf8[compared++], ignoringCase)) {
                    return false;
                }
                continue;
            }
            int codePoint = codePoint(bytes, at);
            int size = utf8Length(codePoint);
            if (codePoint == LONE || compared + size > utf8.length) {
                return false;
            }
            for (int index = 0; index < size; index++) {
                if (!same(utf8Byte(codePoint, index, size), utf8[compared++], ignoringCase)) {
                    return false;
                }
            }
            at += escapeLength(bytes, at, codePoint);
        }
        return compared == utf8.length;
    }

    private static boolean same(byte one, byte other, boolean ignoringCase) {
        return one == other || (ignoringCase && lowerCase(one) == lowerCase(other));
    }

    private static int lowerCase(byte ascii) {
        return ascii >= 'A' && ascii <= 'Z' ? ascii | 0x20 : ascii;
    }

    /** The code point that the escape at {@code at} stands for, with its other half when it's the first of a pair. */
    private static int codePoint(byte[] bytes, int at) {
        byte escape = bytes[at + 1];
        if (escape != 'u') {
            return switch (escape) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> escape;
            };
        }
        char unit = (char) StringScanner.hex4(bytes, at + 2);
        if (!Character.isSurrogate(unit)) {
            return unit;
        }
        // An escape is followed by the closing quote, if by nothing else, so there is always a byte to look at.
        if (Character.isLowSurrogate(unit) || bytes[at + 6] != '\\' || bytes[at + 7] != 'u') {
            return LONE;
        }
        char low = (char) StringScanner.hex4(bytes, at + 8);
        return Character.isLowSurrogate(low) ? Character.toCodePoint(unit, low) : LONE;
    }

    private static int escapeLength(byte[] bytes, int at, int codePoint) {
        if (bytes[at + 1] != 'u') {
            return 2;
        }
        return Character.isBmpCodePoint(codePoint) ? 6 : 12;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static byte utf8Byte(int codePoint, int index, int size) {
        if (size == 1) {
            return (byte) codePoint;
        }
        int bits = codePoint >>> (6 * (size - 1 - index));
        if (index > 0) {
            return (byte) (0x80 | (bits & 0x3F));
        }
        // As many ones at the top as there are bytes, and a zero: 110, 1110, 11110.
        return (byte) ((0xF00 >>> size) | bits);
    }

    private static int escapedLength(byte value) {
        if (value == '"' || value == '\\') {
            return 2;
        }
        if (value < 0 || value >= ' ') {
            return 1;
        }
        return shortEscape(value) == 0 ? 6 : 2;
    }

    private static int escape(byte value, byte[] target, int at) {
        int length = escapedLength(value);
        if (length == 1) {
            target[at] = value;
        } else if (length == 2) {
            target[at] = '\\';
            target[at + 1] = shortEscape(value);
        } else {
            Arrays.fill(target, at, at + 4, (byte) '0');
            target[at] = '\\';
            target[at + 1] = 'u';
            target[at + 4] = HEX[value >>> 4];
            target[at + 5] = HEX[value & 0xF];
        }
        return at + length;
    }

    private static byte shortEscape(byte value) {
        return switch (value) {
            case '"', '\\' -> value;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }
}
