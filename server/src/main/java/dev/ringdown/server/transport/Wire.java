package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;

/**
 * The bytes' way to the client and back. What comes in goes to {@link Connection#received}, the end of it to {@link
 * Connection#ended}, later than the call that caused it. Confined to the connection's event loop.
 */
interface Wire {
    /** Whether it can {@link #leaveLoop} at all. */
    boolean isMovable();

    /**
     * Leaves its event loop, so that {@link #start} may be called on another one.
     *
     * @return false if it has to stay, because something is not sent yet or the socket is closed
     */
    boolean leaveLoop();

    /** Begins to read on the connection's event loop, unless it has begun there already. */
    void start();

    /** A direct buffer to gather output in, which goes back by {@link #write} or {@link #flush}. */
    ByteBuf buffer(int expectedBytes);

    /** Takes output, to be sent with the next {@link #flush}. The buffer is the wire's from now on. */
    void write(ByteBuf out);

    /**
     * Sends what the kernel takes now, and the rest when it takes more.
     *
     * @param out goes last, and may be empty; the wire's from now on
     */
    void flush(ByteBuf out);

    /** What was written and is not sent yet, in bytes. {@link FlowControl#drained} is told when it falls to the low mark. */
    long unsentBytes();

    /** A figure that grows whenever the client takes something: tells a slow reader from one that does not read at all. */
    long progress();

    /** Whether input is wanted; at first it is. */
    void read(boolean wanted);

    /** Ends our half of TCP, after all that was written. */
    void endOutput();

    /** Ends both halves, whatever waits; a second call does nothing. */
    void close();
}
