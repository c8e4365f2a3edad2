package dev.ringdown.client.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** A client that sends whatever it likes: raw bytes, and WebSocket frames right or wrong. Blocking; one writer, one reader. */
final class Intruder implements Closeable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String NOTHING = "no answer";

    private final Socket socket;
    private final DataInputStream in;

    /** Connects from any address of this machine. */
    Intruder(InetSocketAddress server) throws IOException {
        this(server, "127.0.0.1", 0);
    }

    /**
     * Connects.
     *
     * @param from the address that it comes from
     * @param receiveBufferBytes small for one that soon takes no more; 0 for the usual one
     */
    Intruder(InetSocketAddress server, String from, int receiveBufferBytes) throws IOException {
        socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(server, PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    static String upgradeRequest(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(headers)
                                .map(header -> header + "\r\n")
                                .toList())
                + "\r\n";
    }

    /** A WebSocket at a path; anything but 101 is an {@link IOException}. */
    static Intruder open(InetSocketAddress server, String path, String... headers) throws IOException {
        Intruder intruder = new Intruder(server);
        intruder.write(upgradeRequest(path, headers));
        String answer = intruder.readAnswer();
        if (!answer.startsWith("101")) {
            intruder.close();
            throw new IOException(answer);
        }
        return intruder;
    }

    /** A frame of a client, masked with zeros, which leave the payload as it is. */
    static byte[] frame(int firstByte, byte... payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(firstByte);
        int length = payload.length;
        if (length < 126) {
            frame.write(0x80 | length);
        } else if (length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(length >>> 8);
            frame.write(length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) length >>> shift));
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    static byte[] text(String text) {
        return frame(0x80 | TEXT, text.getBytes(UTF_8));
    }

    void write(String latin) throws IOException {
        write(latin.getBytes(ISO_8859_1));
    }

    void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        write(text(text));
    }

    /** Reads an answer over HTTP: its status and its body. */
    String readAnswer() throws IOException {
        String status = readLine();
        int length = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return status.substring(9, 12) + " " + new String(in.readNBytes(length), UTF_8);
    }

    /** A request and the status of its answer, or how it ended. */
    String ask(String request) {
        try {
            write(request);
            return readAnswer().substring(0, 3);
        } catch (IOException lost) {
            return wordFor(lost);
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    /** Reads the text of the next frame; what a Close says, as {@code Close 1008}; anything else by its opcode. */
    String read() throws IOException {
        int opcode = in.readUnsignedByte() & 15;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException();
        }
        return switch (opcode) {
            case TEXT -> new String(payload, UTF_8);
            case CLOSE -> "Close " + (payload.length < 2 ? "" : (((payload[0] & 255) << 8) | (payload[1] & 255)));
            default -> "opcode " + opcode;
        };
    }

    /** Reads until the end and says how it came: the Close, or the loss of the connection. */
    String readToTheEnd() {
        String close = "";
        try {
            while (true) {
                String text = read();
                close = text.startsWith("Close") ? text : close;
            }
        } catch (IOException lost) {
            return close.isEmpty() ? wordFor(lost) : close;
        }
    }

    /** How a connection was lost, in a word. */
    static String wordFor(IOException lost) {
        if (lost instanceof EOFException) {
            return "end";
        }
        return lost instanceof SocketTimeoutException ? NOTHING : lost instanceof SocketException ? "reset" : "refused";
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
