package dev.ringdown.server.dialect;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients of a WebSocket door. When they are closed, the server has forgotten them. */
public final class SocketClients implements Clients {
    private final RunningServer server;
    private final String path;
    private final List<RawSocket> sockets = new ArrayList<>();

    /**
     * @param server stays open, others use it too
     * @param path of the door
     */
    public SocketClients(RunningServer server, String path) {
        this.server = server;
        this.path = path;
    }

    /** Clients of the same door of another server. */
    public SocketClients on(RunningServer other) {
        return new SocketClients(other, path);
    }

    /** The server. */
    public RunningServer server() {
        return server;
    }

    @Override
    public Client open() throws IOException {
        return new SocketClient(socket(path));
    }

    @Override
    public Client open(String query) throws IOException {
        return new SocketClient(socket(path + "?" + query));
    }

    private RawSocket socket(String url) throws IOException {
        RawSocket socket = server.open(url);
        sockets.add(socket);
        return socket;
    }

    @Override
    public void close() {
        for (RawSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        server.awaitEmpty();
    }

    /**
     * A client over a socket.
     *
     * @param socket for what takes more than text
     */
    public record SocketClient(RawSocket socket) implements Client {
        @Override
        public void send(String text) throws IOException {
            socket.send(text);
        }

        @Override
        public void sendBinary(byte[] bytes) throws IOException {
            socket.send(Frame.of(Frame.BINARY, bytes));
        }

        @Override
        public String read() throws IOException {
            return socket.readText();
        }

        @Override
        public void readEnd() throws IOException {
            Frame frame;
            do {
                frame = socket.read();
            } while (frame.opcode() != Frame.CLOSE);
            socket.send(frame);
            socket.readEnd();
        }

        @Override
        public void drop() throws IOException {
            socket.close();
        }
    }
}
