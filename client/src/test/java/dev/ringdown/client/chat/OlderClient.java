package dev.ringdown.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The older client with its person: it takes every call and shows what comes in on any, what comes at once being one
 * message; {@code /chat} makes a call, and {@code /msg} speaks on the call that it made, never on another's.
 */
final class OlderClient implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 60;
    private static final int PIECE_BYTES = 1024;

    private final ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

    private @Nullable Socket own;

    OlderClient() throws IOException {
        Thread.startVirtualThread(this::takeCalls);
    }

    int port() {
        return door.getLocalPort();
    }

    private void takeCalls() {
        while (!door.isClosed()) {
            try {
                read(door.accept());
            } catch (IOException e) {
                // the test is over
            }
        }
    }

    private void read(Socket socket) {
        sockets.add(socket);
        Thread.startVirtualThread(() -> {
            byte[] bytes = new byte[PIECE_BYTES];
            try {
                int length = socket.getInputStream().read(bytes);
                while (length > 0) {
                    shown.add(new String(Arrays.copyOf(bytes, length), UTF_8));
                    length = socket.getInputStream().read(bytes);
                }
                socket.close();
            } catch (IOException e) {
                // the peer is gone, or the test over
            }
        });
    }

    /** {@code /chat 127.0.0.1:port}. */
    void chat(int port) throws IOException {
        own = new Socket(InetAddress.getLoopbackAddress(), port);
        read(own);
    }

    /** {@code /msg text}. */
    void msg(String text) throws IOException {
        if (own == null) {
            throw new IOException("nobody was called");
        }
        own.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** What it shows next; waits for it. */
    String next() throws InterruptedException {
        String message = shown.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came");
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
