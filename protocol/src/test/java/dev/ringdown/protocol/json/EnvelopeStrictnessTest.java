package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an envelope refuses. */
class EnvelopeStrictnessTest {

    private final Envelope envelope = new Envelope(JsonLimits.DEFAULTS, "type", "data.client_id");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"type\"",
                "[]",
                "[{}]",
                "x",
                "\ufeff{}",
                "//c\n{}",
                "{",
                "{\"",
                "{\"a",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":[",
                "{\"a\":[1",
                "{\"a\":[1,",
                "{\"a\":[1]",
                "{\"a\":{",
                "{\"a\":{}",
                "{}}",
                "{}{}",
                "{} {}",
                "{} x",
                "{}\0",
                "{}\u00a0",
                "{]",
                "[}",
                "{,}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,,\"b\":2}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{\"a\":}",
                "{:1}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{null:1}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}}",
                "{\"a\":{]}",
                "{\"a\":[\"b\":1]}",
                "{\"a\":{1}}",
                "{\"a\":(1)}",
                "{\"a\":1;}",
                "{\"a\":/**/1}",
                "{\"a\"\u000b:1}",
                "{\u0000}",
                "{\u2028}"
            })
    void refusesWhatIsNotOneObject(String document) {
        assertRefused(document.getBytes(UTF_8), ProtocolError.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tru",
                "truE",
                "True",
                "trueX",
                "t",
                "fals",
                "falsey",
                "nul",
                "nil",
                "NaN",
                "Infinity",
                "-Infinity",
                "undefined",
                "-",
                "+1",
                "01",
                "-01",
                "00",
                "1.",
                ".5",
                "-.5",
                "1.e3",
                "1e",
                "1e+",
                "1E-",
                "1e1.5",
                "0x10",
                "1_000",
                "1-",
                "1a",
                "--1",
                "1..2",
                "1ee2",
                "\u0661"
            })
    void refusesWhatIsNoLiteralAndNoNumber(String value) {
        assertRefused(("{\"a\":" + value + "}").getBytes(UTF_8), ProtocolError.BAD_JSON);
        assertRefused(("{\"a\":[" + value + "]}").getBytes(UTF_8), ProtocolError.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1",
                "-1",
                "10",
                "0.0",
                "-0.5",
                "1e5",
                "1E+5",
                "1e-5",
                "0e0",
                "1.25E10",
                "true",
                "false",
                "null",
                "\"\"",
                "[]",
                "[ ]",
                "{}",
                "{ }",
                "[[],{},\"\",0]",
                "\"\u007f\"",
                "\"\u2028\ufeff\uffff\"",
                "\"\\u0000\\/\""
            })
    void acceptsWhatRfc8259Allows(String value) {
        assertAccepted("{\"a\":" + value + "}");
        assertAccepted("\t\r\n {\t\r\n \"a\"\t\r\n :\t\r\n " + value + "\t\r\n ,\t\r\n \"b\" : [ " + value
                + " ]\t\r\n }\t\r\n ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\",
                "\\a",
                "\\'",
                "\\0",
                "\\x41",
                "\\U0041",
                "\\N",
                "\\R",
                "\\u",
                "\\u1",
                "\\u123",
                "\\u123g",
                "\\u 123",
                "\\u-123",
                "\\u\u0661\u0661\u0661\u0661",
                "\\u004\u0764",
                "\\\u00e9",
                "\\]",
                "\\\n",
                "\\s",
                "\\o",
                "\\m"
            })
    void refusesUnknownEscapes(String text) {
        for (String before : new String[] {"", "abcdefg", "\\r\\n", "abcd\\r\\n", "0123456789\\\\"}) {
            assertRefused(("{\"a\":\"" + before + text + "\"}").getBytes(UTF_8), ProtocolError.BAD_JSON);
            assertRefused(("{\"" + before + text + "x\":1}").getBytes(UTF_8), ProtocolError.BAD_JSON);
        }
    }

    @Test
    void refusesRawControlCharactersAnywhereInAString() {
        for (char control = 0; control < ' '; control++) {
            for (int before = 0; before < 20; before++) {
                String text = "x".repeat(before) + control + "yyyyyyyyyy";
                assertRefused(("{\"a\":\"" + text + "\"}").getBytes(UTF_8), ProtocolError.BAD_JSON);
                assertRefused(("{\"a\":\"\\r\\n" + text + "\"}").getBytes(UTF_8), ProtocolError.BAD_JSON);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c3",
                "c328",
                "c0af",
                "c1bf",
                "e0",
                "e080af",
                "e09fbf",
                "e282",
                "e28228",
                "eda080",
                "edbfbf",
                "f0",
                "f08080af",
                "f08fbfbf",
                "f09f98",
                "f4908080",
                "f5808080",
                "f888808080",
                "fe",
                "ff",
                "c3a9a9"
            })
    void refusesInvalidUtf8InKeysAndValues(String hex) {
        String bad = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        for (String before : new String[] {"", "abcdefg", "\\r\\n", "\u00c3\u00a9"}) {
            assertRefused(("{\"a\":\"" + before + bad + "\"}").getBytes(ISO_8859_1), ProtocolError.BAD_UTF8);
            assertRefused(("{\"" + before + bad + "\":1}").getBytes(ISO_8859_1), ProtocolError.BAD_UTF8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\ud800\udc00", "\udbff\udfff"})
    void acceptsTheFirstAndLastCharacterOfEachLength(String text) {
        assertAccepted("{\"type\":\"" + text + "\"}");
        assertThat(envelope.text(0)).isEqualTo(text);
    }

    @Test
    void opensSixteenContainersAndNoMore() {
        assertAccepted("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}");
        assertRefused(("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}").getBytes(UTF_8), ProtocolError.LIMIT);
        assertAccepted("{\"a\":".repeat(16) + "1" + "}".repeat(16));
        assertRefused(("{\"a\":".repeat(17) + "1" + "}".repeat(17)).getBytes(UTF_8), ProtocolError.LIMIT);
        assertAccepted("{\"a\":[" + "[[]],".repeat(100) + "[[]]]}");
    }

    @Test
    void opensSixtyFourContainersWhenAllowed() {
        Envelope deep = new Envelope(new JsonLimits(64, 4096, 38), "type");
        String document = "{\"a\":[".repeat(32) + "]}".repeat(32);
        assertThatCode(() -> deep.scan(document.getBytes(UTF_8), 0, document.length()))
                .doesNotThrowAnyException();
        String wrong = "{\"a\":[".repeat(32) + "]}".repeat(31) + "}]";
        assertThatCode(() -> deep.scan(wrong.getBytes(UTF_8), 0, wrong.length()))
                .isSameAs(Refusals.COMMA_EXPECTED);
    }

    @Test
    void countsKeysAndValuesAsTokens() {
        // One for the object, two for the member, one for each element.
        assertAccepted("{\"a\":[" + "0,".repeat(4092) + "0]}");
        assertRefused(("{\"a\":[" + "0,".repeat(4093) + "0]}").getBytes(UTF_8), ProtocolError.LIMIT);
        assertAccepted("{\"b\":1" + ",\"a\":1".repeat(2046) + "}");
        assertRefused(("{\"b\":1" + ",\"a\":1".repeat(2047) + "}").getBytes(UTF_8), ProtocolError.LIMIT);
    }

    @Test
    void refusesNumbersOfMoreThanThirtyEightCharacters() {
        assertAccepted("{\"a\":" + "1".repeat(38) + "}");
        assertRefused(("{\"a\":" + "1".repeat(39) + "}").getBytes(UTF_8), ProtocolError.LIMIT);
        assertRefused(("{\"a\":-1." + "0".repeat(33) + "e10}").getBytes(UTF_8), ProtocolError.LIMIT);
    }

    private void assertAccepted(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        assertThatCode(() -> envelope.scan(bytes, 0, bytes.length)).as(document).doesNotThrowAnyException();
    }

    private void assertRefused(byte[] document, ProtocolError error) {
        ProtocolException refused =
                catchThrowableOfType(ProtocolException.class, () -> envelope.scan(document, 0, document.length));
        assertThat(refused).as(new String(document, UTF_8)).isNotNull();
        assertThat(refused.error()).as(new String(document, UTF_8)).isEqualTo(error);
    }
}
