package dev.ringdown.protocol;

/**
 * How a peer is introduced to others, in its dialect's own shape, encoded once and sent many times. Immutable, any
 * thread.
 */
public final class Introduction {
    private final byte[] encoded;

    /**
     * @param encoded the bytes that go into messages as they are; not copied, and not to be changed any more
     */
    public Introduction(byte[] encoded) {
        this.encoded = encoded;
    }

    /** The bytes; shared, read only. */
    public byte[] encoded() {
        return encoded;
    }
}
