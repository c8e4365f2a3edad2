package dev.ringdown.server.churn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ringdown.server.support.Frame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A WebSocket that takes nothing but what a server may send, byte by byte: the answer to its own handshake first, then whole
 * frames. One thread reads, any number write.
 */
final class StrictSocket implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MOST_HEAD_BYTES = 4096;
    private static final int MOST_PAYLOAD_BYTES = 1 << 20;

    /** The server has sent something that it must not. */
    static final class BrokenStream extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenStream(String message) {
            super(message);
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final String key;

    /**
     * @param keyBytes the 16 bytes of this handshake's key
     */
    StrictSocket(InetSocketAddress server, byte[] keyBytes) throws IOException {
        key = Base64.getEncoder().encodeToString(keyBytes);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(server, TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Asks for the upgrade, with frames right behind it in the same segment. */
    void ask(String path, Frame... behind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n\r\n")
                .getBytes(US_ASCII));
        for (Frame frame : behind) {
            out.writeBytes(frame.bytes());
        }
        write(out.toByteArray());
    }

    /** Reads the answer to the handshake and returns its status; if that is 101, every byte of it is as it must be. */
    int readAnswer() throws IOException {
        String head = readHead();
        String granted = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept() + "\r\n\r\n";
        if (head.equals(granted)) {
            return 101;
        }
        if (!head.matches("(?s)HTTP/1\\.1 [45][0-9][0-9] .*")) {
            throw new BrokenStream("no answer to my handshake: " + head);
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
            if (head.length() > MOST_HEAD_BYTES || !"HTTP/1.1 ".startsWith(start(head))) {
                throw new BrokenStream("no answer to a handshake: " + Frame.of(0, head.toString()));
            }
        }
        return head.toString();
    }

    private static String start(StringBuilder head) {
        return head.substring(0, Math.min(head.length(), 9));
    }

    private String accept() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Reads a frame: text in one frame and in UTF-8, Ping or Close.
     *
     * @throws EOFException at the end, which must be between two frames
     */
    Frame read() throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException();
        }
        try {
            return read(first);
        } catch (EOFException cut) {
            throw new BrokenStream("the end in the midst of a frame that begins with " + Integer.toHexString(first));
        }
    }

    private Frame read(int first) throws IOException {
        int opcode = first & 0x0f;
        int second = in.readUnsignedByte();
        boolean known = opcode == Frame.TEXT || opcode == Frame.PING || opcode == Frame.CLOSE;
        if ((first & 0xf0) != 0x80 || !known || (second & 0x80) != 0) {
            throw new BrokenStream("a frame cannot begin with %02x %02x".formatted(first, second));
        }
        int length = second;
        if (second == 126) {
            length = in.readUnsignedShort();
        } else if (second == 127) {
            length = (int) Math.min(in.readLong() & Long.MAX_VALUE, Integer.MAX_VALUE);
        }
        boolean shortest = second < 126 || length > (second == 126 ? 125 : 65_535);
        if (!shortest || length > MOST_PAYLOAD_BYTES || (opcode >= Frame.CLOSE && second > 125)) {
            throw new BrokenStream("a length of %d after %02x %02x".formatted(length, first, second));
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        if (opcode == Frame.TEXT) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            } catch (CharacterCodingException e) {
                throw new BrokenStream("text that is not UTF-8: " + Frame.of(opcode, payload));
            }
        }
        return Frame.of(opcode, payload);
    }

    /** Writes frames, in one segment if they fit into one. */
    void send(Frame... frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            out.writeBytes(frame.bytes());
        }
        write(out.toByteArray());
    }

    /** Writes bytes; whatever other threads write comes before or behind. */
    void write(byte[] bytes) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(bytes);
        }
    }

    /** Ends the connection by a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends it without a word, by a FIN unless something is unread. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
