package dev.ringdown.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.protocol.CloseReason;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InflateTest {
    private static final int LIMIT = 100_000;

    private final RawDeflate client = new RawDeflate();
    private final Inflate inflate = new Inflate(true);

    @AfterEach
    void end() {
        client.close();
        inflate.end();
    }

    /** The messages of RFC 7692 §7.2.3, and others that are as good. */
    @ParameterizedTest
    @CsvSource({
        "f248cdc9c90700, Hello",
        "000500faff48656c6c6f00, Hello",
        "f348cdc9c9070000, Hello",
        "f248050000 00ffff cac9c90700, Hello",
        "00, ''",
        "'', ''",
        "0300 00, ''",
        "0300 f348cdc9c90700 00, Hello",
        "f348cdc9c90700, Hello"
    })
    void inflatesEveryShapeOfMessageTwice(String hex, String plain) throws Violation {
        byte[] compressed = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(inflate(compressed)).isEqualTo(plain);
        assertThat(inflate(compressed)).as("and once more").isEqualTo(plain);
    }

    @Test
    void aMessageMayReferToTheOneBefore() throws Violation {
        String message = "the same words again and again";
        byte[] first = client.compress(message.getBytes(UTF_8));
        byte[] second = client.compress(message.getBytes(UTF_8));
        assertThat(second).hasSizeLessThan(first.length / 2);
        assertThat(inflate(first)).isEqualTo(message);
        assertThat(inflate(second)).isEqualTo(message);
    }

    @Test
    void withoutTakeoverNothingIsRemembered() throws Violation {
        byte[] message = "the same words again and again".getBytes(UTF_8);
        byte[] first = client.compress(message);
        byte[] second = client.compress(message);
        Inflate forgetful = new Inflate(false);
        forgetful.message(first, 0, first.length, LIMIT);
        assertThatThrownBy(() -> forgetful.message(second, 0, second.length, LIMIT))
                .isEqualTo(Violation.of(CloseReason.INVALID_DATA));
        forgetful.end();
    }

    @Test
    void takesExactlyTheLimitAndNotOneByteMore() throws Violation {
        byte[] exact = client.compress(new byte[LIMIT]);
        assertThat(inflate.message(exact, 0, exact.length, LIMIT).size()).isEqualTo(LIMIT);
        byte[] over = client.compress(new byte[LIMIT + 1]);
        assertThatThrownBy(() -> inflate.message(over, 0, over.length, LIMIT))
                .isEqualTo(Violation.of(CloseReason.TOO_BIG));
    }

    @ParameterizedTest
    @CsvSource({"ffffff, a block of a type that is not", "000500fafe48, a stored block whose lengths differ"})
    void refusesWhatIsNotDeflate(String hex, String what) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> inflate.message(bytes, 0, bytes.length, LIMIT))
                .as(what)
                .isEqualTo(Violation.of(CloseReason.INVALID_DATA));
    }

    @Test
    void readsOnlyItsRange() throws Violation {
        byte[] compressed = client.compress("hello".getBytes(UTF_8));
        byte[] among = new byte[compressed.length + 20];
        Arrays.fill(among, (byte) 0xff);
        System.arraycopy(compressed, 0, among, 10, compressed.length);
        MessageBuffer plain = inflate.message(among, 10, compressed.length, LIMIT);
        assertThat(new String(plain.bytes(), 0, plain.size(), UTF_8)).isEqualTo("hello");
    }

    private String inflate(byte[] compressed) throws Violation {
        MessageBuffer plain = inflate.message(compressed, 0, compressed.length, LIMIT);
        return new String(plain.bytes(), 0, plain.size(), UTF_8);
    }
}
