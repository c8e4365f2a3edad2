package dev.ringdown.server.simulation;

import java.util.Arrays;

/** Bytes on their way, first in, first out. */
public final class ByteQueue {
    private byte[] bytes = new byte[512];
    private int start;
    private int end;

    /** How many there are. */
    public int size() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    /** Puts bytes at the end. */
    public void add(byte[] more, int offset, int length) {
        if (end + length > bytes.length) {
            byte[] larger =
                    size() + length > bytes.length ? new byte[Math.max(bytes.length * 2, size() + length)] : bytes;
            System.arraycopy(bytes, start, larger, 0, size());
            end -= start;
            start = 0;
            bytes = larger;
        }
        System.arraycopy(more, offset, bytes, end, length);
        end += length;
    }

    /** Puts bytes at the end. */
    public void add(byte[] more) {
        add(more, 0, more.length);
    }

    /** Takes bytes from the start: as many as there are, but not more than this. */
    public byte[] take(int most) {
        int count = Math.min(most, size());
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        start += count;
        return taken;
    }

    /** Takes all bytes away. */
    public void clear() {
        start = 0;
        end = 0;
    }
}
