package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading eight bytes at a time finds what reading one at a time does, at every alignment and up to every end. */
class StringScannerTest {

    private static final int REFUSED = Integer.MIN_VALUE;

    /** As they stand in the bytes. Among them are the neighbours that arithmetic on words could take for one another. */
    private static final List<String> PIECES = List.of(
            "\\r\\n",
            "\\n",
            "\\r",
            "\\\\",
            "\\\"",
            "\\/",
            "\\t",
            "\\u0041",
            "\\ud800",
            "\\\\\\\\n",
            "\\\"#",
            "\\nn",
            "\\no",
            "\\rs",
            "n",
            "r",
            "o",
            "s",
            "]",
            "[",
            "#",
            "!",
            " ",
            "\u007f",
            "\u00c3\u00a9",
            "\u00e2\u0082\u00ac",
            "\u00f0\u009f\u0098\u0080",
            "\\]",
            "\\o",
            "\\",
            "\\u12",
            "\u001f",
            "\u0000",
            "\n",
            "\u0080",
            "\u00c3",
            "\u00ed\u00a0\u0080",
            "\"",
            "\"#");

    @Test
    void everyPieceAtEveryPlace() {
        for (int alignment = 0; alignment <= 8; alignment++) {
            for (String piece : PIECES) {
                for (int before = 0; before <= 17; before++) {
                    for (int after = 0; after <= 17; after++) {
                        assertAgrees("x".repeat(before) + piece + "y".repeat(after), alignment);
                    }
                }
            }
        }
    }

    @Test
    void everyPieceAtEveryPlaceBehindALineEnd() {
        for (String piece : PIECES) {
            for (int before = 0; before <= 40; before++) {
                for (int after = 0; after <= 17; after++) {
                    assertAgrees("\\n" + "x".repeat(before) + piece + "y".repeat(after), 1);
                }
            }
        }
    }

    @Test
    void everyByteBehindABackslash() {
        for (char escaped = 0; escaped < 256; escaped++) {
            for (int continuations = 0; continuations <= 3; continuations++) {
                for (int before = 0; before <= 8; before++) {
                    String escape = "\\" + escaped + "\u0080".repeat(continuations);
                    assertAgrees("\\n" + "x".repeat(before) + escape + "yyyyyyyyy", 1);
                }
            }
        }
    }

    @Test
    void everyPieceAtEveryPlaceOfALongText() {
        String lines = "a=mid:0\\r\\nno rs\\n".repeat(80);
        for (String piece : PIECES) {
            for (int before = 0; before < lines.length(); before++) {
                if (lines.charAt(before) != 'n' && lines.charAt(before) != 'r') {
                    assertAgrees(lines.substring(0, before) + piece + lines.substring(before), 1);
                }
            }
        }
    }

    @Test
    void longTextsOfEveryLength() {
        String lines = "\\r\\n" + "v=0\\r\\n".repeat(220);
        for (int length = 0; length <= lines.length(); length++) {
            assertAgrees(lines.substring(0, length), 0);
        }
    }

    @Test
    void everyTwoPiecesSideBySideAndApart() {
        for (String first : PIECES) {
            for (String second : PIECES) {
                for (int before = 0; before < 8; before++) {
                    for (int between = 0; between < 9; between++) {
                        assertAgrees("x".repeat(before) + first + "z".repeat(between) + second + "yyyyyyyyy", 1);
                    }
                }
            }
        }
    }

    @Test
    void randomPieces() {
        Random random = new Random(8259);
        for (int round = 0; round < 30_000; round++) {
            StringBuilder text = new StringBuilder();
            int parts = random.nextInt(12);
            // Mostly from the valid ones, so that the scan gets far.
            for (int part = 0; part < parts; part++) {
                text.append("x".repeat(random.nextInt(12)));
                text.append(PIECES.get(random.nextInt(random.nextInt(10) == 0 ? PIECES.size() : 27)));
            }
            assertAgrees(text.toString(), random.nextInt(9));
        }
    }

    /** Compares with the closing quote inside the range, and beyond it, where it mustn't be seen. */
    private static void assertAgrees(String text, int alignment) {
        byte[] bytes = ("\"".repeat(alignment) + text + "\"\"\"\"\"\"\"\"\"\"").getBytes(ISO_8859_1);
        int endOfText = alignment + text.length();
        for (int end = endOfText; end <= bytes.length; end += 1 + end - endOfText) {
            int expected = byteByByte(bytes, alignment, end);
            int actual = scan(bytes, alignment, end);
            if (actual != expected) {
                assertThat(actual)
                        .as(text + " at " + alignment + " up to " + end)
                        .isEqualTo(expected);
            }
            byte[] exact = Arrays.copyOfRange(bytes, 0, end);
            assertThat(scan(exact, alignment, end)).isEqualTo(expected);
        }
    }

    private static int scan(byte[] bytes, int from, int end) {
        try {
            return StringScanner.scan(bytes, from, end);
        } catch (ProtocolException refused) {
            return REFUSED;
        }
    }

    private static int byteByByte(byte[] bytes, int from, int end) {
        boolean escapes = false;
        for (int at = from; at < end; at++) {
            byte value = bytes[at];
            if (value == '"') {
                boolean valid = Utf8Test.isValidToTheJdk(bytes, from, at - from);
                return !valid ? REFUSED : escapes ? ~(at + 1) : at + 1;
            }
            if (value >= 0 && value < ' ') {
                return REFUSED;
            }
            if (value == '\\') {
                escapes = true;
                at++;
                int digits = at < end && bytes[at] == 'u' ? 4 : 0;
                if (at + digits >= end || "\"\\/bfnrtu".indexOf(bytes[at]) < 0) {
                    return REFUSED;
                }
                for (; digits > 0; digits--) {
                    if (Character.digit(bytes[++at], 16) < 0) {
                        return REFUSED;
                    }
                }
            }
        }
        return REFUSED;
    }
}
