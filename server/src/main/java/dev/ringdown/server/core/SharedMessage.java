package dev.ringdown.server.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * One text message for many, encoded once: its bytes are outside the heap and counted, so that sending it copies
 * nothing. Whoever makes one sends it to any number of links, from one thread, and then releases it; each link keeps
 * its own count.
 */
public final class SharedMessage {
    /** Not pooled: an object of a pool serves another message next, and its count could not be asked for any more. */
    private final ByteBuf bytes;

    /**
     * @param message valid UTF-8; copied
     */
    public SharedMessage(byte[] message) {
        this.bytes = Unpooled.directBuffer(message.length).writeBytes(message);
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

    /** How many links have not handed it to their sockets yet; right once the maker has released it. Any thread. */
    public int outstanding() {
        return bytes.refCnt();
    }
}
