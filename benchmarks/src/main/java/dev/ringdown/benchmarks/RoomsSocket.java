package dev.ringdown.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A client of the rooms door over a socket of its own: as simple as it gets, and without garbage once it has joined.
 * Blocking. One thread at a time.
 */
final class RoomsSocket implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;
    private static final int LENGTH_IN_TWO_BYTES = 126;

    private final SocketChannel socket;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private RoomsSocket(SocketChannel socket) {
        this.socket = socket;
        in.flip();
    }

    /** Connects, takes a name, joins a room. What the server says to that is still to be read: who is there. */
    static RoomsSocket join(InetSocketAddress address, String name, String room) throws IOException {
        SocketChannel socket = SocketChannel.open(address);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        RoomsSocket client = new RoomsSocket(socket);
        client.upgrade();
        client.send("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
        String answer = client.read();
        if (!answer.contains("AUTH_SUCCESS")) {
            throw new IOException(answer);
        }
        client.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"" + room + "\"}");
        return client;
    }

    private void upgrade() throws IOException {
        String request = """
                GET /ws HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """;
        socket.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            require(1);
            answer.append((char) in.get());
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException(answer.toString());
        }
    }

    /** The socket, to be watched by others; who takes it must not call {@link #read} or {@link #skip} any more. */
    SocketChannel socket() {
        return socket;
    }

    private void send(String message) throws IOException {
        send(ByteBuffer.wrap(MaskedFrame.of(message.getBytes(UTF_8))));
    }

    /** Sends all of these bytes, from the first one on. */
    void send(ByteBuffer frames) throws IOException {
        frames.rewind();
        while (frames.hasRemaining()) {
            socket.write(frames);
        }
    }

    /** Reads one message, up to 8 KB. */
    String read() throws IOException {
        require(2);
        in.get();
        int length = in.get();
        if (length == LENGTH_IN_TWO_BYTES) {
            require(2);
            length = in.getShort();
        }
        require(length);
        byte[] message = new byte[length];
        in.get(message);
        return new String(message, UTF_8);
    }

    /** Reads as many bytes, up to 8 KB, and does not look at them. */
    void skip(int count) throws IOException {
        require(count);
        in.position(in.position() + count);
    }

    /** Waits until so many bytes are there. */
    private void require(int count) throws IOException {
        if (in.remaining() >= count) {
            return;
        }
        in.compact();
        while (in.position() < count) {
            if (socket.read(in) < 0) {
                throw new EOFException("the server hung up");
            }
        }
        in.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
