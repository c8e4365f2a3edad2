package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake, RFC 6455 §4. */
final class HandshakeTest {
    private static final String REQUEST = RawSocket.upgradeRequest("/echo");

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with();

    @RegisterExtension
    static final RunningServer CHOOSY =
            RunningServer.with("websocket.allowed-origins", "[\"https://app.example\", \"http://localhost:3000\"]");

    @Test
    void answersWithTheAcceptKeyOfTheRfcAndNothingUnasked() throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            HttpAnswer answer = socket.upgrade("/echo");
            assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(answer.header("upgrade")).isEqualTo("websocket");
            assertThat(answer.header("connection")).isEqualTo("Upgrade");
            assertThat(answer.headers()).doesNotContainKeys("sec-websocket-extensions", "sec-websocket-protocol");
            assertEchoes(socket);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Connection: Upgrade     | Connection: keep-alive, Upgrade
            Connection: Upgrade     | connection: UPGRADE,close
            Upgrade: websocket      | UPGRADE: WebSocket
            Host: localhost         | hOsT: localhost:1
            Upgrade: websocket      | Upgrade: h2c, websocket
            GET /echo HTTP/1.1      | GET /echo?room=a%20b&x HTTP/1.1
            GET /echo HTTP/1.1      | GET http://localhost/echo HTTP/1.1
            Host: localhost         | Host: localhost^Origin: https://evil.example
            Host: localhost         | Host: localhost^Sec-WebSocket-Protocol: chat, superchat
            Host: localhost         | Host: localhost^Sec-WebSocket-Extensions: x-unknown; y=1
            """)
    void takesEveryGoodSpelling(String good, String asGood) throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            socket.write(REQUEST.replace(good, asGood.replace("^", "\r\n")));
            assertThat(socket.readResponse().status()).isEqualTo(101);
            assertEchoes(socket);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /echo HTTP/1.1  | POST /echo HTTP/1.1                           | 400
            GET /echo HTTP/1.1  | GET /echo HTTP/1.0                            | 400
            GET /echo HTTP/1.1  | GET /echo HTTP/2.0                            | 505
            Host: localhost     | X-Host: localhost                             | 400
            Host: localhost     | Host: localhost^Host: localhost               | 400
            Upgrade: websocket  | X-Upgrade: websocket                          | 426
            Upgrade: websocket  | Upgrade: h2c                                  | 400
            Connection: Upgrade | X-Connection: Upgrade                         | 400
            Connection: Upgrade | Connection: keep-alive                        | 400
            Key: dGhl           | Kye: dGhl                                     | 400
            Key: dGhl           | Key: Z2hl^Sec-WebSocket-Key: dGhl             | 400
            b25jZQ==            | b25j                                          | 400
            b25jZQ==            | b25jZQ==AAAA                                  | 400
            b25jZQ==            | b25jZWU=                                      | 400
            b25jZQ==            | b25j!Q==                                      | 400
            Version: 13         | Version: 0                                    | 426
            Version: 13         | Version: 7                                    | 426
            Version: 13         | Version: 8                                    | 426
            Version: 13         | Version: 14                                   | 426
            Version: 13         | Version: 13, 8                                | 426
            WebSocket-Version:  | WebSocket-Vision:                             | 426
            GET /echo HTTP      | GET /ech HTTP                                 | 404
            GET /echo HTTP      | GET /echo/ HTTP                               | 404
            GET /echo HTTP      | GET /echo%zz HTTP                             | 400
            """)
    void refusesAHandshakeThatLacksWhatTheRfcDemands(String good, String bad, int status) throws IOException {
        assertThat(REQUEST).contains(good);
        try (RawSocket socket = SERVER.connect()) {
            socket.write(REQUEST.replace(good, bad.replace("^", "\r\n")));
            HttpAnswer answer = socket.readResponse();
            assertThat(answer.status()).isEqualTo(status);
            if (good.contains("Version")) {
                assertThat(answer.header("sec-websocket-version")).isEqualTo("13");
            }
            socket.shutdownOutput();
            socket.readEnd();
        }
    }

    @Test
    void refusesAHandshakeWithABody() throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            socket.write(RawSocket.upgradeRequest("/echo", "Content-Length: 2") + "hi");
            assertThat(socket.readResponse().status()).isEqualTo(400);
            socket.readEnd();
        }
    }

    @Test
    void letsInOnlyPagesOfTheListedOrigins() throws IOException {
        for (String origin : new String[] {"https://app.example", "http://localhost:3000"}) {
            try (RawSocket socket = CHOOSY.echo("Origin: " + origin)) {
                assertEchoes(socket);
            }
        }
        String[] others = {"https://evil.example", "https://app.example.evil", "http://app.example", "null", ""};
        for (String origin : others) {
            assertThat(statusFromChoosy("Origin: " + origin)).as(origin).isEqualTo(403);
        }
        assertThat(statusFromChoosy()).as("no origin at all").isEqualTo(403);
    }

    @Test
    void letsInProgramsThatSendNoOriginIfAskedTo() throws IOException {
        try (RunningServer server = RunningServer.start(
                        "websocket.allowed-origins", "[\"https://app.example\"]",
                        "websocket.allow-missing-origin", "true");
                RawSocket program = server.echo()) {
            program.send("here");
            assertThat(program.readText()).isEqualTo("here");
        }
    }

    private static int statusFromChoosy(String... headers) throws IOException {
        try (RawSocket socket = CHOOSY.connect()) {
            socket.write(RawSocket.upgradeRequest("/echo", headers));
            return socket.readResponse().status();
        }
    }

    @Test
    void processesFramesThatCameWithTheRequestOnceAndInOrder() throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            byte[] frames = concat(
                    Frame.text("one").bytes(),
                    Frame.of(Frame.PING, "two").bytes(),
                    Frame.text("three").bytes());
            byte[] all = concat(REQUEST.getBytes(StandardCharsets.US_ASCII), frames);
            socket.write(all);
            assertThat(socket.readResponse().status()).isEqualTo(101);
            assertThat(socket.read()).isEqualTo(Frame.text("one"));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, "two"));
            assertThat(socket.read()).isEqualTo(Frame.text("three"));
            assertEchoes(socket);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7})
    void aFrameMayBeginInTheSegmentOfTheRequestAndEndInAnother(int bytesWithRequest) throws IOException {
        byte[] frame = Frame.text("cut").bytes();
        try (RawSocket socket = SERVER.connect()) {
            socket.write(concat(REQUEST.getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(frame, bytesWithRequest)));
            assertThat(socket.readResponse().status()).isEqualTo(101);
            socket.write(Arrays.copyOfRange(frame, bytesWithRequest, frame.length));
            assertThat(socket.readText()).isEqualTo("cut");
            assertEchoes(socket);
        }
    }

    @Test
    void takesARequestThatComesByteByByte() throws IOException {
        try (RawSocket socket = SERVER.connect()) {
            socket.writeByteByByte(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.readResponse().status()).isEqualTo(101);
            assertEchoes(socket);
        }
    }

    private static void assertEchoes(RawSocket socket) throws IOException {
        socket.send("still there?");
        assertThat(socket.readText()).isEqualTo("still there?");
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
