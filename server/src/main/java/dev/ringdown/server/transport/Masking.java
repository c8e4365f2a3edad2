package dev.ringdown.server.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes the client's masking off a payload (RFC 6455 §5.3), eight bytes at a time. */
final class Masking {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Masking() {}

    /**
     * Unmasks bytes in place.
     *
     * @param mask the masking key, its first byte in the lowest eight bits, turned so that it starts at this range: see
     *     {@link #turn}
     * @return whether all of the bytes, unmasked, are ASCII
     */
    static boolean unmask(byte[] bytes, int offset, int length, int mask) {
        long mask8 = (mask & 0xffffffffL) | ((long) mask << 32);
        long seen = 0;
        int at = offset;
        int end = offset + length;
        for (; at <= end - 8; at += 8) {
            long plain = (long) LONG.get(bytes, at) ^ mask8;
            LONG.set(bytes, at, plain);
            seen |= plain;
        }
        for (int shift = 0; at < end; at++, shift += 8) {
            byte plain = (byte) (bytes[at] ^ mask8 >>> shift);
            bytes[at] = plain;
            seen |= plain;
        }
        return (seen & HIGH_BITS) == 0;
    }

    /** The masking key for the bytes that follow the first {@code done} bytes of a payload. */
    static int turn(int mask, int done) {
        return Integer.rotateRight(mask, (done & 3) << 3);
    }
}
