package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "80, 0",
        "bf, 0",
        "c0af, 0",
        "c1bf, 0",
        "f5808080, 0",
        "f8, 0",
        "ff, 0",
        "c328, 1",
        "c3c3, 1",
        "e080af, 1",
        "e09fbf, 1",
        "eda080, 1",
        "edbfbf, 1",
        "f08080af, 1",
        "f08fbfbf, 1",
        "f4908080, 1",
        "e28228, 2",
        "e282c3, 2",
        "f09f2898, 2",
        "f09f9828, 3",
        "c3a980, 2",
        "f09f988080, 4"
    })
    void refusesTheVeryByteThatMakesTheTextInvalid(String hex, int badByte) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int before = 0; before < 20; before++) {
            byte[] text = new byte[before + bytes.length];
            java.util.Arrays.fill(text, (byte) 'x');
            System.arraycopy(bytes, 0, text, before, bytes.length);

            assertThat(Utf8.validate(Utf8.ACCEPT, text, 0, before + badByte)).isNotEqualTo(Utf8.REJECT);
            assertThat(Utf8.validate(Utf8.ACCEPT, text, 0, before + badByte + 1))
                    .isEqualTo(Utf8.REJECT);
            assertThat(Utf8.validate(Utf8.ACCEPT, text, 0, text.length)).isEqualTo(Utf8.REJECT);
        }
    }

    @Test
    void carriesAnIncompleteCharacterFromPieceToPieceWhereverItIsCut() {
        byte[] text = "aé€😀 the quick brown fox \uffff\udbff\udfff.".getBytes(UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            int state = Utf8.validate(Utf8.ACCEPT, text, 0, cut);
            boolean whole = cut == text.length || (text[cut] & 0xC0) != 0x80;
            assertThat(state == Utf8.ACCEPT).isEqualTo(whole);
            assertThat(state).isNotEqualTo(Utf8.REJECT);
            assertThat(Utf8.validate(state, text, cut, 0)).isEqualTo(state);
            assertThat(Utf8.validate(state, text, cut, text.length - cut)).isEqualTo(Utf8.ACCEPT);
            assertThat(Utf8.isValid(text, 0, cut)).isEqualTo(whole);
        }
    }

    @Test
    void aRejectedTextStaysRejected() {
        assertThat(Utf8.validate(Utf8.REJECT, "fine".getBytes(UTF_8), 0, 4)).isEqualTo(Utf8.REJECT);
        assertThat(Utf8.validate(Utf8.REJECT, new byte[0], 0, 0)).isEqualTo(Utf8.REJECT);
    }

    @Test
    void readsOnlyTheRangeItIsGiven() {
        byte[] text = {(byte) 0xFF, 'a', 'b', (byte) 0xFF};

        assertThat(Utf8.isValid(text, 1, 2)).isTrue();
        assertThatThrownBy(() -> Utf8.isValid(text, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void agreesWithTheJdkOnEverySequenceOfTwoBytesAndOnRandomText() {
        byte[] pair = new byte[2];
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            pair[0] = (byte) (bits >>> 8);
            pair[1] = (byte) bits;
            assertAgrees(pair, 0, 2);
        }
        Random random = new Random(6455);
        for (int round = 0; round < 50_000; round++) {
            byte[] text = randomText(random);
            int from = random.nextInt(9);
            byte[] padded = new byte[from + text.length + random.nextInt(9)];
            java.util.Arrays.fill(padded, (byte) 0xBF);
            System.arraycopy(text, 0, padded, from, text.length);
            assertAgrees(padded, from, text.length);
        }
    }

    private static byte[] randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(6);
        for (int part = 0; part < parts; part++) {
            text.append("x".repeat(random.nextInt(20)));
            text.appendCodePoint(random.nextInt(0xD800) >>> random.nextInt(16));
            text.append(random.nextBoolean() ? "" : "😀");
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static void assertAgrees(byte[] bytes, int offset, int length) {
        boolean valid = isValidToTheJdk(bytes, offset, length);
        if (Utf8.isValid(bytes, offset, length) != valid) {
            assertThat(valid)
                    .as(HexFormat.of().formatHex(bytes, offset, offset + length))
                    .isEqualTo(!valid);
        }
        int state = Utf8.ACCEPT;
        for (int at = offset; at < offset + length; at++) {
            state = Utf8.validate(state, bytes, at, 1);
        }
        assertThat(state == Utf8.ACCEPT).isEqualTo(valid);
    }

    static boolean isValidToTheJdk(byte[] bytes, int offset, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
