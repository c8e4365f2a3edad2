package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.Rest;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import dev.ringdown.server.support.TransportServers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for a client that does not read: more than the kernel takes, so that the server has to keep it. */
final class UnreadOutputTest {
    private static final int SMALL_BUFFER = 4096;
    private static final int MESSAGE_BYTES = 60_000;
    /** More than twice what the kernel takes of it, with the buffers that Linux allows by default. */
    private static final int MESSAGES = 250;

    @RegisterExtension
    static final TransportServers PATIENT = TransportServers.with(List.of(
            "output.max-pending-bytes", "64MiB",
            "output.stalled-timeout", "0s",
            "websocket.close-timeout", "60s"));

    @Nested
    @ParameterizedClass(name = "{0}")
    @EnumSource(
            value = TransportCase.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = "EPOLL_3_LOOPS_GATHERED|EPOLL_CHANNEL_3_LOOPS_GATHERED")
    final class OnEveryTransport {
        private final TransportCase transport;

        OnEveryTransport(TransportCase transport) {
            this.transport = transport;
        }

        /** The room is deleted while much waits for the receiver: all of that comes first, then the Close, then the end. */
        @Test
        void comesBeforeTheCloseAndTheCloseBeforeTheEnd() throws Exception {
            RunningServer server = PATIENT.on(transport);
            try (Rest rest = Rest.of(server)) {
                String room = rest.makeRoom("");
                try (RawSocket sender = server.open("/ws/" + room);
                        RawSocket receiver = RawSocket.connect(server.address(), SMALL_BUFFER)) {
                    receiver.upgrade("/ws/" + room);
                    assertThat(sender.readText()).contains("join");
                    CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> talk(sender));
                    talk.join();
                    String series = "ringdown_messages_received_total{dialect=\"flyx\"}";
                    long all = server.metric(series);
                    assertThat(rest.send("DELETE", "/rooms/" + room).status()).isEqualTo(204);
                    assertThat(sender.readClose().closeCode()).isEqualTo(1001);
                    assertThat(all).isPositive();
                    for (int i = 0; i < MESSAGES; i++) {
                        assertThat(receiver.readText()).contains("\"candidate\":\"" + i + " ");
                    }
                    Frame close = receiver.readClose();
                    assertThat(close.closeCode()).isEqualTo(1001);
                    assertThat(close.closeReason()).startsWith("room-closed");
                }
            }
            server.awaitEmpty();
        }
    }

    private static void talk(RawSocket sender) {
        try {
            String filler = "x".repeat(MESSAGE_BYTES);
            for (int i = 0; i < MESSAGES; i++) {
                sender.send(candidate(i + " " + filler));
            }
            // answered when all before it was read
            sender.send("{\"type\":\"join\"}");
            assertThat(sender.readText()).contains("\"role\":\"sender\"");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String candidate(String text) {
        return "{\"type\":\"ice_candidate\",\"data\":{\"candidate\":\"" + text + "\"}}";
    }

    /** Who was behind and has read all of it is a client like any other, however long ago that was. */
    @ParameterizedTest
    @EnumSource(
            value = TransportCase.class,
            names = {"EPOLL_1_LOOP", "EPOLL_CHANNEL_1_LOOP"})
    void aClientThatCaughtUpIsNotGivenUp(TransportCase transport) throws Exception {
        try (RunningServer server = RunningServer.start(transport.settings(
                        1, List.of("output.max-pending-bytes", "64MiB", "output.stalled-timeout", "2s")));
                RawSocket slow = RawSocket.connect(server.address(), SMALL_BUFFER);
                RawSocket clock = server.echo()) {
            slow.upgrade("/echo");
            Frame message = Frame.of(Frame.BINARY, new byte[MESSAGE_BYTES]);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < MESSAGES; i++) {
                        slow.send(message);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            // as long as nobody reads, the server stops reading too
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(slow.read()).isEqualTo(message);
            }
            sending.join();
            // until a client that came later and takes nothing is given up, which takes longer than it could take this
            // one
            String series = "ringdown_closes_total{dialect=\"echo\",reason=\"slow-reader\"}";
            try (RawSocket stalled = RawSocket.connect(server.address(), SMALL_BUFFER)) {
                stalled.upgrade("/echo");
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                    try {
                        while (true) {
                            stalled.send(message);
                        }
                    } catch (IOException givenUp) {
                        assertThat(givenUp).isNotInstanceOf(SocketTimeoutException.class);
                    }
                });
                await().atMost(Duration.ofSeconds(30)).until(() -> server.metric(series) >= 1);
                flood.join();
            }
            slow.send("still here");
            assertThat(slow.readText()).isEqualTo("still here");
            clock.send("here too");
            assertThat(clock.readText()).isEqualTo("here too");
            assertThat(server.metric(series)).isEqualTo(1);
        }
    }

    /**
     * One message at a time, so that never much is on its way: what waits for one who does not read stays bounded all the same,
     * because it is given up or because nobody may send it more.
     */
    @ParameterizedTest
    @EnumSource(
            value = TransportCase.class,
            names = {"EPOLL_1_LOOP", "EPOLL_3_LOOPS_APART", "EPOLL_CHANNEL_1_LOOP"})
    void staysBelowItsLimitThoughItGrowsSlowly(TransportCase transport) throws Exception {
        try (RunningServer server = RunningServer.start(transport.settings(
                        transport.loops(),
                        List.of(
                                "websocket.max-message-bytes", "64KiB",
                                "websocket.max-frame-bytes", "64KiB",
                                "output.max-pending-bytes", "256KiB",
                                "output.stalled-timeout", "0s")));
                RawSocket receiver = RawSocket.connect(server.address(), SMALL_BUFFER);
                Rest rest = Rest.of(server)) {
            String room = rest.makeRoom("");
            try (RawSocket sender = server.open("/ws/" + room)) {
                receiver.upgrade("/ws/" + room);
                assertThat(sender.readText()).contains("join");
                Frame message = Frame.text(candidate("x".repeat(MESSAGE_BYTES)));
                Frame question = Frame.text("{\"type\":\"join\"}");
                boolean refused = false;
                sender.patience(Duration.ofSeconds(3));
                for (int i = 0; i < 10 * MESSAGES && !refused; i++) {
                    sender.send(message, question);
                    try {
                        refused = !sender.readText().contains("\"role\":\"sender\"");
                    } catch (SocketTimeoutException notReadFrom) {
                        refused = true;
                    }
                }
                assertThat(refused).isTrue();
            }
        }
    }
}
