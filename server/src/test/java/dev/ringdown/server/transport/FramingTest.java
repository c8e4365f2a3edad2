package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.support.Frame;
import dev.ringdown.server.support.RawSocket;
import dev.ringdown.server.support.RunningServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and fragments, RFC 6455 §5, and text, §8.1. */
final class FramingTest {
    @RegisterExtension
    static final RunningServer SERVER =
            RunningServer.with("echo.max-message-bytes", "100000", "echo.max-fragments", "1000");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 100_000})
    void echoesMessagesOfEveryFormOfLength(int length) throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            Frame text = Frame.text("x".repeat(length));
            Frame binary = Frame.of(Frame.BINARY, new byte[length]);
            socket.send(text, binary);
            assertThat(socket.read()).isEqualTo(text);
            assertThat(socket.read()).isEqualTo(binary);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "unmasked text, 8101 61",
        "unmasked ping, 8900",
        "RSV1 that was not agreed, c180 00000000",
        "RSV2, a180 00000000",
        "RSV3, 9180 00000000",
        "RSV3 on a ping, 9980 00000000",
        "opcode 3, 8380 00000000",
        "opcode 7, 8780 00000000",
        "opcode 11, 8b80 00000000",
        "opcode 15, 8f80 00000000",
        "fragmented ping, 0980 00000000",
        "fragmented close, 0880 00000000",
        "ping of 126 bytes, 89fe 007e 00000000",
        "pong of 64 KiB, 8aff 0000000000010000 00000000",
        "16-bit length of 125, 81fe 007d 00000000",
        "64-bit length of 65535, 81ff 000000000000ffff 00000000",
        "continuation of nothing, 8080 00000000",
        "beginning of a continuation of nothing, 0080 00000000",
        "text inside a message, 0180 00000000 8180 00000000",
        "binary inside a message, 0180 00000000 0280 00000000"
    })
    void whatBreaksTheRulesOfFramesClosesWith1002(String what, String hex) throws IOException {
        assertClosedAfter(HexFormat.of().parseHex(hex.replace(" ", "")), 1002);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one byte over the limit, 82ff 00000000000186a1",
        "4 GiB, 82ff 0000000100000000",
        "2^62, 81ff 4000000000000000",
        "2^63, 81ff 8000000000000000",
        "2^64 - 1, 81ff ffffffffffffffff"
    })
    void aHeaderThatClaimsTooMuchClosesWith1009AtOnce(String what, String hex) throws IOException {
        assertClosedAfter(HexFormat.of().parseHex(hex.replace(" ", "")), 1009);
    }

    @Test
    void fragmentsThatAreTooLongTogetherCloseWith1009() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.BINARY, new byte[60_000]).unfinished());
            socket.send(Frame.of(Frame.CONTINUATION, new byte[40_000]).unfinished());
            socket.send(Frame.of(Frame.CONTINUATION, new byte[1]));
            assertThat(socket.readClose().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void tooManyFragmentsCloseWith1009() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.TEXT).unfinished());
            Frame[] empty = new Frame[1000];
            Arrays.fill(empty, Frame.of(Frame.CONTINUATION).unfinished());
            socket.send(empty);
            Frame close = socket.readClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason()).startsWith("too-many-fragments");
        }
    }

    @Test
    void controlFramesMayComeBetweenFragments() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(
                    Frame.of(Frame.TEXT, "one ").unfinished(),
                    Frame.of(Frame.PING, "a"),
                    Frame.of(Frame.CONTINUATION).unfinished(),
                    Frame.of(Frame.PONG, "unasked"),
                    Frame.of(Frame.PING, "b"),
                    Frame.of(Frame.CONTINUATION, "message"));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, "a"));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, "b"));
            assertThat(socket.read()).isEqualTo(Frame.text("one message"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125})
    void aPongRepeatsThePayloadOfThePing(int length) throws IOException {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0xfe);
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.PING, payload));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, payload));
        }
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            Frame message = Frame.text("byte by byte ".repeat(10) + "€");
            socket.writeByteByByte(message.bytes());
            socket.writeByteByByte(Frame.of(Frame.PING, "ping").bytes());
            assertThat(socket.read()).isEqualTo(message);
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, "ping"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "c0af",
                "c1bf",
                "e08080",
                "eda080",
                "edbfbf",
                "f08080af",
                "f4908080",
                "f8888080",
                "80",
                "61e282"
            })
    void textThatIsNotUtf8ClosesWith1007WholeAndInFragments(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertClosedAfter(Frame.of(Frame.TEXT, bytes).bytes(), 1007);
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.TEXT, bytes[0]).unfinished());
            for (int i = 1; i < bytes.length; i++) {
                socket.send(Frame.of(Frame.CONTINUATION, bytes[i]).unfinished());
            }
            socket.send(Frame.of(Frame.CONTINUATION));
            assertThat(socket.readClose().closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void aCharacterMayBeCutByFragmentsAndPings() throws IOException {
        byte[] smile = "😀".getBytes(UTF_8);
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.TEXT, smile[0]).unfinished());
            socket.send(Frame.of(Frame.PING, smile[0]));
            socket.send(Frame.of(Frame.CONTINUATION, smile[1], smile[2]).unfinished());
            socket.send(Frame.of(Frame.CONTINUATION, smile[3]));
            assertThat(socket.read()).isEqualTo(Frame.of(Frame.PONG, smile[0]));
            assertThat(socket.readText()).isEqualTo("😀");
        }
    }

    @Test
    void textFailsInTheMiddleOfAMessageThatNeverEnds() throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send(Frame.of(Frame.TEXT, "good so far").unfinished());
            socket.send(Frame.of(Frame.CONTINUATION, (byte) 0xe2, (byte) 0x28).unfinished());
            assertThat(socket.readClose().closeCode()).isEqualTo(1007);
        }
    }

    /** What came before is answered, then comes the one Close, then the end; what came behind is not answered. */
    private static void assertClosedAfter(byte[] bad, int code) throws IOException {
        try (RawSocket socket = SERVER.echo()) {
            socket.send("before");
            socket.write(bad);
            socket.send(Frame.text("behind"), Frame.of(Frame.PING, "behind"));
            assertThat(socket.readText()).isEqualTo("before");
            assertThat(socket.readClose().closeCode()).isEqualTo(code);
        }
    }
}
