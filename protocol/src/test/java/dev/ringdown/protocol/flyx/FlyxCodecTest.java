package dev.ringdown.protocol.flyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.Splice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlyxCodecTest {
    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final String OTHER = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private static final SenderStamp SENDER = FlyxCodec.stamp(ID);

    private final FlyxCodec codec = new FlyxCodec();

    private FlyxRequest decode(String text) {
        byte[] bytes = ("##" + text + "##").getBytes(UTF_8);
        return codec.decode(bytes, 2, bytes.length - 4);
    }

    private static String withSender(FlyxRequest request) {
        FlyxRequest.Relay relay = request instanceof FlyxRequest.Disconnect disconnect
                ? disconnect.message()
                : (FlyxRequest.Relay) request;
        Splice splice = relay.withSender(SENDER);
        byte[] out = new byte[splice.length()];
        splice.copyTo(out, 0);
        return new String(out, UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"offer","data":{"client_id":"me","sdp":"v=0"}}          | {"type":"offer","data":{"client_id":"$","sdp":"v=0"}}
            {"type":"answer","data":{"sdp":"v=0","client_id":""}}           | {"type":"answer","data":{"sdp":"v=0","client_id":"$"}}
            {"type":"ice_candidate","data":{"candidate":"c"}}               | {"type":"ice_candidate","data":{"client_id":"$","candidate":"c"}}
            {"data":{"candidate":"c"},"type":"ice_candidate"}               | {"data":{"client_id":"$","candidate":"c"},"type":"ice_candidate"}
            {"type":"offer","data":{ "sdp":"a\\r\\n\\u0041/\\/"},"n":1.50}  | {"type":"offer","data":{"client_id":"$", "sdp":"a\\r\\n\\u0041/\\/"},"n":1.50}
            {"type":"\\u006fffer","d\\u0061ta":{"client\\u005fid":"x","sdp":"s"}} | {"type":"\\u006fffer","d\\u0061ta":{"client\\u005fid":"$","sdp":"s"}}
            {"type":"offer","data":{"sdp":"a","SDP":"b","sdp":"c"},"n":1,"N":2} | {"type":"offer","data":{"client_id":"$","sdp":"a","SDP":"b","sdp":"c"},"n":1,"N":2}
            {"type":"offer","data":{"sdp":"","type":1,"TYPE":2,"data":3}}   | {"type":"offer","data":{"client_id":"$","sdp":"","type":1,"TYPE":2,"data":3}}
            {"type":"offer","client_id":"a","data":{"x":{"client_id":"b"},"sdp":""}} | {"type":"offer","client_id":"a","data":{"client_id":"$","x":{"client_id":"b"},"sdp":""}}
            {"type":"disconnect","data":{"client_id":"a","why":"done"}}     | {"type":"disconnect","data":{"client_id":"$","why":"done"}}
            """)
    void relaysByteForByteButForTheSendersId(String sent, String expected) {
        assertThat(withSender(decode(sent))).isEqualTo(expected.replace("$", ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"disconnect\",\"type\":\"offer\",\"data\":{\"sdp\":\"\"}}",
                "{\"TYPE\":\"error\",\"type\":\"offer\",\"data\":{\"sdp\":\"\"}}",
                "{\"type\":\"offer\",\"data\":{\"client_id\":\"a\"},\"data\":{\"sdp\":\"\"}}",
                "{\"type\":\"offer\",\"data\":{\"sdp\":\"\"},\"D\\u0061TA\":{\"client_id\":\"a\"}}",
                "{\"type\":\"offer\",\"data\":{\"client_id\":\"a\",\"sdp\":\"\",\"client_id\":\"a\"}}",
                "{\"type\":\"offer\",\"data\":{\"client_id\":\"a\",\"sdp\":\"\",\"Client_Id\":null}}",
                "{\"type\":\"answer\",\"data\":{\"CLIENT_ID\":\"a\",\"sdp\":\"\"}}",
                "{\"type\":\"ice_candidate\",\"data\":{\"candidate\":\"\",\"Client\\u005fId\":\"a\"}}",
                "{\"type\":\"disconnect\",\"data\":{\"CLIENT_ID\":\"a\"}}",
                "{\"type\":\"disconnect\",\"DATA\":{\"client_id\":\"a\"}}"
            })
    void refusesToRelayWhatReceiversCouldReadDifferently(String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(message))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(ProtocolError.AMBIGUOUS_FIELD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"type\":\"offer\",\"TYPE\":1,\"type\":\"join\",\"data\":1,\"data\":{\"Client_Id\":\"\"}}"})
    void ofAJoinTheLastFieldWins(String join) {
        assertThat(decode(join)).isInstanceOf(FlyxRequest.Join.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"join\"}", "{\"data\":{\"client_id\":\"mine\",\"n\":[1]},\"type\":\"join\"}"})
    void takesAJoinWithOrWithoutData(String join) {
        assertThat(decode(join)).isInstanceOf(FlyxRequest.Join.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"disconnect\"}", "{\"type\":\"disconnect\",\"data\":{}}"})
    void takesADisconnectThatNamesNobody(String text) {
        assertThat(decode(text))
                .isInstanceOfSatisfying(
                        FlyxRequest.Disconnect.class,
                        disconnect ->
                                assertThat(disconnect.message().namesClient()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        OTHER + ",true",
        "7C9E6679-7425-40DE-944B-E07FC1F90AE7,true",
        "'',false",
        "sender,false",
        "7c9e6679742540de944be07fc1f90ae7,false",
        "7c9e6679-7425-40de-944b_e07fc1f90ae7,false",
        "7c9e6679-7425-40de-944b-e07fc1f90aeg,false",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7x,false",
        "\\u0037c9e6679-7425-40de-944b-e07fc1f90ae7,true"
    })
    void tellsAClientsIdFromALabel(String id, boolean names) {
        FlyxRequest.Relay relay =
                (FlyxRequest.Relay) decode("{\"type\":\"offer\",\"data\":{\"client_id\":\"" + id + "\",\"sdp\":\"\"}}");
        assertThat(relay.namesClient()).isEqualTo(names);
        if (names) {
            String target =
                    new String(relay.target(), relay.targetStart(), relay.targetEnd() - relay.targetStart(), UTF_8);
            assertThat(target).isEqualToIgnoringCase(OTHER);
        }
    }

    @Test
    void aMessageWithoutIdNamesNobodyEvenAfterOneThatDid() {
        decode("{\"type\":\"offer\",\"data\":{\"client_id\":\"" + OTHER + "\",\"sdp\":\"\"}}");
        FlyxRequest.Relay relay = (FlyxRequest.Relay) decode("{\"type\":\"offer\",\"data\":{\"sdp\":\"\"}}");
        assertThat(relay.namesClient()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json                                                    | BAD_JSON
            []                                                          | BAD_JSON
            {"type":"join"} {}                                          | BAD_JSON
            {"type":"offer","data":{"client_id":"\\ud800","sdp":""}}    | BAD_JSON
            {}                                                          | MISSING_TYPE
            {"type":1}                                                  | MISSING_TYPE
            {"type":"Offer","data":{"sdp":""}}                          | UNKNOWN_TYPE
            {"type":"error","data":{}}                                  | UNKNOWN_TYPE
            {"type":"offer"}                                            | BAD_FIELD
            {"type":"offer","data":"x"}                                 | BAD_FIELD
            {"type":"offer","data":{}}                                  | BAD_FIELD
            {"type":"offer","sdp":"top","data":{}}                      | BAD_FIELD
            {"type":"answer","data":{"sdp":{"type":"answer"}}}          | BAD_FIELD
            {"type":"ice_candidate","data":{"candidate":null}}          | BAD_FIELD
            {"type":"ice_candidate","data":{"client_id":5,"candidate":""}} | BAD_FIELD
            {"type":"join","data":[]}                                   | BAD_FIELD
            {"type":"disconnect","data":{"client_id":true}}             | BAD_FIELD
            {"type":"join","n":123456789012345678901234567890123456789} | LIMIT
            """)
    void refusesWhatIsNoMessage(String text, ProtocolError error) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(text))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(error));
    }

    @Test
    void writesTheSeedsShapes() {
        assertThat(text(new FlyxEvent.Joined(ID))).isEqualTo("{\"type\":\"join\",\"data\":{\"client_id\":\"%s\"}}", ID);
        assertThat(text(new FlyxEvent.Left(ID)))
                .isEqualTo("{\"type\":\"disconnect\",\"data\":{\"client_id\":\"%s\"}}", ID);
        assertThat(text(new FlyxEvent.Welcome(ID, Role.SENDER, null)))
                .isEqualTo("{\"type\":\"join\",\"data\":{\"client_id\":\"%s\",\"role\":\"sender\"}}", ID);
        assertThat(text(new FlyxEvent.Welcome(ID, Role.RECEIVER, "k-_y")))
                .isEqualTo(
                        "{\"type\":\"join\",\"data\":{\"client_id\":\"%s\",\"role\":\"receiver\",\"resume\":\"k-_y\"}}",
                        ID);
        assertThat(text(new FlyxEvent.Refused(new ProtocolException(ProtocolError.ROOM_FULL, "say \"no\""))))
                .isEqualTo("{\"type\":\"error\",\"data\":{\"code\":\"room-full\",\"message\":\"say \\\"no\\\"\"}}");
    }

    private static String text(FlyxEvent event) {
        return new String(FlyxCodec.encode(event), UTF_8);
    }
}
