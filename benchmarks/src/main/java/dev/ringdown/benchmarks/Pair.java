package dev.ringdown.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two clients in a room of their own: one sends the other one message again and again. One thread at a time. */
final class Pair implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final int SHORT_HEAD_BYTES = 2;
    private static final int HEAD_BYTES = 4;

    private final RoomsSocket sender;
    private final RoomsSocket target;
    private final ByteBuffer frame;
    private final int deliveredBytes;

    /**
     * Connects both, and relays the message once to see that it arrives, and from whom.
     *
     * @param number nobody else's
     */
    Pair(InetSocketAddress address, int number, RelayedMessage message) throws IOException {
        String room = "room " + number;
        target = RoomsSocket.join(address, "target " + number, room);
        target.read();
        sender = RoomsSocket.join(address, "sender " + number, room);
        String targetId = idIn(sender.read());
        String senderId = idIn(target.read());

        byte[] masked = MaskedFrame.of(message.to(targetId));
        frame = ByteBuffer.allocateDirect(masked.length).put(masked);
        send();
        String delivered = target.read();
        if (!delivered.startsWith("{\"fromPeerId\":\"" + senderId)) {
            throw new IOException(delivered);
        }
        deliveredBytes = (delivered.length() < 126 ? SHORT_HEAD_BYTES : HEAD_BYTES) + delivered.length();
    }

    private static String idIn(String news) throws IOException {
        Matcher id = ID.matcher(news);
        if (!id.find()) {
            throw new IOException(news);
        }
        return id.group(1);
    }

    /** Who receives. */
    RoomsSocket target() {
        return target;
    }

    /** How many bytes the message is when it arrives, the head of its frame included. */
    int deliveredBytes() {
        return deliveredBytes;
    }

    /** Sends the message. */
    void send() throws IOException {
        sender.send(frame);
    }

    /** Waits until the message is there. */
    void receive() throws IOException {
        target.skip(deliveredBytes);
    }

    @Override
    public void close() throws IOException {
        sender.close();
        target.close();
    }
}
