package dev.ringdown.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MaskingTest {
    private static final byte[] KEY = {0x11, (byte) 0xfe, 0x00, (byte) 0x93};
    private static final int MASK = 0x9300fe11;

    private final Random random = new Random(6455);

    @Test
    void unmasksEveryLengthAtEveryOffsetAndTouchesNothingElse() {
        for (int length = 0; length < 70; length++) {
            for (int offset = 0; offset < 9; offset++) {
                byte[] bytes = new byte[offset + length + 9];
                random.nextBytes(bytes);
                byte[] expected = bytes.clone();
                for (int i = 0; i < length; i++) {
                    expected[offset + i] ^= KEY[i % 4];
                }
                Masking.unmask(bytes, offset, length, MASK);
                assertThat(bytes).as("%d bytes at %d", length, offset).isEqualTo(expected);
            }
        }
    }

    @Test
    void piecesTogetherGiveTheWhole() {
        byte[] whole = new byte[1000];
        random.nextBytes(whole);
        byte[] pieces = whole.clone();
        Masking.unmask(whole, 0, whole.length, MASK);

        for (int done = 0; done < pieces.length; ) {
            int count = Math.min(random.nextInt(20), pieces.length - done);
            Masking.unmask(pieces, done, count, Masking.turn(MASK, done));
            done += count;
        }
        assertThat(pieces).isEqualTo(whole);
    }

    @Test
    void saysWhetherAllBytesAreAscii() {
        for (int length = 1; length < 40; length++) {
            byte[] ascii = new byte[length];
            Masking.unmask(ascii, 0, length, MASK);
            assertThat(Masking.unmask(ascii.clone(), 0, length, MASK)).isTrue();
            for (int at = 0; at < length; at++) {
                byte[] other = ascii.clone();
                other[at] ^= (byte) 0x80;
                assertThat(Masking.unmask(other, 0, length, MASK))
                        .as("byte %d of %d", at, length)
                        .isFalse();
            }
        }
    }
}
