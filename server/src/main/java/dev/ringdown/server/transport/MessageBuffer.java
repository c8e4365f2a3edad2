package dev.ringdown.server.transport;

import dev.ringdown.protocol.CloseReason;
import java.util.Arrays;

/**
 * Bytes of a message that is not whole yet. Grows as bytes arrive, never by what a header claims, and never beyond its
 * limit. Confined to one event loop.
 */
final class MessageBuffer {
    private static final int FIRST_BYTES = 512;

    private final int limit;
    private byte[] bytes = {};
    private int size;

    /**
     * @param limit the most bytes it holds
     */
    MessageBuffer(int limit) {
        this.limit = limit;
    }

    /** The array that holds the bytes, from index 0 on; replaced when it grows. */
    byte[] bytes() {
        return bytes;
    }

    /** The most bytes it holds. */
    int limit() {
        return limit;
    }

    /** How many bytes there are. */
    int size() {
        return size;
    }

    /**
     * Makes room behind the last byte, to be written through {@link #bytes} and counted by {@link #grown}.
     *
     * @throws Violation TOO_BIG if the limit leaves no room for so many
     */
    void reserve(int count) throws Violation {
        if (count > limit - size) {
            throw Violation.of(CloseReason.TOO_BIG);
        }
        if (count > bytes.length - size) {
            long doubled = Math.max(FIRST_BYTES, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(doubled, size + count)));
        }
    }

    /** Room that is there already, in bytes. */
    int room() {
        return bytes.length - size;
    }

    /** Counts bytes that were written behind the last one. */
    void grown(int count) {
        size += count;
    }
}
