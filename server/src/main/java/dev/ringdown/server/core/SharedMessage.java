package dev.ringdown.server.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One text message for many, encoded once: its bytes are outside the heap and counted, so that sending it copies
 * nothing. Whoever makes one sends it to any number of links, from one thread, and then releases it; each link keeps
 * its own count.
 */
public final class SharedMessage {
    /** What this object and that of its bytes take, about. */
    static final int OVERHEAD_BYTES = 192;

    /** Not pooled: an object of a pool serves another message next, and its count could not be asked for any more. */
    private final ByteBuf bytes;
    /** How many replay buffers keep it: its bytes are reserved while there is one. */
    private final AtomicInteger keepers = new AtomicInteger();

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

    /**
     * Keeps it for one more replay buffer. Its bytes are reserved once, however many keep it. The caller has a count of its
     * own, or is within the call of somebody who has.
     *
     * @return false, and it is not kept, if the budget does not allow it
     */
    boolean tryKeep(MemoryBudget memory) {
        while (true) {
            int before = keepers.get();
            if (before == 0 && !memory.tryReserve(OVERHEAD_BYTES + length())) {
                return false;
            }
            if (keepers.compareAndSet(before, before + 1)) {
                bytes.retain();
                return true;
            }
            if (before == 0) {
                memory.release(OVERHEAD_BYTES + length());
            }
        }
    }

    /** One who {@link #tryKeep kept} it keeps it no longer. */
    void letGo(MemoryBudget memory) {
        if (keepers.decrementAndGet() == 0) {
            memory.release(OVERHEAD_BYTES + length());
        }
        bytes.release();
    }

    /** How many links have not handed it to their sockets yet; right once the maker has released it. Any thread. */
    public int outstanding() {
        return bytes.refCnt();
    }
}
