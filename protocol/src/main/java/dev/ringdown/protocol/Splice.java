package dev.ringdown.protocol;

/**
 * A message that is another message with one range of its bytes replaced: how a frame is relayed without being
 * re-encoded. What arrived is {@code bytes[offset, offset + length)}; what goes out is the bytes before {@code cut},
 * then {@code insert}, then the bytes from {@code resume} on.
 *
 * <p>A flyweight: its owner refills it for each message, and it is valid only until the owner does so again. Whoever is
 * given one copies the bytes out before returning and keeps no reference. Confined to one event loop.
 */
public final class Splice {
    private byte[] bytes = {};
    private byte[] insert = {};
    private int offset;
    private int cut;
    private int resume;
    private int end;

    /**
     * Points this splice at a message.
     *
     * @param bytes holds the message as it arrived; not copied
     * @param offset index of the message's first byte
     * @param length bytes of the message
     * @param cut index of the first byte that is replaced, {@code offset <= cut}
     * @param resume index of the first byte that is kept again, {@code cut <= resume <= offset + length}
     * @param insert goes out in place of the bytes between; not copied
     * @return this
     */
    public Splice set(byte[] bytes, int offset, int length, int cut, int resume, byte[] insert) {
        assert offset <= cut && cut <= resume && resume <= offset + length;
        this.bytes = bytes;
        this.offset = offset;
        this.cut = cut;
        this.resume = resume;
        this.end = offset + length;
        this.insert = insert;
        return this;
    }

    /** Bytes of the message that goes out. */
    public int length() {
        return (cut - offset) + insert.length + (end - resume);
    }

    /** The array that holds the message as it arrived. */
    public byte[] bytes() {
        return bytes;
    }

    /** What replaces the range between {@link #cut} and {@link #resume}. */
    public byte[] insert() {
        return insert;
    }

    /** Index in {@link #bytes} of the first byte that goes out. */
    public int offset() {
        return offset;
    }

    /** Index in {@link #bytes} of the first byte that is replaced. */
    public int cut() {
        return cut;
    }

    /** Index in {@link #bytes} of the first byte that is kept again. */
    public int resume() {
        return resume;
    }

    /** Index in {@link #bytes} behind the last byte that goes out. */
    public int end() {
        return end;
    }

    /**
     * Writes the message that goes out into an array.
     *
     * @param target at least {@code at + length()} bytes long
     * @param at index of the first byte written
     */
    public void copyTo(byte[] target, int at) {
        int head = cut - offset;
        System.arraycopy(bytes, offset, target, at, head);
        System.arraycopy(insert, 0, target, at + head, insert.length);
        System.arraycopy(bytes, resume, target, at + head + insert.length, end - resume);
    }
}
