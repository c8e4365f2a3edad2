package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.IovArray;
import org.jspecify.annotations.Nullable;

/**
 * The direct memory of one event loop: one buffer for input, which is looked through before the next socket is read, and
 * those in which output is gathered, as many as there are connections with output at one moment. An idle connection has
 * neither. Confined to the event loop.
 */
final class Buffers {
    /** The most that one read brings: as much as {@link Loop#SCRATCH_BYTES}, so that whatever came whole is handled whole. */
    static final int INPUT_BYTES = Loop.SCRATCH_BYTES;

    /** Whether direct memory has addresses, which the native library is told instead of the buffers. */
    static final boolean HAVE_ADDRESSES = haveAddresses();

    private static final int FIRST_OUTPUT_BYTES = 1024;
    private static final int LARGEST_KEPT_BYTES = 16 * 1024;
    private static final int MOST_KEPT = 512;
    private static final int MOST_VECTORS = 64;

    private final @Nullable ByteBuf[] kept = new @Nullable ByteBuf[MOST_KEPT];
    private int keptCount;
    private @Nullable ByteBuf input;
    private @Nullable IovArray vectors;

    /** The buffer for input, empty; still this object's, and whoever reads into it is done with it before the next asks. */
    ByteBuf input() {
        if (input == null) {
            input = Unpooled.directBuffer(INPUT_BYTES, INPUT_BYTES);
        }
        return input.clear();
    }

    /** Addresses of what is sent with one call, empty; for one call at a time. */
    IovArray vectors() {
        if (vectors == null) {
            vectors = new IovArray(MOST_VECTORS);
        }
        vectors.clear();
        return vectors;
    }

    private static boolean haveAddresses() {
        ByteBuf any = Unpooled.directBuffer(1);
        try {
            return any.hasMemoryAddress();
        } finally {
            any.release();
        }
    }

    /**
     * A buffer for output, empty; it grows as it is written to.
     *
     * @param expectedBytes how much will be written at first
     */
    ByteBuf takeOutput(int expectedBytes) {
        if (keptCount > 0) {
            ByteBuf output = kept[--keptCount];
            kept[keptCount] = null;
            if (output != null) {
                return output;
            }
        }
        return Unpooled.directBuffer(Math.max(FIRST_OUTPUT_BYTES, expectedBytes));
    }

    /** Takes a buffer for output back once it is written, for the next one that asks. */
    void giveBack(ByteBuf output) {
        if (keptCount < MOST_KEPT && output.capacity() <= LARGEST_KEPT_BYTES) {
            kept[keptCount++] = output.clear();
        } else {
            output.release();
        }
    }

    /** Returns all memory to the system. */
    void end() {
        while (keptCount > 0) {
            takeOutput(0).release();
        }
        if (input != null) {
            input.release();
            input = null;
        }
        if (vectors != null) {
            vectors.release();
            vectors = null;
        }
    }
}
