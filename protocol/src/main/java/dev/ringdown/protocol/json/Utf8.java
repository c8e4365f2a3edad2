package dev.ringdown.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Text may arrive in pieces cut
 * anywhere, as the fragments of a WebSocket message do (RFC 6455, 8.1); an {@code int} carries over what one piece left open.
 *
 * <p>Pure functions, callable from any thread.
 */
public final class Utf8 {

    /** The state before the first byte, and after any whole number of characters. */
    public static final int ACCEPT = 0;

    /** The state after a byte that no continuation can make valid. It stays. */
    public static final int REJECT = -1;

    /** Eight bytes at once, the first in the lowest bits. */
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The top bit of each byte of a word. */
    static final long TOP_BITS = 0x8080_8080_8080_8080L;

    /*
     * A state between ACCEPT and REJECT says which bytes may come next: how many in bits 16 up, and the least and the greatest
     * value of the very next in bits 8 to 15 and 0 to 7. Only the byte after the first is ever narrower than 80..BF.
     */
    private static final int CONTINUATION = 0x80BF;

    private static final int[] AFTER_FIRST = new int[128];

    static {
        for (int first = 0x80; first < 0x100; first++) {
            AFTER_FIRST[first - 0x80] = afterFirst(first);
        }
    }

    private Utf8() {}

    /**
     * Reads one more piece of a text.
     *
     * @param state {@link #ACCEPT} for the first piece, else what the call for the piece before returned
     * @return {@link #ACCEPT} when the text may end here, {@link #REJECT} when a byte up to here already makes it invalid,
     *     anything else when a character is still incomplete
     */
    public static int validate(int state, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int at = offset;
        int now = state;
        while (at < end && now != REJECT) {
            if (now == ACCEPT && bytes[at] >= 0) {
                at = skipAscii(bytes, at, end);
            } else {
                now = step(now, bytes[at++]);
            }
        }
        return now;
    }

    /** Whether these bytes are a whole number of valid characters. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        return validate(ACCEPT, bytes, offset, length) == ACCEPT;
    }

    /**
     * Reads the characters beyond ASCII that begin at {@code at}.
     *
     * @return where the next ASCII byte is, or {@code end}; -1 when a character is invalid or incomplete
     */
    static int skipNonAscii(byte[] bytes, int at, int end) {
        int next = at;
        int state = ACCEPT;
        while (next < end && (state != ACCEPT || bytes[next] < 0)) {
            state = step(state, bytes[next++]);
            if (state == REJECT) {
                return -1;
            }
        }
        return state == ACCEPT ? next : -1;
    }

    private static int skipAscii(byte[] bytes, int at, int end) {
        int next = at;
        for (; next <= end - Long.BYTES; next += Long.BYTES) {
            long beyond = (long) WORD.get(bytes, next) & TOP_BITS;
            if (beyond != 0) {
                return next + (Long.numberOfTrailingZeros(beyond) >>> 3);
            }
        }
        while (next < end && bytes[next] >= 0) {
            next++;
        }
        return next;
    }

    private static int step(int state, byte next) {
        if (state == ACCEPT) {
            return next >= 0 ? ACCEPT : AFTER_FIRST[next & 0x7F];
        }
        int value = next & 0xFF;
        if (state == REJECT || value < (state >>> 8 & 0xFF) || value > (state & 0xFF)) {
            return REJECT;
        }
        int left = (state >>> 16) - 1;
        return left == 0 ? ACCEPT : left << 16 | CONTINUATION;
    }

    private static int afterFirst(int first) {
        return switch (first) {
            case 0xE0 -> 2 << 16 | 0xA0BF;
            case 0xED -> 2 << 16 | 0x809F;
            case 0xF0 -> 3 << 16 | 0x90BF;
            case 0xF4 -> 3 << 16 | 0x808F;
            default -> {
                if (first < 0xC2 || first > 0xF4) {
                    yield REJECT;
                }
                yield (first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3) << 16 | CONTINUATION;
            }
        };
    }
}
