package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeflateTest {
    private final Deflate deflate = new Deflate();

    @AfterEach
    void end() {
        deflate.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 12, 15})
    void whatGoesInComesOutOfAnotherInflater(int windowBits) {
        Random random = new Random(7692);
        for (int length : new int[] {0, 1, 2, 3, 100, 256, 257, 1000, 65_536, 300_000}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            assertThat(RawDeflate.inflate(compress(noise, windowBits))).isEqualTo(noise);
            byte[] words = "to be or not to be "
                    .repeat(length / 19 + 1)
                    .substring(0, length)
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(RawDeflate.inflate(compress(words, windowBits))).isEqualTo(words);
        }
    }

    /** With a window of 256 bytes, what stood 300 bytes before can't be referred to, so saying it again costs as much. */
    @ParameterizedTest
    @ValueSource(ints = {8, 15})
    void refersNoFurtherBackThanTheWindow(int windowBits) {
        byte[] noise = new byte[512];
        new Random(1).nextBytes(noise);
        byte[] twice = Arrays.copyOf(noise, 1024);
        System.arraycopy(noise, 0, twice, 512, 512);
        int compressed = compress(twice, windowBits).length;
        if (windowBits == 15) {
            assertThat(compressed).isLessThan(700);
        } else {
            assertThat(compressed).isGreaterThan(1000);
        }
    }

    private byte[] compress(byte[] message, int windowBits) {
        MessageBuffer compressed = deflate.message(message, 0, message.length, windowBits);
        return Arrays.copyOf(compressed.bytes(), compressed.size());
    }
}
