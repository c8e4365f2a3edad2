package dev.ringdown.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of SipHash's reference implementation: key 00 01 … 0f, message 00 01 02 …, hash in little-endian. */
final class SipHashTest {
    private final SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "0, 310e0edd47db6f72",
        "2, 5a4fa9d909806c0d",
        "4, b7877127e09427cf",
        "6, cee3fe586e46c9cb",
        "8, 6224939a79f5f593",
        "14, eef27a8e90ca23f7",
        "16, db9bc2577fcc2a3f",
        "62, 575ff28e60381be5"
    })
    void hashesAsTheReferenceDoes(int bytes, String expected) {
        assertThat(littleEndian(hash.of(text(bytes)))).isEqualTo(expected);
    }

    @Test
    void hashesANumberAsItsBytes() {
        assertThat(littleEndian(hash.of(0x0706050403020100L))).isEqualTo("6224939a79f5f593");
    }

    @Test
    void textsThatDifferInUnpairedSurrogatesAloneHaveDifferentHashes() {
        assertThat(hash.of("\ud800")).isNotEqualTo(hash.of("\ud801"));
    }

    @Test
    void anotherKeyIsAnotherHash() {
        assertThat(new SipHash(1, 2).of("room")).isNotEqualTo(hash.of("room"));
        assertThat(SipHash.OF_PROCESS.of("room")).isNotEqualTo(hash.of("room"));
    }

    private static String text(int bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes; at += 2) {
            text.append((char) (at | (at + 1) << 8));
        }
        return text.toString();
    }

    private static String littleEndian(long hash) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(hash));
    }
}
