package dev.ringdown.server.dialect.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge door as its clients see it: one request a connection, over plain TCP. */
final class BridgeTest {
    private static String ask(RunningServer server, String... pieces) throws IOException {
        InetSocketAddress bridge = Objects.requireNonNull(server.server().linesAddress("bridge"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            for (String piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(UTF_8));
                socket.getOutputStream().flush();
            }
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** As {@link #ask}, and ends this half of the connection behind the request. */
    private static String askAndEnd(RunningServer server, String request) throws IOException {
        InetSocketAddress bridge = Objects.requireNonNull(server.server().linesAddress("bridge"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static RunningServer server(String... settings) throws IOException {
        String[] all = new String[settings.length + 2];
        System.arraycopy(settings, 0, all, 2, settings.length);
        all[0] = "listen.bridge-port";
        all[1] = "0";
        return RunningServer.start(all);
    }

    private static String register(RunningServer server, String name, int port) throws IOException {
        return ask(server, "REGISTER\r\nclientID: " + name + "\r\nIP: 127.0.0.1\r\nPort: " + port + "\r\n\r\n");
    }

    @Test
    void registersBridgesAndListsToTheLetter() throws IOException {
        try (RunningServer server = server()) {
            assertThat(ask(server, "BRIDGE\r\nclientID: alice\r\n\r\n"))
                    .isEqualTo("BRIDGEACK\r\nclientID: \r\nIP: \r\nPort: \r\n\r\n");
            assertThat(register(server, "alice", 5556))
                    .isEqualTo(
                            "REGACK\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\nStatus: registered\r\n\r\n");
            assertThat(ask(server, "BRIDGE\r\nclientID: alice\r\n\r\n"))
                    .isEqualTo("BRIDGEACK\r\nclientID: \r\nIP: \r\nPort: \r\n\r\n");
            register(server, "bob", 5557);
            register(server, "carol", 5558);
            assertThat(ask(server, "BRIDGE\r\nclientID: alice\r\n\r\n"))
                    .isEqualTo("BRIDGEACK\r\nclientID: bob\r\nIP: 127.0.0.1\r\nPort: 5557\r\n\r\n");
            assertThat(ask(server, "BRIDGE\r\nclientID: alice\r\ntarget: carol\r\n\r\n"))
                    .isEqualTo("BRIDGEACK\r\nclientID: carol\r\nIP: 127.0.0.1\r\nPort: 5558\r\n\r\n");
            register(server, "alice", 6666);
            assertThat(ask(server, "INFO\r\nRequesting clients\r\n\r\n"))
                    .isEqualTo("INFOACK\r\nalice 127.0.0.1:6666\r\nbob 127.0.0.1:5557\r\ncarol 127.0.0.1:5558\r\n\r\n");
        }
    }

    @Test
    void readsARequestThatIsSplitAtAnyByte() throws IOException {
        try (RunningServer server = server()) {
            assertThat(ask(server, "INFO\r\nRequesting clients\r\n\r\n".split("")))
                    .isEqualTo("INFOACK\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "\r\n",
                "REGISTER\r\nclientID: a\r\nIP: 127.0.0.1\r\nPort: x\r\n\r\n",
                "REGISTER\r\nclientID: a\tb\r\nIP: 127.0.0.1\r\nPort: 1\r\n\r\n",
                "REGISTER\r\n\r\n",
                "BRIDGE\r\nclientID alice\r\n\r\n"
            })
    void answersWhatIsMalformedWithAReason(String request) throws IOException {
        try (RunningServer server = server()) {
            assertThat(ask(server, request)).startsWith("ERROR\r\nreason: ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void refusesALineThatNeverEnds() throws IOException {
        try (RunningServer server = server()) {
            assertThat(ask(server, "REGISTER\r\nclientID: " + "x".repeat(5000))).startsWith("ERROR\r\nreason: ");
            assertThat(server.metric("ringdown_refusals_total{dialect=\"bridge\",error=\"limit\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesOneClientMoreThanMayBe() throws IOException {
        try (RunningServer server = server("bridge.max-clients", "1")) {
            register(server, "alice", 1);
            assertThat(register(server, "bob", 2)).startsWith("ERROR\r\nreason: ");
            assertThat(register(server, "alice", 3)).startsWith("REGACK");
        }
    }

    @Test
    void answersABridgeThatDoesNotSayWhoseItIs() throws IOException {
        try (RunningServer server = server()) {
            assertThat(ask(server, "BRIDGE\r\n\r\n")).isEqualTo("BRIDGEACK\r\nclientID: \r\nIP: \r\nPort: \r\n\r\n");
            register(server, "alice", 5556);
            assertThat(ask(server, "BRIDGE\r\nclientID: \r\n\r\n"))
                    .isEqualTo("BRIDGEACK\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n");
        }
    }

    @Test
    void registersNamesWithBlanksAndAnyNumberForAPort() throws IOException {
        try (RunningServer server = server()) {
            assertThat(ask(server, "REGISTER\r\nclientID: al ice\r\nIP: 127.0.0.1\r\nPort: 05556\r\n\r\n"))
                    .isEqualTo(
                            "REGACK\r\nclientID: al ice\r\nIP: 127.0.0.1\r\nPort: 5556\r\nStatus: registered\r\n\r\n");
            assertThat(register(server, "bob", 99_999))
                    .isEqualTo("REGACK\r\nclientID: bob\r\nIP: 127.0.0.1\r\nPort: 99999\r\nStatus: registered\r\n\r\n");
            assertThat(ask(server, "INFO\r\nRequesting clients\r\n\r\n"))
                    .isEqualTo("INFOACK\r\nal ice 127.0.0.1:5556\r\nbob 127.0.0.1:99999\r\n\r\n");
            assertThat(ask(server, "BRIDGE\r\nclientID: bob\r\n\r\n"))
                    .isEqualTo("BRIDGEACK\r\nclientID: al ice\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO",
                "INFO\r\nRequesting clients",
                "INFO\r\nRequesting clients\r\n",
                "REGISTER\nclientID: alice\nIP: 127.0.0.1\nPort: 5556",
                "BRIDGE\r\nclientID: alice\r\n",
                "BRIDGE\r\n"
            })
    void answersARequestThatTheClientsHalfCloseEnds(String request) throws IOException {
        try (RunningServer server = server("bridge.quiet-period", "1h", "http.handshake-timeout", "1h")) {
            assertThat(askAndEnd(server, request)).isEqualTo(ask(server, request.strip() + "\r\n\r\n"));
            assertThat(server.metric("ringdown_closes_total{dialect=\"bridge\",reason=\"normal\"}"))
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER\r\nclientID: alice\r\n", "HELLO", "\u00ff", "REGISTER"})
    void answersAHalfRequestThatTheClientsHalfCloseEndsWithAReason(String request) throws IOException {
        try (RunningServer server = server("http.handshake-timeout", "1h")) {
            assertThat(askAndEnd(server, request))
                    .startsWith("ERROR\r\nreason: ")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void saysNothingToWhoAsksNothing() throws IOException {
        try (RunningServer server = server("http.handshake-timeout", "1h")) {
            assertThat(askAndEnd(server, "")).isEmpty();
        }
    }

    /** Both halves have ended: its place is free at once, and not when the time to end has passed. */
    @Test
    void whoEndsItsHalfLeavesNothingBehind() throws IOException {
        try (RunningServer server = server(
                "websocket.close-timeout", "1h",
                "limits.max-connections-per-address", "1",
                "limits.count-private-addresses", "true")) {
            InetSocketAddress bridge = Objects.requireNonNull(server.server().linesAddress("bridge"));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.getPort())) {
                socket.setSoTimeout(10_000);
                socket.shutdownOutput();
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                await().ignoreExceptions()
                        .untilAsserted(() -> assertThat(ask(server, "INFO\r\nRequesting clients\r\n\r\n"))
                                .isEqualTo("INFOACK\r\n\r\n"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "INFO\r\nRequesting clients\r\n", "BRIDGE\nclientID: alice"})
    void answersACompleteRequestWithoutItsEmptyLineWhenNothingFollows(String request) throws IOException {
        try (RunningServer server = server("bridge.quiet-period", "1ms", "http.handshake-timeout", "1h")) {
            assertThat(ask(server, request)).isEqualTo(ask(server, request.strip() + "\r\n\r\n"));
        }
    }

    @Test
    void waitsForTheRestOfAnIncompleteRequestAndThenSaysWhatIsMissing() throws IOException {
        try (RunningServer server = server("bridge.quiet-period", "1ms", "http.handshake-timeout", "1s")) {
            assertThat(ask(server, "REGISTER\r\nclientID: alice\r\n"))
                    .isEqualTo("ERROR\r\nreason: 'Port' is not a number.\r\n\r\n");
            assertThat(ask(server, "BRIDGE\r\n")).isEqualTo("BRIDGEACK\r\nclientID: \r\nIP: \r\nPort: \r\n\r\n");
            assertThat(server.metric("ringdown_refusals_total{dialect=\"bridge\",error=\"bad-field\"}"))
                    .isEqualTo(1);
        }
    }
}
