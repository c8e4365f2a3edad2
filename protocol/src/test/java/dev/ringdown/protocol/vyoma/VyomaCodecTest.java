package dev.ringdown.protocol.vyoma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VyomaCodecTest {
    private final VyomaCodec codec = new VyomaCodec();

    @Test
    void readsNextHoweverItIsWritten() {
        assertThat(decode("{\"type\":\"next\"}")).isInstanceOf(VyomaRequest.Next.class);
        assertThat(decode(" {\"payload\":{\"type\":\"typing\"},\"type\":\"x\", \"\\u0074ype\" :\"n\\u0065xt\"}\n"))
                .isInstanceOf(VyomaRequest.Next.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"message\",\"payload\":\"hi\"}",
                "{\"type\":\"message\",\"payload\":null}",
                "{\"type\":\"typing\"}",
                "{\"type\":\"signal\",\"payload\":{\"type\":\"paired\"}}",
                "{\"type\":\"Next\"}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"\"}"
            })
    void everythingElseIsForThePartner(String message) {
        assertThat(decode(message)).isInstanceOf(VyomaRequest.Relay.class);
    }

    @Test
    void saysToAPartnerOfPlainTextWhatTheStringSays() {
        assertThat(textOf("{\"type\":\"message\",\"payload\":\"a \\\"b\\\"\\n\\ud83c\\udfaf\"}"))
                .isEqualTo("a \"b\"\n🎯");
        assertThat(textOf("{\"type\":\"message\",\"payload\":\"no\",\"payload\":\"yes\"}"))
                .isEqualTo("yes");
        assertThat(errorOf(() -> textOf("{\"type\":\"message\",\"payload\":{\"text\":\"a\"}}")))
                .isEqualTo(ProtocolError.PLAIN_PARTNER);
        assertThat(errorOf(() -> textOf("{\"type\":\"typing\",\"payload\":\"a\"}")))
                .isEqualTo(ProtocolError.PLAIN_PARTNER);
        assertThat(errorOf(() -> textOf("{\"type\":\"message\",\"payload\":\"\\ud83c\"}")))
                .isEqualTo(ProtocolError.BAD_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "hello                                       | BAD_JSON",
                "{\"type\":\"next\"                          | BAD_JSON",
                "[{\"type\":\"next\"}]                       | BAD_JSON",
                "{\"type\":\"next\"}{\"type\":\"next\"}      | BAD_JSON",
                "{}                                          | MISSING_TYPE",
                "{\"type\":1}                                | MISSING_TYPE",
                "{\"payload\":{\"type\":\"next\"}}           | MISSING_TYPE",
                "{\"type\":\"message\"}                      | BAD_FIELD",
                "{\"type\":\"waiting\"}                      | RESERVED_TYPE",
                "{\"type\":\"paired\",\"payload\":{}}        | RESERVED_TYPE",
                "{\"type\":\"partner\\u005fleft\"}           | RESERVED_TYPE",
                "{\"type\":\"typing\",\"type\":\"error\"}    | RESERVED_TYPE",
                "{\"type\":\"error\",\"type\":\"typing\"}    | AMBIGUOUS_FIELD",
                "{\"TYPE\":\"error\",\"type\":\"typing\"}    | AMBIGUOUS_FIELD",
                "{\"type\":\"typing\",\"t\\u0059pe\":\"x\"}   | AMBIGUOUS_FIELD",
                "{\"TYPE\":\"typing\"}                       | MISSING_TYPE",
            })
    void refusesWhatIsNoRequest(String message, ProtocolError error) {
        assertThat(errorOf(() -> decode(message))).isEqualTo(error);
    }

    @Test
    void readsOnlyTheRangeThatItIsGiven() {
        byte[] bytes = "}}{\"type\":\"next\"}{{".getBytes(UTF_8);
        assertThat(codec.decode(bytes, 2, bytes.length - 4)).isInstanceOf(VyomaRequest.Next.class);
    }

    @Test
    void writesTheWordsOfTheSeedToTheByte() {
        assertThat(VyomaCodec.encode(new VyomaEvent.Waiting(), Format.TEXT))
                .asHexString()
                .isEqualTo("E28C9B2057616974696E6720666F7220616E6F7468657220656E7472657072656E6575722E2E2E");
        assertThat(VyomaCodec.encode(new VyomaEvent.Paired(true, Format.JSON), Format.TEXT))
                .asHexString()
                .isEqualTo("F09F8EAF20436F6E6E6563746564207769746820616E20656E7472657072656E65757221");
        assertThat(VyomaCodec.encode(new VyomaEvent.PartnerLeft(), Format.TEXT))
                .asHexString()
                .isEqualTo("E29AA0EFB88F20506172746E657220646973636F6E6E65637465642E");
    }

    @Test
    void writesEveryOtherEvent() {
        assertThat(encode(new VyomaEvent.Message("a\"b"), Format.TEXT)).isEqualTo("a\"b");
        assertThat(encode(new VyomaEvent.Refused(refusal()), Format.TEXT)).isEqualTo("⚠️ Not like this.");
        assertThat(encode(new VyomaEvent.Waiting(), Format.JSON)).isEqualTo("{\"type\":\"waiting\"}");
        assertThat(encode(new VyomaEvent.Paired(true, Format.TEXT), Format.JSON))
                .isEqualTo("{\"type\":\"paired\",\"payload\":{\"initiator\":true,\"format\":\"text\"}}");
        assertThat(encode(new VyomaEvent.Paired(false, Format.JSON), Format.JSON))
                .isEqualTo("{\"type\":\"paired\",\"payload\":{\"initiator\":false,\"format\":\"json\"}}");
        assertThat(encode(new VyomaEvent.PartnerLeft(), Format.JSON)).isEqualTo("{\"type\":\"partner_left\"}");
        assertThat(encode(new VyomaEvent.Message("a\"b\n🎯"), Format.JSON))
                .isEqualTo("{\"type\":\"message\",\"payload\":\"a\\\"b\\n🎯\"}");
        assertThat(encode(new VyomaEvent.Refused(refusal()), Format.JSON))
                .isEqualTo("{\"type\":\"error\",\"payload\":{\"code\":\"bad-field\",\"message\":\"Not like this.\"}}");
    }

    @Test
    void formatsHaveNames() {
        assertThat(Format.named("json")).isEqualTo(Format.JSON);
        assertThat(Format.named("text")).isEqualTo(Format.TEXT);
        assertThat(Format.named("JSON")).isNull();
    }

    private static ProtocolException refusal() {
        return new ProtocolException(ProtocolError.BAD_FIELD, "Not like this.");
    }

    private static ProtocolError errorOf(ThrowingCallable code) {
        return catchThrowableOfType(ProtocolException.class, code).error();
    }

    private String textOf(String message) {
        return ((VyomaRequest.Relay) decode(message)).text();
    }

    private static String encode(VyomaEvent event, Format format) {
        return new String(VyomaCodec.encode(event, format), UTF_8);
    }

    private VyomaRequest decode(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        return codec.decode(bytes, 0, bytes.length);
    }
}
