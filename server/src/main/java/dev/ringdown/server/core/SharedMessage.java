package dev.ringdown.server.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * One text message for many, encoded once: its bytes are outside the heap and counted, so that sending it copies
 * nothing. Whoever makes one sends it to any number of links, from one thread, and then releases it; each link keeps
 * its own count.
 */
public final class SharedMessage {
    private final ByteBuf bytes;

    /**
     * @param message valid UTF-8; copied
     */
    public SharedMessage(byte[] message) {
        this.bytes = ByteBufAllocator.DEFAULT.directBuffer(message.length).writeBytes(message);
    }

    /** A view of the bytes with a count of its own, which the caller releases. */
    public ByteBuf share() {
        return bytes.retainedDuplicate();
    }

    /** How many bytes there are. */
    public int length() {
        return bytes.readableBytes();
    }

    /** The maker is done with it. */
    public void release() {
        bytes.release();
    }
}
