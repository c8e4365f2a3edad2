package dev.ringdown.server.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A peer's id: a random UUID (RFC 9562 version 4) in its usual 36 characters, kept as the ASCII bytes in which it comes
 * and goes. Its own digits are in lower case; it is recognized in either (RFC 9562, section 4). Immutable, any thread.
 */
public final class PeerId {
    /** Characters of every id. */
    public static final int LENGTH = 36;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Set in the hyphen, in digits and in letters of lower case, but not in those of upper case. */
    private static final int CASE_BIT = 0x20;

    private static final long CASE_BITS = 0x2020_2020_2020_2020L;

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] ascii;

    private PeerId(byte[] ascii) {
        this.ascii = ascii;
    }

    /**
     * A new id that nobody can guess.
     *
     * @param random a source of the caller's own; {@link SecureRandom} takes a lock, so sharing one between event loops
     *     would make them wait for each other
     */
    public static PeerId random(SecureRandom random) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        bits[6] = (byte) ((bits[6] & 0x0f) | 0x40);
        bits[8] = (byte) ((bits[8] & 0x3f) | 0x80);
        StringBuilder text = new StringBuilder(LENGTH);
        HEX.formatHex(text, bits);
        text.insert(20, '-').insert(16, '-').insert(12, '-').insert(8, '-');
        return new PeerId(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The id's characters as ASCII bytes. The array is shared: read only. */
    public byte[] ascii() {
        return ascii;
    }

    /** Whether a range of bytes spells this id, in lower case or upper case. */
    public boolean isAt(byte[] bytes, int start, int end) {
        return Arrays.equals(bytes, start, end, ascii, 0, LENGTH)
                || (end - start == LENGTH && isAtInUpperCase(bytes, start));
    }

    private boolean isAtInUpperCase(byte[] bytes, int start) {
        for (int at = 0; at < LENGTH; at++) {
            byte next = bytes[start + at];
            if ((next >= 'A' && next <= 'F' ? next | CASE_BIT : next) != ascii[at]) {
                return false;
            }
        }
        return true;
    }

    /** This id's key; see {@link #keyAt}. */
    long key() {
        return keyAt(ascii, 0);
    }

    /**
     * A number that stands for {@link #LENGTH} bytes that spell an id: the same for the same id in either case, hardly ever
     * for another, and spread well in its lower bits too. The first 16 characters, which it is made of, hold 56 random bits.
     */
    static long keyAt(byte[] bytes, int start) {
        long head = (long) LONG.get(bytes, start) | CASE_BITS;
        long tail = (long) LONG.get(bytes, start + 8) | CASE_BITS;
        long mixed = (head * 0x9E3779B97F4A7C15L) ^ tail;
        mixed *= 0xC2B2AE3D27D4EB4FL;
        return mixed ^ mixed >>> 32;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId id && Arrays.equals(ascii, id.ascii);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(key());
    }

    @Override
    public String toString() {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
