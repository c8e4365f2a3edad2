package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import dev.ringdown.server.support.TransportCase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake, RFC 6455 §5.5.1 and §7, and connections that end without one. */
final class CloseTest {
    private static final String LOST = "ringdown_connections_lost_total{dialect=\"echo\"}";
    private static final String OPENED = "ringdown_connections_opened_total{dialect=\"echo\"}";
    private static final String CLOSED = "ringdown_connections_closed_total{dialect=\"echo\"}";

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with("websocket.close-timeout", "1s");

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void answersACloseWithItsCode(int code) throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.close(code, "grüße"));
            Frame answer = socket.readClose();
            assertThat(answer.closeCode()).isEqualTo(code);
            assertThat(answer.closeReason()).isEmpty();
        }
    }

    @Test
    void clientsThatResetInTheMiddleOfTheCloseHarmNobody() throws IOException {
        for (int i = 0; i < 200; i++) {
            RawSocket socket = SERVER.echo();
            socket.send("last words");
            socket.send(Frame.close(1000, ""));
            socket.resetOnClose();
            socket.close();
        }
        // one for each event loop
        try (RawSocket one = SERVER.echo();
                RawSocket other = SERVER.echo()) {
            one.send("still here");
            other.send("so am I");
            assertThat(one.readText()).isEqualTo("still here");
            assertThat(other.readText()).isEqualTo("so am I");
        }
    }

    /** A socket may break at the moment in which it passes from HTTP to frames. */
    @Test
    void clientsThatResetRightAfterTheHandshakeAreMissedByNobody() throws IOException {
        for (int i = 0; i < 200; i++) {
            RawSocket socket = SERVER.echo();
            socket.resetOnClose();
            socket.close();
        }
        await().untilAsserted(() -> assertThat(SERVER.metric("ringdown_connections_closed_total{dialect=\"echo\"}"))
                .isEqualTo(SERVER.metric("ringdown_connections_opened_total{dialect=\"echo\"}"))
                .isGreaterThanOrEqualTo(200));
    }

    @Test
    void answersAnEmptyCloseWithAnEmptyOne() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.CLOSE));
            assertThat(socket.readClose()).isEqualTo(Frame.of(Frame.CLOSE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void codesThatMayNotBeSentAreAnsweredWith1002(int code) throws IOException {
        assertAnswered(Frame.close(code, ""), 1002);
    }

    @Test
    void halfACodeIsAnsweredWith1002() throws IOException {
        assertAnswered(Frame.of(Frame.CLOSE, (byte) 3), 1002);
    }

    @Test
    void aReasonThatIsNotUtf8IsAnsweredWith1007() throws IOException {
        assertAnswered(Frame.of(Frame.CLOSE, (byte) 3, (byte) 0xe8, (byte) 0xc3, (byte) 0x28), 1007);
        assertAnswered(Frame.of(Frame.CLOSE, (byte) 3, (byte) 0xe8, (byte) 0xe2, (byte) 0x82), 1007);
    }

    @Test
    void aReasonMayBeAsLongAsAControlFrameAllows() throws IOException {
        assertAnswered(Frame.close(1000, "r".repeat(123)), 1000);
        assertAnswered(Frame.close(1000, "r".repeat(124)), 1002);
    }

    private static void assertAnswered(Frame close, int code) throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(close);
            assertThat(socket.readClose().closeCode()).isEqualTo(code);
        }
    }

    @Test
    void whatComesBehindACloseIsNotAnswered() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(
                    Frame.text("before"),
                    Frame.close(1000, ""),
                    Frame.text("behind"),
                    Frame.of(Frame.PING, "behind"),
                    Frame.close(3000, "again"),
                    Frame.text("bad").reserved(7));
            assertThat(socket.readText()).isEqualTo("before");
            assertThat(socket.readClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aCloseMayComeInTheMiddleOfAMessage() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.TEXT, "never whole").unfinished(), Frame.close(1001, "leaving"));
            assertThat(socket.readClose().closeCode()).isEqualTo(1001);
        }
    }

    /** After its Close the server ends its half, takes what is still on its way, and ends TCP when the client does. */
    @Test
    void endsItsHalfThenTcp() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.text("bad").reserved(2));
            assertThat(socket.readClose().closeCode()).isEqualTo(1002);
            socket.send(Frame.close(1002, ""));
            socket.shutdownOutput();
            awaitNobody();
        }
    }

    @Test
    void cutsOffAClientThatDoesNotEndItsHalf() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.close(1000, ""));
            assertThat(socket.readClose().closeCode()).isEqualTo(1000);
            await().until(socket::isRefused);
        }
    }

    @Test
    void aClientThatIsGoneWithoutACloseIsLost() throws IOException {
        long lost = SERVER.metric(LOST);
        try (RawSocket socket = SERVER.echo()) {
            socket.send("half a frame follows");
            socket.write((byte) 0x81);
        }
        await().untilAsserted(() -> assertThat(SERVER.metric(LOST)).isEqualTo(lost + 1));
    }

    @Test
    void finThenResetEndsTheConnection() throws IOException {
        long lost = SERVER.metric(LOST);
        RawSocket socket = SERVER.echo();
        socket.send("hello");
        socket.resetOnClose();
        socket.shutdownOutput();
        socket.close();
        await().untilAsserted(() -> assertThat(SERVER.metric(LOST)).isEqualTo(lost + 1));
        awaitNobody();
    }

    @Test
    void whatWasSentBeforeFinIsAnswered() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send("last words");
            socket.shutdownOutput();
            assertThat(socket.readText()).isEqualTo("last words");
            socket.readEnd();
        }
    }

    private static void awaitNobody() {
        await().untilAsserted(() -> assertThat(SERVER.metric(CLOSED)).isEqualTo(SERVER.metric(OPENED)));
    }

    /** Also where the transport tells of an end only those who read. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_1_LOOP")
    void whoHasItsLastAnswerAndGoesFreesItsPlace(TransportCase transport) throws IOException {
        assumeTrue(transport.unavailable() == null, transport.unavailable());
        try (RunningServer server = RunningServer.start(
                transport.settings(1, List.of("limits.max-connections", "1", "websocket.close-timeout", "10m")))) {
            for (int i = 0; i < 3; i++) {
                await().untilAsserted(() -> {
                    try (RawSocket socket = RawSocket.connect(server.address())) {
                        socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                        assertThat(socket.readResponse().status()).isEqualTo(200);
                    }
                });
            }
        }
    }
}
