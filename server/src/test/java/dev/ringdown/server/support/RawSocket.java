package dev.ringdown.server.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that sends whatever bytes a test wants and reads frames and answers. Blocking, but never for longer than
 * {@link #TIMEOUT_MILLIS}: a read that gets nothing fails the test. One thread at a time.
 */
public final class RawSocket implements Closeable {
    /** How long a read waits at most; a test that passes never waits so long. */
    public static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects; nothing is said yet. */
    public static RawSocket connect(InetSocketAddress address) throws IOException {
        return connect(address, 0);
    }

    /**
     * Connects with a receive buffer of its own size.
     *
     * @param receiveBufferBytes small for a client that soon takes no more; 0 for the usual one
     */
    public static RawSocket connect(InetSocketAddress address, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
        return new RawSocket(socket);
    }

    // ---- HTTP

    /**
     * A good opening handshake, to be bent by the test.
     *
     * @param headers further header lines, without line ends
     */
    public static String upgradeRequest(String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n")
                .append("Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
                .append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /**
     * Does the opening handshake; anything but 101 fails.
     *
     * @param headers further header lines, without line ends
     */
    public HttpAnswer upgrade(String path, String... headers) throws IOException {
        write(upgradeRequest(path, headers));
        HttpAnswer answer = readResponse();
        if (answer.status() != 101) {
            throw new AssertionError("Handshake answered with " + answer);
        }
        return answer;
    }

    /** Reads an answer with its body, if its length is said. */
    public HttpAnswer readResponse() throws IOException {
        String statusLine = readLine();
        Map<String, String> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        int status = Integer.parseInt(statusLine.substring(9, 12));
        return new HttpAnswer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    // ---- output

    /** Writes bytes, in one segment if they fit into one. */
    public void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Writes Latin-1 text. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes every byte on its own. */
    public void writeByteByByte(byte... bytes) throws IOException {
        for (byte one : bytes) {
            write(one);
        }
    }

    /** Sends frames, in one segment if they fit into one. */
    public void send(Frame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(frame.bytes());
        }
        write(bytes.toByteArray());
    }

    /** Sends a text message. */
    public void send(String text) throws IOException {
        send(Frame.text(text));
    }

    /** Ends this side's half of the connection. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    // ---- input

    /** Reads a frame; one that is masked fails, for a server must not mask (RFC 6455 §5.1). */
    public Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & 0x80) != 0) {
            throw new AssertionError("The server masks");
        }
        long length = second;
        if (second == 126) {
            length = in.readUnsignedShort();
        } else if (second == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        Frame frame = Frame.of(first & 0x0f, payload).reserved(first >> 4 & 7);
        return (first & 0x80) != 0 ? frame : frame.unfinished();
    }

    /** Reads a text message in one frame and uncompressed; pings before it are passed over. */
    public String readText() throws IOException {
        Frame frame = read();
        while (frame.opcode() == Frame.PING) {
            frame = read();
        }
        if (!frame.equals(Frame.text(frame.text()))) {
            throw new AssertionError("Not a text message: " + frame);
        }
        return frame.text();
    }

    /** Reads a Close, which must be the next frame, the only one and the last. */
    public Frame readClose() throws IOException {
        Frame frame = read();
        if (frame.opcode() != Frame.CLOSE) {
            throw new AssertionError("Not a Close: " + frame);
        }
        readEnd();
        return frame;
    }

    /** Reads the end of the server's half of the connection; anything else fails, a reset too. */
    public void readEnd() throws IOException {
        int next = in.read();
        if (next >= 0) {
            throw new AssertionError("Not the end but a byte, %#x".formatted(next));
        }
    }

    /** Whether the server has ended TCP for good, tried by writing to it: a write to a dead connection is refused. */
    public boolean isRefused() {
        try {
            write(Frame.of(Frame.PONG).bytes());
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** Lets a read wait longer than {@link #TIMEOUT_MILLIS}, where very many clients share the machine. */
    public void patience(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    /** Makes {@link #close} reset the connection instead of ending it. */
    public void resetOnClose() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
