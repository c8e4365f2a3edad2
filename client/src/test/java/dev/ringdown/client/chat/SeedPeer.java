package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** A peer as the seed's: it sends text as it is, and takes what it receives at once for a message. */
final class SeedPeer implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket;

    private SeedPeer(Socket socket) throws IOException {
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        this.socket = socket;
    }

    static ServerSocket door() throws IOException {
        ServerSocket door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        door.setSoTimeout(DEADLINE_MILLIS);
        return door;
    }

    static SeedPeer calledAt(ServerSocket door) throws IOException {
        return new SeedPeer(door.accept());
    }

    static SeedPeer calling(int port) throws IOException {
        return new SeedPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Whatever comes next, as {@code recv(1024)} gives it; empty at the end. */
    String receive() throws IOException {
        byte[] bytes = new byte[1024];
        int length = socket.getInputStream().read(bytes);
        return new String(Arrays.copyOf(bytes, Math.max(0, length)), UTF_8);
    }

    /** Everything to the end. */
    String receiveAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    void assertHungUpOn() throws IOException {
        assertThat(receive()).isEmpty();
    }

    /** Ends the connection as a process does that dies: with a reset. */
    void die() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
