package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.server.core.SharedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void compressesAMessageForManyOnceForEachWindow() {
        byte[] words = "who is online ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        SharedMessage list = new SharedMessage(words);
        SharedMessage other = new SharedMessage(words);
        ByteBuf first = shared(list, 15);
        ByteBuf second = shared(list, 15);
        ByteBuf narrow = shared(list, 9);
        ByteBuf another = shared(other, 9);

        assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress());
        assertThat(narrow.memoryAddress()).isNotEqualTo(first.memoryAddress());
        assertThat(another.memoryAddress()).isNotEqualTo(narrow.memoryAddress());
        for (ByteBuf compressed : List.of(first, second, narrow, another)) {
            assertThat(RawDeflate.inflate(ByteBufUtil.getBytes(compressed))).isEqualTo(words);
            compressed.release();
        }
        list.release();
        other.release();
    }

    private ByteBuf shared(SharedMessage message, int windowBits) {
        ByteBuf bytes = message.share();
        try {
            return deflate.shared(message, bytes, windowBits);
        } finally {
            bytes.release();
        }
    }

    private byte[] compress(byte[] message, int windowBits) {
        MessageBuffer compressed = deflate.message(message, 0, message.length, windowBits);
        return Arrays.copyOf(compressed.bytes(), compressed.size());
    }
}
