package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;

/**
 * The bytes' way to the other end and back. What comes in goes to {@link Connection#received}, the end of it to
 * {@link Connection#ended}, later than the call that caused it. Confined to the connection's event loop.
 */
interface Wire {
    /** Whether it can {@link #leave} its event loop, now or as soon as the handshake is done with. */
    boolean isMovable();

    /**
     * Leaves its event loop; it may be started on another one.
     *
     * @return false if it has to stay after all, because something is not sent yet
     */
    boolean leave();

    /** Begins to read, unless it has begun already. */
    void start();

    /** A direct buffer to gather output in, which goes back by {@link #write} or {@link #flush}. */
    ByteBuf buffer(int expectedBytes);

    /** Takes output, to be sent with the next {@link #flush}. The buffer is the wire's from now on. */
    void write(ByteBuf out);

    /**
     * Sends what the other end takes now, and the rest when it takes more.
     *
     * @param out goes last, and may be empty; the wire's from now on
     */
    void flush(ByteBuf out);

    /** What was flushed and is not sent yet, in bytes. */
    long unsentBytes();

    /** Whether so much waits to be sent that the client has to read first. {@link Connection#caughtUp} tells when it has. */
    boolean isBehind();

    /** Whether input is wanted; at first it is. */
    void read(boolean wanted);

    /** Ends our half of TCP, after all that was flushed. */
    void endOutput();

    /** Ends both halves, whatever waits. */
    void close();
}
