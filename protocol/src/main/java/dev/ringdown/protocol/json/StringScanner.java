package dev.ringdown.protocol.json;

import java.util.Arrays;

/**
 * Finds the end of a JSON string (RFC 8259, 7), eight bytes at a time, and refuses what may not be in one. It reads nothing
 * beyond the end it's given, so the bytes need no padding.
 */
final class StringScanner {

    /** Looked through at once; the last block before the end may be shorter. */
    private static final int BLOCK_BYTES = 512;

    /** Left to words at the end of the document, where the closing quote of a session description is. */
    private static final int CLOSING_BYTES = 16;

    /** Passed word by word before blocks are tried, which are lost time where quotes are dense. */
    private static final int NEAR_BYTES = 128;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long BACKSLASHES = '\\' * ONES;

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
        int at = skipPlain(bytes, from, end);
        while (bytes[at] < 0) {
            at = skipPlain(bytes, skipNonAscii(bytes, at, end), end);
        }
        return switch (bytes[at]) {
            case '"' -> at + 1;
            case '\\' -> ~scanEscapes(bytes, at, end);
            default -> throw Refusals.CONTROL_CHARACTER;
        };
    }

    /**
     * Reads on from the first escape.
     *
     * @return the position after the closing quote
     */
    private static int scanEscapes(byte[] bytes, int from, int end) {
        int at = skipLines(bytes, from, end);
        while (bytes[at] != '"') {
            if (bytes[at] == '\\') {
                at = skipEscape(bytes, at, end);
            } else if (bytes[at] < 0) {
                at = skipNonAscii(bytes, at, end);
            } else {
                throw Refusals.CONTROL_CHARACTER;
            }
            at = skipLines(bytes, at, end);
        }
        return at + 1;
    }

    /** The position of the next quote, backslash, control character or byte beyond ASCII; there must be one. */
    private static int skipPlain(byte[] bytes, int from, int end) {
        int lastWord = end - Long.BYTES;
        int at = from;
        for (; at <= lastWord; at += Long.BYTES) {
            long word = (long) Utf8.WORD.get(bytes, at);
            long special = (backslashes(word) | others(word)) & Utf8.TOP_BITS;
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        return skipPlainBytes(bytes, at, end);
    }

    /**
     * The same, but passes {@code \r} and {@code \n} too. A session description is dense with them, at distances no branch
     * predictor can guess, so there is no branch for each.
     *
     * @param from not itself escaped
     */
    private static int skipLines(byte[] bytes, int from, int end) {
        int near = from + NEAR_BYTES;
        int at = from;
        for (; at < end - Long.BYTES; at += Long.BYTES) {
            if (at == near) {
                at = skipBlocks(bytes, at, end);
            }
            long special = specialButLines(bytes, at);
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        return skipPlainBytes(bytes, at, end);
    }

    /** Where the blocks without anything to stop at end. */
    private static int skipBlocks(byte[] bytes, int from, int end) {
        int at = from;
        while (true) {
            int length = Math.min(BLOCK_BYTES, end - CLOSING_BYTES - at) & -Long.BYTES;
            if (length <= 0 || isSpecialIn(bytes, at, at + length)) {
                return at;
            }
            at += length;
        }
    }

    /** Whether {@link #specialButLines} is anywhere in a block. Plain enough a loop that the JIT makes vectors of the words. */
    private static boolean isSpecialIn(byte[] bytes, int from, int to) {
        long special = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            special |= specialButLines(bytes, at);
        }
        return special != 0;
    }

    /** What stops {@link #skipLines} in eight bytes; reads the ninth. */
    private static long specialButLines(byte[] bytes, int at) {
        long word = (long) Utf8.WORD.get(bytes, at);
        long next = (long) Utf8.WORD.get(bytes, at + 1);
        return ((backslashes(word) & notLineEnds(next)) | others(word)) & Utf8.TOP_BITS;
    }

    private static int skipPlainBytes(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at == end) {
            throw Refusals.ENDS_EARLY;
        }
        return at;
    }

    private static int skipNonAscii(byte[] bytes, int at, int end) {
        int next = Utf8.skipNonAscii(bytes, at, end);
        if (next < 0) {
            throw Refusals.BAD_UTF8;
        }
        return next;
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

    /*
     * Each of these marks the bytes it looks for by setting their top bit. In an ASCII byte the subtraction sets it just when
     * the byte is one that's sought. A borrow may mark bytes above a marked one by mistake, so only the lowest mark counts.
     */

    private static long backslashes(long word) {
        return (word ^ BACKSLASHES) - ONES;
    }

    /** Quotes, control characters, and what is beyond ASCII: 2 turned over, a quote comes just below the space. */
    private static long others(long word) {
        return ((word ^ 2 * ONES) - ('!' * ONES)) | word;
    }

    /**
     * All but {@code n} and {@code r}. They differ in one bit once {@code n} is moved to 0x80, so that and the top bit are put
     * out, and what is not zero then carries into the top bit. No ASCII byte carries further.
     */
    private static long notLineEnds(long word) {
        return (((word + (0x80 - 'n') * ONES) & 0x7B * ONES) + 0x7F * ONES) | word;
    }
}
