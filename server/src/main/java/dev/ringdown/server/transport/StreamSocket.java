package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import java.io.IOException;

/**
 * A connected, non-blocking stream socket that is used without a Netty channel: what a {@link EpollWire} asks of the
 * machine. Confined to the event loop of its connection.
 */
interface StreamSocket {
    /** The descriptor under which an epoll I/O handler registers it. */
    FileDescriptor descriptor();

    /**
     * Reads what is there into a direct buffer, from its start.
     *
     * @return the bytes that were read; 0 if there is nothing now; negative at the end of the input
     * @throws IOException if the connection broke
     */
    int read(ByteBuf into) throws IOException;

    /**
     * Writes the readable bytes of a direct buffer, whose indices stay.
     *
     * @return how many bytes were taken; 0 if none are now
     * @throws IOException if the connection broke
     */
    int write(ByteBuf from) throws IOException;

    /** Writes several pieces of memory with one call; as {@link #write}. */
    long write(IovArray from) throws IOException;

    /** Ends our half of TCP. */
    void endOutput() throws IOException;

    /** Ends both halves and gives the descriptor back; a second call does nothing. */
    void close() throws IOException;
}
