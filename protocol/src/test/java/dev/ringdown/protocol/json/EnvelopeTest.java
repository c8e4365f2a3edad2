package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.protocol.ProtocolException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields an envelope finds, and where. */
class EnvelopeTest {

    private static final int TYPE = 0;
    private static final int TO = 1;
    private static final int CLIENT_ID = 2;

    private static final List<String> FIELDS = List.of("type", "toPeerId", "data.client_id");

    private final Envelope envelope = new Envelope(JsonLimits.DEFAULTS, FIELDS.toArray(String[]::new));
    private byte[] bytes = {};

    @Test
    void findsFieldsWhateverTheirOrder() {
        scan("{\"toPeerId\":\"b\",\"sdp\":{},\"type\":\"SDP_OFFER\"}");

        assertThat(envelope.text(TYPE)).isEqualTo("SDP_OFFER");
        assertThat(envelope.text(TO)).isEqualTo("b");
        assertThat(envelope.has(CLIENT_ID)).isFalse();
    }

    @Test
    void rangeOfAValueIncludesTheQuotesOfAStringAndTheBracketsOfAnObject() {
        scan(" { \"type\" : \"a\\nb\" , \"toPeerId\" : [ 1 , { } ] , \"data\" : { \"client_id\" : -1.5e3 } } ");

        assertThat(range(TYPE)).isEqualTo("\"a\\nb\"");
        assertThat(range(TO)).isEqualTo("[ 1 , { } ]");
        assertThat(range(CLIENT_ID)).isEqualTo("-1.5e3");
    }

    @Test
    void readsOnlyTheRangeItIsGiven() {
        byte[] whole = "}}\"{\"type\":\"x\"}\"{{".getBytes(UTF_8);
        envelope.scan(whole, 3, whole.length - 6);

        assertThat(envelope.text(TYPE)).isEqualTo("x");
        assertThat(envelope.start(TYPE)).isEqualTo(11);
        assertThatThrownBy(() -> envelope.scan(whole, 3, whole.length - 7)).isSameAs(Refusals.ENDS_EARLY);
        assertThatThrownBy(() -> envelope.scan(whole, 3, whole.length)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"x\"`, STRING",
                "0, NUMBER",
                "-1, NUMBER",
                "`{\"a\":1}`, OBJECT",
                "`[1,2]`, ARRAY",
                "true, TRUE",
                "false, FALSE",
                "null, NULL"
            })
    void tellsWhatAFieldHolds(String value, Kind kind) {
        scan("{\"type\":" + value + ",\"data\":{\"client_id\":" + value + "}}");

        assertThat(envelope.kind(TYPE)).isEqualTo(kind);
        assertThat(envelope.kind(CLIENT_ID)).isEqualTo(kind);
        assertThat(range(TYPE)).isEqualTo(value);
        assertThat(envelope.has(TYPE)).isTrue();
        assertThat(envelope.isString(TYPE)).isEqualTo(kind == Kind.STRING);
    }

    @Test
    void anAbsentFieldHasNoRange() {
        scan("{\"Type\":1,\"typ\":1,\"types\":1,\"\":1}");

        assertThat(envelope.has(TYPE)).isFalse();
        assertThat(envelope.kind(TYPE)).isEqualTo(Kind.ABSENT);
        assertThat(envelope.isString(TYPE)).isFalse();
        assertThat(envelope.start(TYPE)).isEqualTo(-1);
        assertThat(envelope.end(TYPE)).isEqualTo(-1);
        assertThat(envelope.matches(TYPE, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sdp\":{\"type\":\"x\",\"toPeerId\":\"x\"}}",
                "{\"sdp\":[{\"type\":\"x\"}],\"a\":{\"data\":{\"client_id\":\"x\"}}}",
                "{\"data\":{\"type\":\"x\",\"a\":{\"client_id\":\"x\"},\"b\":[{\"client_id\":\"x\"}]}}",
                "{\"data\":[{\"client_id\":\"x\"}]}",
                "{\"data\":\"client_id\",\"client_id\":\"x\"}",
                "{\"data.client_id\":\"x\"}",
                "{\"a\":\"type\",\"b\":\"\\\"type\\\":1\"}",
            })
    void theSameNameAtAnotherPlaceIsPayload(String document) {
        scan(document);

        assertThat(envelope.has(TYPE)).isFalse();
        assertThat(envelope.has(TO)).isFalse();
        assertThat(envelope.has(CLIENT_ID)).isFalse();
    }

    @Test
    void aNameCountsHoweverItIsEscaped() {
        scan("{\"\\u0074yp\\u0065\":\"x\",\"d\\u0061ta\":{\"client\\u005fi\\u0064\":\"y\"}}");

        assertThat(envelope.text(TYPE)).isEqualTo("x");
        assertThat(envelope.text(CLIENT_ID)).isEqualTo("y");
    }

    @Test
    void anEscapedNameThatOnlyResemblesAFieldDoesNotCount() {
        scan("{\"\\u0054ype\":1,\"typ\\u0065s\":1,\"typ\\\\u0065\":1,\"\\ud800type\":1,\"t\\typ\":1}");

        assertThat(envelope.has(TYPE)).isFalse();
    }

    @Test
    void ofDuplicatesTheLastWinsHoweverItIsWritten() {
        scan("{\"type\":\"a\",\"type\":\"b\",\"typ\\u0065\":\"c\",\"toPeerId\":\"x\",\"toPeerId\":null}");

        assertThat(envelope.text(TYPE)).isEqualTo("c");
        assertThat(envelope.kind(TO)).isEqualTo(Kind.NULL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                         | ``",
                "{\"type\":1,\"toPeerId\":2,\"data\":{\"client_id\":3}}     | ``",
                "{\"type\":1,\"type\":1}                                    | type",
                "{\"type\":1,\"TYPE\":1}                                    | type",
                "{\"Type\":1}                                               | type",
                "{\"t\\u0059pe\":1}                                          | type",
                "{\"typ\":1,\"types\":1,\"t\\u0000pe\":1,\"\\u0414ype\":1,\"typ\\u0415\":1} | ``",
                "{\"a\":{\"type\":1,\"TYPE\":1},\"b\":[{\"TYPE\":1}]}         | ``",
                "{\"topeerid\":1,\"TOPEERID\":1}                            | toPeerId",
                "{\"data\":{\"client_id\":1,\"Client_ID\":2}}               | data.client_id",
                "{\"data\":{\"CLIENT_ID\":1}}                               | data.client_id",
                "{\"data\":{\"client\\u007fid\":1,\"client\\u007fID\":1}}     | ``",
                "{\"data\":{},\"client_id\":1,\"CLIENT_ID\":1}              | ``",
                "{\"data\":{\"CLIENT_ID\":1},\"data\":{}}                   | ``",
            })
    void saysWhichFieldAnotherParserCouldReadDifferently(String document, String ambiguous) {
        scan(document);

        assertThat(Stream.of(TYPE, TO, CLIENT_ID).filter(this::isAmbiguous).map(FIELDS::get))
                .isEqualTo(ambiguous.isEmpty() ? List.of() : List.of(ambiguous));
        scan("{\"type\":1,\"toPeerId\":1,\"data\":{\"client_id\":1}}");
        assertThat(Stream.of(TYPE, TO, CLIENT_ID).filter(this::isAmbiguous)).isEmpty();
    }

    private boolean isAmbiguous(int field) {
        try {
            envelope.checkUnambiguous(field);
            return false;
        } catch (ProtocolException refused) {
            assertThat(refused).isSameAs(Refusals.AMBIGUOUS);
            return true;
        }
    }

    @Test
    void aLaterParentVoidsWhatAnEarlierOneHeld() {
        scan("{\"data\":{\"client_id\":\"a\"},\"data\":{\"other\":1}}");
        assertThat(envelope.has(CLIENT_ID)).isFalse();
        assertThat(envelope.openBrace(CLIENT_ID)).isEqualTo(33);

        scan("{\"data\":{\"client_id\":\"a\"},\"data\":7}");
        assertThat(envelope.has(CLIENT_ID)).isFalse();
        assertThat(envelope.openBrace(CLIENT_ID)).isEqualTo(-1);

        scan("{\"data\":{\"client_id\":\"a\"},\"d\\u0061ta\":{\"client_id\":\"b\"}}");
        assertThat(envelope.text(CLIENT_ID)).isEqualTo("b");
    }

    @Test
    void nothingIsLeftOverFromTheDocumentBefore() {
        scan("{\"type\":\"a\",\"data\":{\"client_id\":\"\\u0061\"}}");
        scan("{}");
        assertThat(envelope.has(TYPE)).isFalse();
        assertThat(envelope.has(CLIENT_ID)).isFalse();
        assertThat(envelope.openBrace(CLIENT_ID)).isEqualTo(-1);
    }

    @Test
    void afterARefusalAllFieldsAreAbsent() {
        assertThatThrownBy(() -> scan("{\"type\":\"a\",\"data\":{\"client_id\":1},}"))
                .isInstanceOf(ProtocolException.class);

        assertThat(envelope.has(TYPE)).isFalse();
        assertThat(envelope.has(CLIENT_ID)).isFalse();
        assertThat(envelope.openBrace()).isEqualTo(-1);
    }

    @Test
    void aMissingFieldGoesBehindTheOpenBraceWithACommaUnlessTheObjectIsEmpty() {
        assertThat(inserted(" {}", TYPE)).isEqualTo(" {\"n\":0}");
        assertThat(inserted("{ \"a\":1}", TYPE)).isEqualTo("{\"n\":0, \"a\":1}");
        assertThat(inserted("{\"data\":{ }}", CLIENT_ID)).isEqualTo("{\"data\":{\"n\":0 }}");
        assertThat(inserted("{\"data\": {\"a\":[]}}", CLIENT_ID)).isEqualTo("{\"data\": {\"n\":0,\"a\":[]}}");
        assertThat(inserted("{\"data\":{},\"data\":{\"a\":{}}}", CLIENT_ID))
                .isEqualTo("{\"data\":{},\"data\":{\"n\":0,\"a\":{}}}");
        assertThat(inserted("{\"data\":{\"a\":1},\"data\":{}}", CLIENT_ID))
                .isEqualTo("{\"data\":{\"a\":1},\"data\":{\"n\":0}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\":[]}", "{\"data\":[{}]}", "{\"data\":\"{\"}", "{\"data\":null}"})
    void withoutAParentObjectThereIsNoPlaceForItsMembers(String document) {
        scan(document);

        assertThat(envelope.openBrace(CLIENT_ID)).isEqualTo(-1);
        assertThat(envelope.isEmpty(CLIENT_ID)).isTrue();
    }

    @Test
    void aFieldAndAMemberOfItMayBothBeLookedFor() {
        Envelope both = new Envelope(JsonLimits.DEFAULTS, "data.client_id", "data", "data.sdp");
        byte[] document = "{\"data\":{\"sdp\":\"v=0\",\"client_id\":\"c\"}}".getBytes(UTF_8);
        both.scan(document, 0, document.length);

        assertThat(both.text(0)).isEqualTo("c");
        assertThat(both.kind(1)).isEqualTo(Kind.OBJECT);
        assertThat(both.end(1)).isEqualTo(document.length - 1);
        assertThat(both.text(2)).isEqualTo("v=0");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "alice, alice",
                "`\\u0061lic\\u0065`, alice",
                "``, ``",
                "`\\\"\\\\\\/`, `\"\\/`",
                "`\\u00e9\\u20AC\\ud83d\\uDE00`, é€😀",
                "é€😀, é€😀",
                "`\\u0000`, `\0`",
            })
    void textAndMatchesResolveEscapes(String written, String text) {
        scan("{\"type\":\"" + written + "\"}");

        assertThat(envelope.text(TYPE)).isEqualTo(text);
        assertThat(envelope.matches(TYPE, text.getBytes(UTF_8))).isTrue();
        assertThat(envelope.matches(TYPE, (text + "x").getBytes(UTF_8))).isFalse();
        assertThat(envelope.matches(TYPE, ("x" + text).getBytes(UTF_8))).isFalse();
        assertThat(envelope.matches(TO, text.getBytes(UTF_8))).isFalse();
    }

    @Test
    void resolvesEveryShortEscape() {
        scan("{\"type\":\"\\b\\f\\n\\r\\t\"}");

        assertThat(envelope.text(TYPE)).isEqualTo("\b\f\n\r\t");
    }

    @Test
    void matchesComparesWhatIsSaidNotHowItIsWritten() {
        scan("{\"type\":\"\\n\",\"toPeerId\":1}");

        assertThat(envelope.matches(TYPE, "\\n".getBytes(UTF_8))).isFalse();
        assertThat(envelope.matches(TO, "1".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\ud800x",
                "\\ud800\\n",
                "\\ud800\\u0041",
                "\\ud800\\ud800",
                "x\\ude00\\ud83d",
                "\\ud800abcdef",
                "\\ud800\\\\udc00"
            })
    void halfASurrogatePairIsPayloadButNoText(String written) {
        scan("{\"type\":\"" + written + "\"}");

        assertThat(range(TYPE)).isEqualTo('"' + written + '"');
        assertThatThrownBy(() -> envelope.text(TYPE)).isSameAs(Refusals.LONE_SURROGATE);
        assertThat(envelope.matches(TYPE, "x".getBytes(UTF_8))).isFalse();
        assertThat(envelope.matches(TYPE, "?".getBytes(UTF_8))).isFalse();
    }

    @Test
    void askingForTheTextOfWhatIsNoStringIsABug() {
        scan("{\"type\":1}");

        assertThatThrownBy(() -> envelope.text(TYPE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NUMBER");
        assertThatThrownBy(() -> envelope.text(TO)).hasMessageContaining("ABSENT");
    }

    private void scan(String document) {
        bytes = document.getBytes(UTF_8);
        envelope.scan(bytes, 0, bytes.length);
    }

    private String range(int field) {
        return new String(bytes, envelope.start(field), envelope.end(field) - envelope.start(field), UTF_8);
    }

    private String inserted(String document, int field) {
        scan(document);
        int at = envelope.openBrace(field) + 1;
        String member = "\"n\":0" + (envelope.isEmpty(field) ? "" : ",");
        return document.substring(0, at) + member + document.substring(at);
    }
}
