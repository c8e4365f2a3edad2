package dev.ringdown.server.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that wait anywhere in this process (output that a client has not read, input that is not a whole message
 * yet, mailboxes, replay buffers, answers to HTTP requests) against one limit. Whoever keeps bytes reserves them first and
 * releases them afterwards.
 *
 * <p>Any thread; never blocks.
 */
public final class MemoryBudget {
    private final long limitBytes;
    private final AtomicLong reserved = new AtomicLong();

    /**
     * @param limitBytes how many bytes may wait at one moment, in the whole process
     */
    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** A budget without a limit. */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /**
     * Reserves bytes for something that may be refused.
     *
     * @return false if that would exceed the limit; nothing is reserved then
     */
    public boolean tryReserve(long bytes) {
        if (reserved.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        reserved.addAndGet(-bytes);
        return false;
    }

    /** Reserves bytes for something that is there already and cannot be refused; the limit may be exceeded by it. */
    public void reserve(long bytes) {
        reserved.addAndGet(bytes);
    }

    /** Gives back what was reserved. */
    public void release(long bytes) {
        long left = reserved.addAndGet(-bytes);
        assert left >= 0 : "released more than was reserved";
    }

    /** How many bytes wait now. */
    public long reservedBytes() {
        return reserved.get();
    }

    /** How many bytes may wait. */
    public long limitBytes() {
        return limitBytes;
    }

    /** Whether more waits than may: new work is to be refused, and the greatest holders are to go. */
    public boolean isExceeded() {
        return reserved.get() > limitBytes;
    }
}
