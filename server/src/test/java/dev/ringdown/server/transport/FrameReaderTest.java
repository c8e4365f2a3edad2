package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.CloseReason;
import dev.ringdown.server.dialect.MessageLimits;
import dev.ringdown.server.support.Frame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
    private static final String[] CHARACTERS = {"a", " ", "\u0000", "ß", "€", "한", "😀", "\uffff"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whereTheNetworkCutsTheStreamMakesNoDifference(long seed) {
        boolean deflate = seed % 2 == 0;
        Random random = new Random(seed);
        byte[] small = stream(random, deflate, 15, 140);
        cutsMakeNoDifference(small, deflate, random, 1);
        cutsMakeNoDifference(small, deflate, random, 3);
        cutsMakeNoDifference(small, deflate, random, 200);
        byte[] large = stream(random, deflate, 10, 75_000);
        cutsMakeNoDifference(large, deflate, random, 10_000);
    }

    private static void cutsMakeNoDifference(byte[] stream, boolean deflate, Random random, int longest) {
        DeflateParameters agreed = deflate ? new DeflateParameters(0, false) : null;
        try (MemoryConnection whole = connection(agreed);
                MemoryConnection cut = connection(agreed)) {
            whole.read(stream);
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(longest));
                cut.read(Arrays.copyOfRange(stream, at, end));
                at = end;
            }
            assertThat(whole.received()).hasSizeGreaterThan(9).endsWith("closed");
            assertThat(cut.received()).isEqualTo(whole.received());
            assertThat(cut.sent()).isEqualTo(whole.sent());
        }
    }

    /** Random messages of all shapes, pings among them, and a Close. */
    private static byte[] stream(Random random, boolean deflate, int messages, int longest) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (RawDeflate client = new RawDeflate()) {
            for (int i = 0; i < messages; i++) {
                boolean text = random.nextBoolean();
                byte[] payload = text ? text(random, longest) : noise(random, longest);
                boolean compress = deflate && random.nextBoolean();
                if (compress) {
                    payload = client.compress(payload);
                }
                int frames = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
                int at = 0;
                for (int f = 0; f < frames; f++) {
                    int end = f == frames - 1 ? payload.length : at + random.nextInt(payload.length - at + 1);
                    Frame frame = Frame.of(
                            f > 0 ? Frame.CONTINUATION : text ? Frame.TEXT : Frame.BINARY,
                            Arrays.copyOfRange(payload, at, end));
                    frame = f == 0 && compress ? frame.reserved(Frame.RSV1) : frame;
                    stream.writeBytes((f < frames - 1 ? frame.unfinished() : frame).bytes());
                    if (random.nextInt(4) == 0) {
                        int opcode = random.nextBoolean() ? Frame.PING : Frame.PONG;
                        stream.writeBytes(
                                Frame.of(opcode, new byte[random.nextInt(126)]).bytes());
                    }
                    at = end;
                }
            }
        }
        stream.writeBytes(Frame.close(3000, "that is all").bytes());
        stream.writeBytes(Frame.text("nobody reads this").bytes());
        return stream.toByteArray();
    }

    private static byte[] text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = length(random, longest) / 2; length > 0; length--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] noise(Random random, int longest) {
        byte[] noise = new byte[length(random, longest)];
        random.nextBytes(noise);
        return noise;
    }

    private static int length(Random random, int longest) {
        return random.nextInt(8) == 0 ? 0 : random.nextInt(longest + 1);
    }

    @Test
    void answersInTheOrderOfTheStream() {
        try (MemoryConnection connection = connection(null)) {
            connection.read(Frame.text("one"), Frame.of(Frame.PING, "p"), Frame.text("two"), Frame.of(Frame.CLOSE));
            assertThat(connection.sent())
                    .isEqualTo(serverBytes(
                            Frame.text("one"), Frame.of(Frame.PONG, "p"), Frame.text("two"), Frame.of(Frame.CLOSE)));
            assertThat(connection.isOutputShutdown()).isTrue();
        }
    }

    @Test
    void closesOnceAndIgnoresWhatComesBehindAViolation() {
        try (MemoryConnection connection = connection(null)) {
            connection.read(Frame.text("good"), Frame.text("bad").reserved(2), Frame.text("late"));
            connection.read(Frame.text("later").reserved(1), Frame.close(1000, ""));
            assertThat(connection.received()).containsExactly("text good", "closed");
            assertThat(connection.sent()).isEqualTo(serverBytes(Frame.text("good"), close(CloseReason.PROTOCOL_ERROR)));
        }
    }

    @Test
    void aFaultOfTheSessionClosesWith1011() {
        try (MemoryConnection connection = connection(null)) {
            connection.read(Frame.text("fail"), Frame.text("late"));
            assertThat(connection.received()).containsExactly("closed");
            assertThat(connection.sent()).isEqualTo(serverBytes(close(CloseReason.INTERNAL_ERROR)));
        }
    }

    /** The first byte that makes text invalid ends the connection, though most of the frame is still to come. */
    @ParameterizedTest
    @CsvSource({"61ff, 2", "c0af, 1", "e282ff, 3", "eda0, 2", "f490, 2", "f8, 1", "80, 1"})
    void failsFastInsideAFrame(String hex, int badAt) {
        byte[] start = HexFormat.of().parseHex(hex);
        byte[] frame = Frame.of(Frame.TEXT, Arrays.copyOf(start, 1000)).bytes();
        int head = frame.length - 1000;
        try (MemoryConnection connection = connection(null)) {
            connection.read(Arrays.copyOf(frame, head + badAt - 1));
            assertThat(connection.isOpen()).isTrue();
            connection.read(frame[head + badAt - 1]);
            assertThat(connection.sent()).isEqualTo(serverBytes(close(CloseReason.INVALID_DATA)));
        }
    }

    @Test
    void aMessageMayBeAsLargeAsTheLimitAndNotOneByteLarger() {
        MessageLimits limits = new MessageLimits(1000, 1500, 10);
        byte[] half = new byte[750];
        try (MemoryConnection connection = new MemoryConnection(limits, null)) {
            connection.read(
                    Frame.of(Frame.BINARY, new byte[1000]),
                    Frame.of(Frame.BINARY, half).unfinished(),
                    Frame.of(Frame.CONTINUATION, half));
            assertThat(connection.received()).hasSize(2);
            connection.read(
                    Frame.of(Frame.BINARY, half).unfinished(),
                    Frame.of(Frame.CONTINUATION, half).unfinished());
            assertThat(connection.isOpen()).isTrue();
            connection.read(Frame.of(Frame.CONTINUATION, (byte) 1));
            assertThat(connection.sent()).endsWith(serverBytes(close(CloseReason.TOO_BIG)));
        }
        try (MemoryConnection connection = new MemoryConnection(limits, null)) {
            connection.read(Frame.of(Frame.BINARY, new byte[1001]));
            assertThat(connection.sent()).isEqualTo(serverBytes(close(CloseReason.TOO_BIG)));
        }
    }

    @Test
    void theMessageLimitHoldsForAWholeFrameToo() {
        try (MemoryConnection connection = new MemoryConnection(new MessageLimits(2000, 1000, 10), null)) {
            connection.read(Frame.of(Frame.BINARY, new byte[1001]));
            assertThat(connection.sent()).isEqualTo(serverBytes(close(CloseReason.TOO_BIG)));
        }
    }

    @Test
    void aMessageMayHaveAsManyFragmentsAsTheLimitAndNoMore() {
        MessageLimits limits = new MessageLimits(1000, 1000, 3);
        Frame empty = Frame.of(Frame.CONTINUATION).unfinished();
        Frame first = Frame.of(Frame.TEXT, "x").unfinished();
        Frame last = Frame.of(Frame.CONTINUATION);
        try (MemoryConnection connection = new MemoryConnection(limits, null)) {
            connection.read(first, empty, last, first, empty, last);
            assertThat(connection.received()).containsExactly("text x", "text x");
            connection.read(first, empty, empty, empty);
            assertThat(connection.sent()).endsWith(serverBytes(close(CloseReason.TOO_MANY_FRAGMENTS)));
        }
    }

    @Test
    void givesEverythingBackWhenTheSocketGoesInTheMiddle() {
        byte[] frame = Frame.text("cut short").bytes();
        for (int there : new int[] {1, 5, 6, frame.length - 1}) {
            MemoryConnection connection = connection(new DeflateParameters(0, false));
            connection.read(Frame.of(Frame.TEXT, (byte) 0).reserved(Frame.RSV1));
            connection.read(Arrays.copyOf(frame, there));
            connection.close();
            assertThat(connection.received()).containsExactly("text ", "closed");
        }
    }

    private static MemoryConnection connection(@Nullable DeflateParameters deflate) {
        return new MemoryConnection(MemoryConnection.LIMITS, deflate);
    }

    private static Frame close(CloseReason reason) {
        return Frame.close(reason.code(), reason.text());
    }

    private static byte[] serverBytes(Frame... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(frame.unmaskedBytes());
        }
        return bytes.toByteArray();
    }
}
