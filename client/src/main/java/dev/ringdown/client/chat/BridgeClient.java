package dev.ringdown.client.chat;

import dev.ringdown.protocol.bridge.Address;
import dev.ringdown.protocol.bridge.BridgeCodec;
import dev.ringdown.protocol.bridge.BridgeRequest;
import dev.ringdown.protocol.bridge.BridgeResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Asks a server of the bridge dialect, one connection a request. Any thread; the caller waits. */
final class BridgeClient {
    private static final int FIRST_BUFFER_BYTES = 4096;

    private final Address server;
    private final Duration timeout;

    /**
     * @param timeout for connecting, and again for the whole response
     */
    BridgeClient(Address server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** Where the server is. */
    Address server() {
        return server;
    }

    /**
     * Sends a request and waits for the response.
     *
     * @throws IOException when the server can't be reached, is too slow, or hangs up without a word
     * @throws dev.ringdown.protocol.ProtocolException when the response makes no sense
     */
    BridgeResponse ask(BridgeRequest request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), (int) timeout.toMillis());
            socket.getOutputStream().write(BridgeCodec.encode(request));
            return response(socket);
        }
    }

    private BridgeResponse response(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] bytes = new byte[FIRST_BUFFER_BYTES];
        int length = 0;
        int block = -1;
        while (block < 0 && length <= BridgeCodec.MAX_RESPONSE_BYTES) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            socket.setSoTimeout(millisUntil(deadline));
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                break;
            }
            length += read;
            block = BridgeCodec.blockLength(bytes, 0, length);
        }
        if (length == 0) {
            throw new EOFException("it hung up without an answer");
        }
        return BridgeCodec.decodeResponse(bytes, 0, block < 0 ? length : block);
    }

    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) millis;
    }
}
