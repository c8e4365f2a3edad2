package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.server.simulation.ByteQueue;
import dev.ringdown.server.simulation.Findings;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, and what it may expect: every byte it gets is the answer to its request or a frame for it.
 * Each dialect has one of its own that knows what the frames may say.
 */
abstract class SimulatedClient {
    /** What explains that the server ends a connection. */
    static final class Circumstances {
        boolean stopping;
        long passedMillis;
    }

    private static final byte[] MASK = {1, 2, 3, 4};
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    final String name;
    final SimulatedSocket socket;
    final Circumstances circumstances;
    private final ByteQueue input = new ByteQueue();
    private final CRC32 checksum = new CRC32();
    private byte[] pending = {};

    /** Status of the last answer over HTTP; 0 before it. */
    private int status;

    private boolean requestsAnswered;
    private boolean upgraded;
    private @Nullable String closedWith;
    private boolean closeSent;
    private boolean endedInput;
    private boolean silent;
    private boolean sawEnd;
    /** Whether it ends its half only when the server has ended its own. */
    private final boolean waitsForEnd;

    SimulatedClient(String name, SimulatedSocket socket, Circumstances circumstances) {
        this.name = name;
        this.socket = socket;
        this.circumstances = circumstances;
        this.waitsForEnd = name.hashCode() % 2 == 0;
    }

    // ---- what it does

    /** Asks for the upgrade. */
    void upgrade(String path) {
        socket.send(("GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(US_ASCII));
    }

    /** Asks for something else first, without waiting for the answer. */
    void request(String methodAndPath) {
        socket.send((methodAndPath + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
        requestsAnswered = true;
    }

    final void say(String text) {
        send(TEXT, text.getBytes(UTF_8));
    }

    private void send(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i & 3]);
        }
        socket.send(frame.toByteArray());
    }

    /** Does one of the things that a client of its dialect does. */
    abstract String act(int choice);

    /** Sends a Close and nothing after it. */
    void close() {
        if (canSpeak()) {
            closeSent = true;
            leaving();
            send(CLOSE, new byte[] {3, (byte) 0xe8});
        }
    }

    /** Ends its half of TCP. */
    void endInput() {
        if (!endedInput) {
            endedInput = true;
            leaving();
            socket.endInput();
        }
    }

    void reset() {
        if (!socket.isClosed() && !socket.isReset()) {
            leaving();
            socket.reset();
            lost();
        }
    }

    /** From now on it takes no notice of anything, and says nothing. */
    void fallSilent() {
        silent = true;
        leaving();
    }

    boolean isSilent() {
        return silent;
    }

    /** It is about to go, of its own accord. */
    abstract void leaving();

    /** Its connection broke: what was on its way is lost. */
    abstract void lost();

    // ---- what it gets

    /** Reads some of what there is. */
    void read(int most) {
        if (silent) {
            return;
        }
        byte[] got = socket.receive(most);
        checksum.update(got);
        input.add(got);
        parse();
        if (socket.isAtEnd() && !sawEnd) {
            sawEnd = true;
            ended();
        }
    }

    private void ended() {
        boolean waitedLong = circumstances.stopping || circumstances.passedMillis >= 5_000;
        boolean mayEnd =
                waitedLong || closedWith != null || closeSent || endedInput || socket.isReset() || status >= 400;
        Findings.check(mayEnd, name + " was cut off" + (socket.isResetByServer() ? " with a reset" : ""));
        if (!socket.isReset() && !endedInput && circumstances.passedMillis < 5_000) {
            Findings.check(pending.length == 0 && input.isEmpty(), name + " got half a message");
        }
        if (!closeSent && !endedInput) {
            lost();
        }
        endInput();
    }

    /** Everything has arrived: whoever got a Close has got the end of the connection behind it. */
    void checkEnded() {
        Findings.check(
                closedWith == null || sawEnd || silent || socket.isReset(),
                name + " got a Close, and waits for the end of the connection");
    }

    private void parse() {
        byte[] more = input.take(Integer.MAX_VALUE);
        byte[] bytes = Arrays.copyOf(pending, pending.length + more.length);
        System.arraycopy(more, 0, bytes, pending.length, more.length);
        int at = 0;
        while (at < bytes.length) {
            int length = upgraded ? frame(bytes, at) : response(bytes, at);
            if (length == 0) {
                break;
            }
            at += length;
        }
        pending = Arrays.copyOfRange(bytes, at, bytes.length);
    }

    private int response(byte[] bytes, int at) {
        String text = new String(bytes, at, bytes.length - at, US_ASCII);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            Findings.check(
                    "HTTP/1.1 ".startsWith(text) || text.startsWith("HTTP/1.1 "), name + " got no HTTP: " + text);
            return 0;
        }
        if (!text.startsWith("HTTP/1.1 ")) {
            Findings.report(name + " got no HTTP: " + text.substring(0, end));
            return bytes.length - at;
        }
        status = Integer.parseInt(text.substring(9, 12));
        if (status == 101) {
            upgraded = true;
            return end + 4;
        }
        Findings.check(status >= 400 || requestsAnswered, name + " was answered what it did not ask: " + status);
        int lengthAt = text.indexOf("content-length: ");
        int contentLength = Integer.parseInt(text.substring(lengthAt + 16, text.indexOf('\r', lengthAt)));
        return text.length() < end + 4 + contentLength ? 0 : end + 4 + contentLength;
    }

    private int frame(byte[] bytes, int at) {
        int left = bytes.length - at;
        if (left < 2) {
            return 0;
        }
        int length = bytes[at + 1] & 0xff;
        int header = 2;
        if (length == 126) {
            if (left < 4) {
                return 0;
            }
            length = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
            header = 4;
        }
        int first = bytes[at] & 0xff;
        boolean known =
                first == (0x80 | TEXT) || first == (0x80 | CLOSE) || first == (0x80 | PING) || first == (0x80 | PONG);
        if (!known || (length > 126 && header == 2)) {
            Findings.report(name + " got no frame: " + new String(bytes, at, Math.min(left, 60), US_ASCII));
            return left;
        }
        if (left < header + length) {
            return 0;
        }
        Findings.check(closedWith == null, name + " got a frame after the Close");
        got(first & 15, Arrays.copyOfRange(bytes, at + header, at + header + length));
        return header + length;
    }

    private void got(int opcode, byte[] payload) {
        switch (opcode) {
            case TEXT -> text(new String(payload, UTF_8));
            case PING -> {
                if (canSpeak()) {
                    send(PONG, payload);
                }
            }
            case CLOSE -> {
                String reason = payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
                closedWith = reason;
                if (!closeSent) {
                    Findings.check(mayBeClosed(reason), name + " was closed: " + reason);
                    leaving();
                    lost();
                    if (!endedInput) {
                        closeSent = true;
                        send(CLOSE, payload);
                    }
                }
                if (!waitsForEnd) {
                    endInput();
                }
            }
            default -> {}
        }
    }

    /** A text message came. */
    abstract void text(String text);

    private boolean mayBeClosed(String reason) {
        String label = reason.substring(0, Math.max(0, reason.indexOf(':')));
        return switch (label) {
            case "shutdown" -> circumstances.stopping;
            case "gone" -> circumstances.passedMillis > 50_000;
            case "identify-timeout" -> circumstances.passedMillis >= 5_000;
            case "slow-reader" -> circumstances.passedMillis > 10_000;
            default -> dialectCloses(label);
        };
    }

    /** Whether its dialect may close it for this reason. */
    abstract boolean dialectCloses(String label);

    // ---- how it stands

    boolean isUpgraded() {
        return upgraded;
    }

    int status() {
        return status;
    }

    /** Whether it may still send something. */
    boolean canSpeak() {
        return !closeSent && !endedInput && !silent && !socket.isReset() && !socket.isClosed() && closedWith == null;
    }

    /** Whether it is connected, and nothing says that it will not stay so. */
    boolean isWell() {
        return upgraded && canSpeak();
    }

    /** Whether the server has to take it for connected. */
    boolean isThere() {
        return isWell() || (silent && !closeSent && !endedInput && !socket.isReset() && !socket.isClosed());
    }

    /** Stands for every byte that it got. */
    String transcript() {
        return Long.toHexString(checksum.getValue());
    }

    /** Whether nobody but the server knows if it was given up. */
    boolean isDoubtful() {
        return silent && circumstances.passedMillis >= 5_000;
    }

    /** Whether its slot may be taken by a new connection. */
    boolean isOver() {
        return closedWith != null || endedInput || silent || socket.isReset() || sawEnd;
    }

    /** What a JSON text says of a field; empty if it does not. */
    static String field(String json, String field) {
        String start = "\"" + field + "\":\"";
        int at = json.indexOf(start);
        return at < 0 ? "" : json.substring(at + start.length(), json.indexOf('"', at + start.length()));
    }

    @Override
    public String toString() {
        return name;
    }
}
