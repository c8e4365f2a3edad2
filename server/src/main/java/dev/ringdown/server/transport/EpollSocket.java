package dev.ringdown.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

/**
 * A socket of Netty's native library. An end that the other side caused is an {@link IOException} here, whatever the library
 * throws for it.
 */
record EpollSocket(Socket socket) implements StreamSocket {
    @Override
    public FileDescriptor descriptor() {
        return socket;
    }

    @Override
    public int read(ByteBuf into) throws IOException {
        return socket.recvAddress(into.memoryAddress(), 0, into.capacity());
    }

    @Override
    public int write(ByteBuf from) throws IOException {
        try {
            return socket.sendAddress(from.memoryAddress(), from.readerIndex(), from.writerIndex());
        } catch (NotYetConnectedException reset) {
            throw new IOException(reset);
        }
    }

    @Override
    public long write(IovArray from) throws IOException {
        try {
            return socket.writevAddresses(from.memoryAddress(0), from.count());
        } catch (NotYetConnectedException reset) {
            throw new IOException(reset);
        }
    }

    @Override
    public void endOutput() throws IOException {
        try {
            socket.shutdown(false, true);
        } catch (NotYetConnectedException reset) {
            throw new IOException(reset);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
