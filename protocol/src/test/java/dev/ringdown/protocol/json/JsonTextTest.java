package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "alice, `\"alice\"`",
                "``, `\"\"`",
                "`a\"b\\c/d`, `\"a\\\"b\\\\c/d\"`",
                "`\b\f\n\r\t`, `\"\\b\\f\\n\\r\\t\"`",
                "`x\0\u001f\u007f`, `\"x\\u0000\\u001f\u007f\"`",
                "`é€😀\u2028<`, `\"é€😀\u2028<\"`",
            })
    void escapesOnlyWhatMustBe(String text, String quoted) {
        assertThat(new String(JsonText.quote(text), UTF_8)).isEqualTo(quoted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800"})
    void halfASurrogatePairBecomesAQuestionMark(String text) {
        assertThat(new String(JsonText.quote(text), UTF_8)).isEqualTo('"' + text.replaceAll("\\p{Cs}", "?") + '"');
    }

    @Test
    void whatItQuotesComesBackFromJacksonAndFromAnEnvelope() {
        JsonMapper mapper = JsonMapper.shared();
        Envelope envelope = new Envelope(JsonLimits.DEFAULTS, "a");
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x900 ? 1 : 997) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            String text = "<" + Character.toString(codePoint) + ">";
            byte[] quoted = JsonText.quote(text);
            byte[] document = ("{\"a\":" + new String(quoted, UTF_8) + "}").getBytes(UTF_8);
            envelope.scan(document, 0, document.length);

            assertThat(mapper.readValue(quoted, String.class)).isEqualTo(text);
            assertThat(envelope.text(0)).isEqualTo(text);
            assertThat(envelope.matches(0, text.getBytes(UTF_8))).isTrue();
        }
    }
}
