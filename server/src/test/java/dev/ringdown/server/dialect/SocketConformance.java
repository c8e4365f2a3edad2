package dev.ringdown.server.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.dialect.SocketClients.SocketClient;
import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every dialect is held to over sockets, beside {@link DialectConformance}: what the transport does for it. */
public interface SocketConformance extends DialectConformance {
    @Override
    default Clients clients() throws Exception {
        return clients(new String[0]);
    }

    /**
     * Starts a server for this dialect.
     *
     * @param settings keys and values to add to those that the dialect needs
     */
    SocketClients clients(String... settings) throws Exception;

    @Test
    default void closesWith1009WhatIsTooBig() throws Exception {
        try (SocketClients clients =
                clients("websocket.max-frame-bytes", "4KiB", "websocket.max-message-bytes", "4KiB")) {
            Conversation talk = converse(clients);
            RawSocket speaker = socketOf(talk.speaker());
            speaker.send(talk.said("x".repeat(5000)));
            assertThat(speaker.readClose().closeCode()).isEqualTo(1009);
            assertThat(talk.listener().read())
                    .satisfies(news -> assertThat(talk.isNewsOfLoss(news)).isTrue());
        }
    }

    /** Whether what one client says reaches another whatever its length. */
    default boolean relaysAnyLength() {
        return false;
    }

    @Test
    default void relaysAMessageOf1MiBAndClosesWith1009OneByteMore() throws Exception {
        assumeTrue(relaysAnyLength(), "messages of this dialect are short");
        try (Clients clients = clients()) {
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
        try (SocketClients clients = clients("websocket.max-errors-per-second", "1")) {
            Conversation talk = converse(clients);
            RawSocket speaker = socketOf(talk.speaker());
            int refusals = 0;
            Frame answer;
            do {
                speaker.send(Frame.of(Frame.BINARY, (byte) 1));
                answer = speaker.read();
                refusals++;
            } while (answer.opcode() == Frame.TEXT && refusals < 100);
            assertThat(answer.closeCode()).isEqualTo(1008);
            assertThat(answer.closeReason()).startsWith(CloseReason.RATE_LIMITED.label());
            assertThat(refusals).isGreaterThan(5);
        }
    }

    @Test
    default void givesUpOnWhoDoesNotReadAndTellsTheOthers() throws Exception {
        try (SocketClients clients = clients(
                "websocket.max-frame-bytes", "32KiB",
                "websocket.max-message-bytes", "32KiB",
                "output.max-pending-bytes", "64KiB",
                "output.high-water-mark", "32KiB",
                "output.low-water-mark", "16KiB")) {
            Conversation talk = converse(clients);
            String series = "ringdown_closes_total{dialect=\"" + dialectName() + "\",reason=\"slow-reader\"}";
            // the listener reads nothing from here on; its own loss is what the speaker hears of
            Thread speaking = Thread.startVirtualThread(() -> {
                try {
                    while (!Thread.interrupted()) {
                        talk.speaker().send(talk.said("x".repeat(8000)));
                    }
                } catch (IOException closedAtTheEnd) {
                    // the test is over
                }
            });
            Awaitility.await().until(() -> clients.server().metric(series) == 1);
            speaking.interrupt();
        }
    }

    /** The dialect's label in the metrics. */
    String dialectName();

    private static RawSocket socketOf(Client client) {
        return ((SocketClient) client).socket();
    }
}
