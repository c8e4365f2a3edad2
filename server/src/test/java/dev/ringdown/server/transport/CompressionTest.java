package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.HttpAnswer;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate, RFC 7692. */
final class CompressionTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final int LIMIT = 200_000;

    @RegisterExtension
    static final RunningServer SERVER = RunningServer.with(
            "websocket.deflate", "true",
            "websocket.deflate-threshold-bytes", "0",
            "echo.max-message-bytes", Integer.toString(LIMIT));

    @RegisterExtension
    static final RunningServer PLAIN = RunningServer.with();

    private final RawDeflate client = new RawDeflate();

    @AfterEach
    void end() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 9, 10, 11, 12, 13, 14, 15})
    void echoesCompressedWhateverTheWindow(int bits) throws IOException {
        String offer = OFFER + (bits == 0 ? "" : "; server_max_window_bits=" + bits);
        try (RawSocket socket = SERVER.connect()) {
            HttpAnswer answer = socket.upgrade("/echo", offer);
            assertThat(answer.header("sec-websocket-extensions"))
                    .isEqualTo("permessage-deflate; server_no_context_takeover"
                            + (bits == 0 ? "" : "; server_max_window_bits=" + bits));
            byte[] noise = new byte[100_000];
            new Random(bits).nextBytes(noise);
            byte[][] messages = {
                {}, {7}, new byte[100_000], noise, "to and fro ".repeat(5000).getBytes(UTF_8)
            };
            for (byte[] message : messages) {
                socket.send(compressed(Frame.BINARY, message));
                Frame echo = socket.read();
                assertThat(echo.reserved()).isEqualTo(Frame.RSV1);
                assertThat(RawDeflate.inflate(echo.payload())).isEqualTo(message);
            }
        }
    }

    @Test
    void isNotAgreedToUnlessBothWant() throws IOException {
        try (RawSocket socket = PLAIN.connect()) {
            assertThat(socket.upgrade("/echo", OFFER).headers()).doesNotContainKey("sec-websocket-extensions");
        }
        try (RawSocket socket = SERVER.connect()) {
            assertThat(socket.upgrade("/echo").headers()).doesNotContainKey("sec-websocket-extensions");
            socket.send(Frame.text("").reserved(Frame.RSV1));
            assertThat(socket.readClose().closeCode()).isEqualTo(1002);
        }
    }

    /** The shapes that a DEFLATE message may have: stored, dynamic, BFINAL, several blocks, empty. */
    @ParameterizedTest
    @CsvSource({
        "f248cdc9c90700, Hello",
        "000500faff48656c6c6f00, Hello",
        "f348cdc9c9070000, Hello",
        "f348cdc9c90700, Hello",
        "f348cdc9c90700 f348cdc9c9070000, HelloHello",
        "00, ''",
        "'', ''",
        "030000, ''"
    })
    void takesEveryShapeOfMessageAndGoesOn(String hex, String plain) throws IOException {
        byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (RawSocket socket = SERVER.echo(OFFER)) {
            for (int round = 0; round < 2; round++) {
                socket.send(Frame.of(Frame.TEXT, payload).reserved(Frame.RSV1));
                assertThat(readInflated(socket)).isEqualTo(plain);
                socket.send(Frame.of(Frame.TEXT, HexFormat.of().parseHex("f248cdc9c90700"))
                        .reserved(Frame.RSV1));
                assertThat(readInflated(socket)).isEqualTo("Hello");
            }
        }
    }

    @Test
    void takesACompressedMessageInFragmentsOfOneByteWithPingsBetween() throws IOException {
        byte[] payload = client.compress("in little pieces, in little pieces".getBytes(UTF_8));
        try (RawSocket socket = SERVER.echo(OFFER)) {
            socket.send(Frame.of(Frame.TEXT).reserved(Frame.RSV1).unfinished());
            for (byte one : payload) {
                socket.send(Frame.of(Frame.CONTINUATION, one).unfinished(), Frame.of(Frame.PING));
            }
            socket.send(Frame.of(Frame.CONTINUATION));
            for (int i = 0; i < payload.length; i++) {
                assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG));
            }
            assertThat(readInflated(socket)).isEqualTo("in little pieces, in little pieces");
        }
    }

    @Test
    void theClientsWindowGoesOnFromMessageToMessageAndPlainOnesMayComeBetween() throws IOException {
        String words = "all work and no play makes a dull server";
        try (RawSocket socket = SERVER.echo(OFFER)) {
            for (int i = 0; i < 5; i++) {
                Frame message = compressed(Frame.TEXT, words.getBytes(UTF_8));
                assertThat(message.payload().length).isLessThan(i == 0 ? 100 : 10);
                socket.send(message);
                assertThat(readInflated(socket)).isEqualTo(words);
                socket.send("plain");
                assertThat(readInflated(socket)).isEqualTo("plain");
            }
        }
    }

    @Test
    void whenTheClientOffersNoTakeoverItsWindowIsForgotten() throws IOException {
        try (RawSocket socket = SERVER.echo(OFFER + "; client_no_context_takeover")) {
            byte[] words = "said once, said once".getBytes(UTF_8);
            socket.send(compressed(Frame.TEXT, words));
            assertThat(readInflated(socket)).isEqualTo("said once, said once");
            socket.send(compressed(Frame.TEXT, words));
            assertThat(socket.readClose().closeCode()).isEqualTo(1007);
        }
    }

    @ParameterizedTest(name = "first byte {0}")
    @CsvSource({"0xc9, 1002", "0xca, 1002", "0xc8, 1002", "0xe1, 1002", "0xd1, 1002", "0xc0, 1002"})
    void rsv1BelongsToTheFirstFrameOfAMessageAlone(String first, int code) throws IOException {
        try (RawSocket socket = SERVER.echo(OFFER)) {
            socket.write((byte) (int) Integer.decode(first), (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
            assertThat(socket.readClose().closeCode()).isEqualTo(code);
        }
    }

    @Test
    void rsv1OnALaterFragmentClosesWith1002() throws IOException {
        try (RawSocket socket = SERVER.echo(OFFER)) {
            byte[] payload = client.compress("cut".getBytes(UTF_8));
            socket.send(
                    Frame.of(Frame.TEXT, Arrays.copyOf(payload, 2))
                            .reserved(Frame.RSV1)
                            .unfinished(),
                    Frame.of(Frame.CONTINUATION, Arrays.copyOfRange(payload, 2, payload.length))
                            .reserved(Frame.RSV1));
            assertThat(socket.readClose().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void whatDoesNotInflateOrIsNotUtf8ThenClosesWith1007() throws IOException {
        try (RawSocket socket = SERVER.echo(OFFER)) {
            socket.send(Frame.of(Frame.BINARY, (byte) 0xff, (byte) 0xff).reserved(Frame.RSV1));
            assertThat(socket.readClose().closeCode()).isEqualTo(1007);
        }
        try (RawSocket socket = SERVER.echo(OFFER)) {
            socket.send(compressed(Frame.TEXT, new byte[] {'a', (byte) 0xc0, (byte) 0xaf}));
            assertThat(socket.readClose().closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void aMessageMayInflateToTheLimitAndABombClosesWith1009WhileOthersAreServed() throws IOException {
        try (RawSocket bomber = SERVER.echo(OFFER);
                RawSocket other = SERVER.echo()) {
            bomber.send(compressed(Frame.BINARY, new byte[LIMIT]));
            assertThat(RawDeflate.inflate(bomber.read().payload())).hasSize(LIMIT);
            Frame bomb = compressed(Frame.BINARY, new byte[100_000_000]);
            assertThat(bomb.payload().length).isLessThan(LIMIT);
            bomber.send(bomb);
            other.send("not me");
            assertThat(other.readText()).isEqualTo("not me");
            assertThat(bomber.readClose().closeCode()).isEqualTo(1009);
        }
    }

    private Frame compressed(int opcode, byte[] message) {
        return Frame.of(opcode, client.compress(message)).reserved(Frame.RSV1);
    }

    private static String readInflated(RawSocket socket) throws IOException {
        Frame frame = socket.read();
        assertThat(frame.opcode()).isEqualTo(Frame.TEXT);
        byte[] payload = frame.reserved() == Frame.RSV1 ? RawDeflate.inflate(frame.payload()) : frame.payload();
        return new String(payload, UTF_8);
    }
}
