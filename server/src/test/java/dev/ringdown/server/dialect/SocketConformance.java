package dev.ringdown.server.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.dialect.SocketClients.SocketClient;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What every dialect is held to over sockets, beside {@link DialectConformance}: what the transport does for it. The servers
 * have {@link #SETTINGS}, and are shared by the tests of a class.
 */
public interface SocketConformance extends DialectConformance {
    /** Limits that can be reached soon. */
    List<String> SETTINGS = List.of(
            "websocket.max-frame-bytes", "4KiB",
            "websocket.max-message-bytes", "4KiB",
            "websocket.max-errors-per-second", "50",
            "output.high-water-mark", "32KiB",
            "output.low-water-mark", "16KiB",
            "output.max-pending-bytes", "1MiB",
            "output.socket-buffer-bytes", "64KiB",
            "output.stalled-timeout", "500ms");

    @Override
    SocketClients clients() throws Exception;

    @Test
    default void closesWith1009WhatIsTooBig() throws Exception {
        try (SocketClients clients = clients()) {
            Conversation talk = converse(clients);
            RawSocket speaker = socketOf(talk.speaker());
            speaker.send(talk.said("x".repeat(5000)));
            assertThat(speaker.readClose().closeCode()).isEqualTo(1009);
            assertThat(talk.listener().read())
                    .satisfies(news -> assertThat(talk.isNewsOfLoss(news)).isTrue());
        }
    }

    /** Clients of a server of their own, with the limits that are so by default. */
    default SocketClients clientsOf(RunningServer server) throws Exception {
        try (SocketClients others = clients()) {
            return others.on(server);
        }
    }

    /** Whether what one client says reaches another whatever its length. */
    default boolean relaysAnyLength() {
        return false;
    }

    @Test
    default void relaysAMessageOf1MiBAndClosesWith1009OneByteMore() throws Exception {
        assumeTrue(relaysAnyLength(), "messages of this dialect are short");
        try (RunningServer server = RunningServer.start();
                Clients clients = clientsOf(server)) {
            Conversation talk = converse(clients);
            String filling = "x".repeat((1 << 20) - talk.said("").getBytes(UTF_8).length);
            talk.speaker().send(talk.said(filling));
            assertThat(talk.listener().read()).isEqualTo(talk.heard(filling));
            talk.speaker().send(talk.said(filling + "x"));
            assertThat(socketOf(talk.speaker()).readClose().closeReason()).startsWith(CloseReason.TOO_BIG.label());
            assertThat(talk.listener().read())
                    .satisfies(news -> assertThat(talk.isNewsOfLoss(news)).isTrue());
        }
    }

    @Test
    default void closesWith1008WhoDoesNotStopBeingRefused() throws Exception {
        try (SocketClients clients = clients()) {
            Conversation talk = converse(clients);
            RawSocket speaker = socketOf(talk.speaker());
            // ten times as many as in a second are answered at once, and then some while the test runs
            Frame[] refused = new Frame[400];
            Arrays.fill(refused, Frame.of(Frame.BINARY, (byte) 1));
            int answers = 0;
            Frame answer = Frame.of(Frame.TEXT);
            while (answer.opcode() == Frame.TEXT && answers < 100_000) {
                if (answers % refused.length == 0) {
                    speaker.send(refused);
                }
                answer = speaker.read();
                answers++;
            }
            assertThat(answer.closeCode()).isEqualTo(1008);
            assertThat(answer.closeReason()).startsWith(CloseReason.RATE_LIMITED.label());
            assertThat(answers).isGreaterThan(500);
        }
    }

    @Test
    default void givesUpOnWhoDoesNotReadAndTellsTheOthers() throws Exception {
        try (SocketClients clients = clients()) {
            Conversation talk = converse(clients);
            // the listener reads nothing from here on; its own loss is what the speaker hears of
            floodUntilEvicted(clients, talk.speaker(), talk.said("x".repeat(3500)));
            String news;
            do {
                news = talk.speaker().read();
            } while (talk.isRefusal(news));
            assertThat(talk.isNewsOfListenersLoss(news)).as(news).isTrue();
        }
    }

    /** Sends a message again and again, until somebody who did not read is given up. */
    default void floodUntilEvicted(SocketClients clients, Client speaker, String message) throws Exception {
        String series = "ringdown_closes_total{dialect=\"" + dialectName() + "\",reason=\"slow-reader\"}";
        long before = clients.server().metric(series);
        AtomicBoolean evicted = new AtomicBoolean();
        Thread speaking = Thread.startVirtualThread(() -> {
            try {
                while (!evicted.get()) {
                    speaker.send(message);
                }
            } catch (IOException ended) {
                // it was itself who did not read, or it was refused too often
            }
        });
        // the kernel's buffers take some of it now and then, as long as they grow: each time the client's clock begins
        // anew
        await().atMost(Duration.ofSeconds(60)).until(() -> clients.server().metric(series) > before);
        evicted.set(true);
        speaking.join();
    }

    /** The dialect's label in the metrics. */
    String dialectName();

    private static RawSocket socketOf(Client client) {
        return ((SocketClient) client).socket();
    }
}
