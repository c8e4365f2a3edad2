package dev.ringdown.server.dialect.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.dialect.Handshake;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use a bridge that is open to its own machine only. */
final class ThisMachineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "127.0.0.1   | anything.example | -                       | -                | true",
                "::1         | localhost:8080   | http://localhost:8080   | -                | true",
                "127.0.0.1   | 127.0.0.1        | http://127.0.0.1        | -                | true",
                "::1         | [::1]:8080       | http://[::1]:8080       | -                | true",
                "127.0.0.1   | LocalHost:8080   | http://localhost:8080   | -                | true",
                "192.0.2.1   | localhost:8080   | -                       | -                | false",
                "127.0.0.1   | localhost:8080   | https://evil.example    | -                | false",
                "127.0.0.1   | localhost:8080   | http://localhost:8081   | -                | false",
                "127.0.0.1   | localhost:8080   | null                    | -                | false",
                "127.0.0.1   | localhost:8080   | ::                      | -                | false",
                "127.0.0.1   | evil.example     | http://evil.example     | -                | false",
                "127.0.0.1   | localhost:8080   | -                       | X-Forwarded-For  | false",
                "127.0.0.1   | localhost:8080   | -                       | Forwarded        | false",
                "127.0.0.1   | localhost:8080   | -                       | Via              | false",
                "127.0.0.1   | localhost:8080   | -                       | X-Real-IP        | false",
                "127.0.0.1   | localhost:8080   | -                       | X-Forwarded-Host | false",
                "127.0.0.1   | localhost:8080   | -                       | CF-Connecting-IP | false",
                "127.0.0.1   | localhost:8080   | -                       | True-Client-IP   | false",
            })
    void believesOnlyProgramsHereAndItsOwnPages(
            String remote, String host, @Nullable String origin, @Nullable String proxyHeader, boolean expected)
            throws IOException {
        Handshake.Headers headers = name -> switch (name) {
            case "Host" -> host;
            case "Origin" -> origin;
            default -> name.equals(proxyHeader) ? "192.0.2.1" : null;
        };
        Handshake handshake =
                new Handshake("/bridge", Map.<String, List<String>>of(), headers, InetAddress.getByName(remote));
        assertThat(ThisMachine.sent(handshake)).isEqualTo(expected);
    }

    @Test
    void answersAForeignPageWith403() throws IOException {
        try (RunningServer server = RunningServer.start("listen.bridge-port", "0", "bridge.websocket", "true");
                RawSocket socket = server.connect()) {
            socket.write("""
                    GET /bridge HTTP/1.1\r
                    Host: localhost\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                    Sec-WebSocket-Version: 13\r
                    Origin: https://evil.example\r
                    \r
                    """);
            HttpAnswer answer = socket.readResponse();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("The bridge is open to this server's own machine only.\n");
        }
    }

    @Test
    void isNotThereUnlessItIsWanted() throws IOException {
        try (RunningServer server = RunningServer.start("listen.bridge-port", "0");
                RawSocket socket = server.connect()) {
            socket.write("""
                    GET /bridge HTTP/1.1\r
                    Host: localhost\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                    Sec-WebSocket-Version: 13\r
                    \r
                    """);
            assertThat(socket.readResponse().status()).isEqualTo(404);
        }
    }

    @Test
    void isOpenToAllWhereThePortOfPlainTcpIs() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "listen.bridge-port", "0", "listen.bridge-host", "0.0.0.0", "bridge.websocket", "true");
                RawSocket socket = server.open("/bridge", "Origin: https://elsewhere.example")) {
            socket.send("INFO\r\n\r\n");
            assertThat(socket.readText()).isEqualTo("INFOACK\r\n\r\n");
        }
    }
}
