package dev.ringdown.protocol.json;

import java.util.Arrays;

/**
 * Finds the end of a JSON string (RFC 8259, 7), eight bytes at a time, and refuses what may not be in one. It reads nothing
 * beyond the end it's given, so the bytes need no padding.
 */
final class StringScanner {

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    /** By byte: the value of a hexadecimal digit, else -1. */
    private static final byte[] HEX = new byte[256];

    /** By byte: whether it may follow a backslash, {@code u} aside. */
    private static final boolean[] SHORT_ESCAPE = new boolean[256];

    static {
        Arrays.fill(HEX, (byte) -1);
        for (int digit = 0; digit < 16; digit++) {
            HEX["0123456789abcdef".charAt(digit)] = (byte) digit;
            HEX["0123456789ABCDEF".charAt(digit)] = (byte) digit;
        }
        for (char escape : "\"\\/bfnrt".toCharArray()) {
            SHORT_ESCAPE[escape] = true;
        }
    }

    private StringScanner() {}

    /**
     * Reads one string.
     *
     * @param from the byte after the opening quote
     * @param end where the document ends
     * @return the position after the closing quote, complemented ({@code ~position}, so negative) when the string has escapes
     */
    static int scan(byte[] bytes, int from, int end) {
        int lastWord = end - Long.BYTES;
        int at = from;
        boolean escapes = false;
        while (true) {
            for (; at <= lastWord; at += Long.BYTES) {
                long special = special((long) Utf8.WORD.get(bytes, at));
                if (special != 0) {
                    at += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
            }
            while (at < end && isPlain(bytes[at])) {
                at++;
            }
            if (at >= end) {
                throw Refusals.ENDS_EARLY;
            }
            byte found = bytes[at];
            if (found == '"') {
                return escapes ? ~(at + 1) : at + 1;
            }
            if (found == '\\') {
                escapes = true;
                // Escapes come in runs: a line of a session description ends in \r\n.
                do {
                    at = skipEscape(bytes, at, end);
                } while (at < end && bytes[at] == '\\');
            } else if (found < 0) {
                at = Utf8.skipNonAscii(bytes, at, end);
                if (at < 0) {
                    throw Refusals.BAD_UTF8;
                }
            } else {
                throw Refusals.CONTROL_CHARACTER;
            }
        }
    }

    /** The number that the four hexadecimal digits at {@code at} say, negative when they aren't digits. */
    static int hex4(byte[] bytes, int at) {
        return HEX[bytes[at] & 0xFF] << 12
                | HEX[bytes[at + 1] & 0xFF] << 8
                | HEX[bytes[at + 2] & 0xFF] << 4
                | HEX[bytes[at + 3] & 0xFF];
    }

    private static int skipEscape(byte[] bytes, int backslash, int end) {
        if (end - backslash < 2) {
            throw Refusals.ENDS_EARLY;
        }
        byte escape = bytes[backslash + 1];
        if (SHORT_ESCAPE[escape & 0xFF]) {
            return backslash + 2;
        }
        if (escape != 'u') {
            throw Refusals.BAD_ESCAPE;
        }
        if (end - backslash < 6) {
            throw Refusals.ENDS_EARLY;
        }
        if (hex4(bytes, backslash + 2) < 0) {
            throw Refusals.BAD_ESCAPE;
        }
        return backslash + 6;
    }

    private static boolean isPlain(byte value) {
        return value >= ' ' && value != '"' && value != '\\';
    }

    /**
     * Marks, in its top bit, each byte that is a quote, a backslash, below a space or beyond ASCII. In an ASCII byte each
     * subtraction sets the top bit just when the byte is one that's sought. A borrow may mark bytes above a marked one by
     * mistake, so only the lowest mark counts.
     */
    private static long special(long word) {
        return ((word ^ QUOTES) - ONES | (word ^ BACKSLASHES) - ONES | word - SPACES | word) & Utf8.TOP_BITS;
    }
}
