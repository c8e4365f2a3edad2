package dev.ringdown.protocol.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.Splice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsCodecTest {
    private static final String ID = "6f1c0f3e-8d0c-4b0a-9f58-2a4f5d1c9b7e";

    private final RoomsCodec codec = new RoomsCodec();

    private RoomsRequest decode(String text) {
        byte[] bytes = ("##" + text + "##").getBytes(UTF_8);
        return codec.decode(bytes, 2, bytes.length - 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"SDP_OFFER","toPeerId":"a"}                          | {"fromPeerId":"$","type":"SDP_OFFER","toPeerId":"a"}
            {"type":"SDP_ANSWER","fromPeerId":"me","toPeerId":"a"}       | {"type":"SDP_ANSWER","fromPeerId":"$","toPeerId":"a"}
            {"toPeerId":"a","fromPeerId":{"a":[1.50]},"type":"ICE_CANDIDATE"} | {"toPeerId":"a","fromPeerId":"$","type":"ICE_CANDIDATE"}
            { "\\u0074ype":"SDP_OFFER","from\\u0050eerId":1,"toPeerId":""} | { "\\u0074ype":"SDP_OFFER","from\\u0050eerId":"$","toPeerId":""}
            {"type":"SDP_OFFER","toPeerId":"a","sdp":{"TYPE":1,"type":2,"fromPeerId":3}} | {"fromPeerId":"$","type":"SDP_OFFER","toPeerId":"a","sdp":{"TYPE":1,"type":2,"fromPeerId":3}}
            {"type":"SDP_OFFER","toPeerId":"a","sdp":1,"sdp":2,"USERNAME":3,"username":4} | {"fromPeerId":"$","type":"SDP_OFFER","toPeerId":"a","sdp":1,"sdp":2,"USERNAME":3,"username":4}
            """)
    void relaysByteForByteButForTheSendersId(String sent, String expected) {
        Splice splice = ((RoomsRequest.Relay) decode(sent)).withSender(RoomsCodec.stamp(ID));
        byte[] out = new byte[splice.length()];
        splice.copyTo(out, 0);
        assertThat(new String(out, UTF_8)).isEqualTo(expected.replace("$", ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"PEER_LEFT_ROOM\",\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\"}",
                "{\"t\\u0079pe\":\"ERROR\",\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\"}",
                "{\"TYPE\":\"ERROR\",\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\"}",
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\",\"T\\u0079PE\":null}",
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\",\"toPeerId\":\"a\"}",
                "{\"type\":\"SDP_OFFER\",\"ToPeerID\":\"b\",\"toPeerId\":\"a\"}",
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\",\"fromPeerId\":\"b\",\"fromPeerId\":\"c\"}",
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"a\",\"fromPeerId\":\"b\",\"frompeerid\":\"c\"}",
                "{\"type\":\"SDP_ANSWER\",\"toPeerId\":\"a\",\"FROMPEERID\":\"b\"}",
                "{\"type\":\"ICE_CANDIDATE\",\"toPeerId\":\"a\",\"\\u0046romPeerId\":\"b\"}"
            })
    void refusesToRelayWhatReceiversCouldReadDifferently(String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(message))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(ProtocolError.AMBIGUOUS_FIELD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"SDP_OFFER"}                        | BAD_FIELD
            {"type":"SDP_OFFER","TOPEERID":"a"}         | BAD_FIELD
            {"TYPE":"SDP_OFFER","toPeerId":"a"}         | MISSING_TYPE
            {"type":"sdp_offer","toPeerId":"a"}         | UNKNOWN_TYPE
            {"type":"ROOM_MEMBERS","toPeerId":"a"}      | UNKNOWN_TYPE
            {"type":"NEW_PEER_IN_ROOM","toPeerId":"a"}  | UNKNOWN_TYPE
            {"type":"PEER_LEFT_ROOM","toPeerId":"a"}    | UNKNOWN_TYPE
            {"type":"AUTH_SUCCESS","toPeerId":"a"}      | UNKNOWN_TYPE
            {"type":"AUTH_ERROR","toPeerId":"a"}        | UNKNOWN_TYPE
            {"type":"ERROR","toPeerId":"a"}             | UNKNOWN_TYPE
            """)
    void relaysNoOtherType(String message, ProtocolError error) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(message))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"SDP_OFFER\",\"TYPE\":1,\"roomId\":\"x\",\"type\":\"JOIN_ROOM\",\"roomId\":\"r\"}",
                "{\"roomId\":\"r\",\"ROOMID\":\"x\",\"type\":\"JOIN_ROOM\"}"
            })
    void ofWhatIsNotRelayedTheLastFieldWins(String message) {
        assertThat(decode(message)).isEqualTo(new RoomsRequest.Join("r"));
    }
}
