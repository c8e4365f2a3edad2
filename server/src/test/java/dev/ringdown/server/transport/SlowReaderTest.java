package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do not take what is sent to them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlowReaderTest {
    private static final int SMALL_BUFFER = 16 * 1024;
    private static final String SLOW_READERS = "ringdown_closes_total{dialect=\"%s\",reason=\"slow-reader\"}";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @Test
    void whoTakesNothingIsNotReadFromThenEvictedAndCountedWhileOthersAreServed() throws Exception {
        try (RunningServer server = RunningServer.start(
                        "output.high-water-mark", "64KiB",
                        "output.low-water-mark", "32KiB",
                        "output.max-pending-bytes", "64MiB",
                        "output.stalled-timeout", "1s");
                RawSocket slow = RawSocket.connect(server.address(), SMALL_BUFFER);
                RawSocket other = server.echo()) {
            slow.upgrade("/echo");
            CompletableFuture<Void> flood = flood(slow, Frame.of(Frame.BINARY, new byte[60_000]));
            while (!flood.isDone()) {
                other.send("served");
                assertThat(other.readText()).isEqualTo("served");
            }
            assertThat(server.metric(SLOW_READERS.formatted("echo"))).isEqualTo(1);
        }
    }

    /** As much as it causes itself never piles up: it is read from only as fast as it reads. */
    @Test
    void whoReadsInTheEndGetsEverything() throws Exception {
        try (RunningServer server = RunningServer.start(
                        "output.high-water-mark", "64KiB",
                        "output.low-water-mark", "32KiB",
                        "websocket.max-frame-bytes", "64KiB",
                        "websocket.max-message-bytes", "64KiB",
                        "output.max-pending-bytes", "1MiB",
                        "output.stalled-timeout", "0s");
                RawSocket slow = RawSocket.connect(server.address(), SMALL_BUFFER)) {
            slow.upgrade("/echo");
            Frame message = Frame.of(Frame.BINARY, new byte[60_000]);
            int messages = 400;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(slow, message, messages));

            AtomicLong received = new AtomicLong();
            await().pollInterval(Duration.ofMillis(200)).until(() -> {
                long now = server.metric("ringdown_messages_received_total{dialect=\"echo\"}");
                return now > 0 && received.getAndSet(now) == now;
            });
            for (int i = 0; i < messages; i++) {
                assertThat(slow.read()).isEqualTo(message);
            }
            sending.get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(RawSocket socket, Frame message, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.send(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void pongsThatNobodyTakesPileUpNoHigherThanAllowed() throws Exception {
        try (RunningServer server = RunningServer.start(
                        "output.stalled-timeout", "500ms", "websocket.max-controls-per-second", "0");
                RawSocket slow = RawSocket.connect(server.address(), SMALL_BUFFER)) {
            slow.upgrade("/echo");
            byte[] ping = Frame.of(Frame.PING, new byte[125]).bytes();
            byte[] pings = new byte[ping.length * 1000];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(ping, 0, pings, i * ping.length, ping.length);
            }
            flood(slow, pings).get(30, TimeUnit.SECONDS);
            assertThat(server.metric(SLOW_READERS.formatted("echo"))).isEqualTo(1);
        }
    }

    /** The room talks to somebody who does not listen: what piles up for it is bounded, and the room goes on. */
    @Test
    void whoHoldsTooMuchOfWhatOthersSentIsEvictedAndTheRoomHearsOfIt() throws Exception {
        try (RunningServer server = RunningServer.start(
                        "output.high-water-mark", "64KiB",
                        "websocket.max-frame-bytes", "64KiB",
                        "websocket.max-message-bytes", "64KiB",
                        "output.max-pending-bytes", "128KiB",
                        "output.stalled-timeout", "0s");
                RawSocket slow = RawSocket.connect(server.address(), SMALL_BUFFER);
                RawSocket alice = server.open("/ws")) {
            slow.upgrade("/ws");
            join(slow, "slow");
            String members = join(alice, "alice");
            Matcher id = ID.matcher(members);
            assertThat(id.find()).isTrue();
            String offer = "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"%s\",\"sdp\":{\"type\":\"offer\",\"sdp\":\"%s\"}}"
                    .formatted(id.group(1), "x".repeat(60_000));

            CompletableFuture<String> news = CompletableFuture.supplyAsync(() -> newsFor(alice));
            while (!news.isDone()) {
                alice.send(offer);
            }
            assertThat(news.get()).contains("PEER_LEFT_ROOM").contains("slow");
            await().untilAsserted(() ->
                    assertThat(server.metric(SLOW_READERS.formatted("rooms"))).isEqualTo(1));
        }
    }

    /** What comes first, but for the errors of one who does not know yet. */
    private static String newsFor(RawSocket sender) {
        try {
            String text = sender.readText();
            while (text.contains("unknown-peer")) {
                text = sender.readText();
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String join(RawSocket socket, String name) throws IOException {
        socket.send("{\"type\":\"IDENTIFY\",\"username\":\"" + name + "\"}");
        assertThat(socket.readText()).contains("AUTH_SUCCESS");
        socket.send("{\"type\":\"JOIN_ROOM\",\"roomId\":\"r\"}");
        return socket.readText();
    }

    private static CompletableFuture<Void> flood(RawSocket socket, Frame frame) {
        return flood(socket, frame.bytes());
    }

    /** Writes and writes, until the server is gone. */
    private static CompletableFuture<Void> flood(RawSocket socket, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    socket.write(bytes);
                }
            } catch (IOException ended) {
                assertThat(ended).isInstanceOf(SocketException.class);
            }
        });
    }
}
