package dev.ringdown.protocol.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeResponseTest {
    private static final Contact ALICE = new Contact("alice", new Address("127.0.0.1", 5556));
    private static final Contact BOB = new Contact("bob", new Address("::1", 5557));

    static Stream<Arguments> responses() {
        return Stream.of(
                Arguments.of(
                        new BridgeResponse.RegAck(ALICE),
                        "REGACK\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\nStatus: registered\r\n\r\n"),
                Arguments.of(
                        new BridgeResponse.BridgeAck(BOB),
                        "BRIDGEACK\r\nclientID: bob\r\nIP: ::1\r\nPort: 5557\r\n\r\n"),
                Arguments.of(new BridgeResponse.BridgeAck(null), "BRIDGEACK\r\nclientID: \r\nIP: \r\nPort: \r\n\r\n"),
                Arguments.of(
                        new BridgeResponse.InfoAck(List.of(ALICE, BOB)),
                        "INFOACK\r\nalice 127.0.0.1:5556\r\nbob [::1]:5557\r\n\r\n"),
                Arguments.of(
                        new BridgeResponse.InfoAck(List.of(
                                new Contact("al ice 127.0.0.1:1", new Address("127.0.0.1", 0)),
                                new Contact("bo\u00a0b", new Address("::1", 99_999)))),
                        "INFOACK\r\nal ice 127.0.0.1:1 127.0.0.1:0\r\nbo\u00a0b [::1]:99999\r\n\r\n"),
                Arguments.of(new BridgeResponse.InfoAck(List.of()), "INFOACK\r\n\r\n"),
                Arguments.of(new BridgeResponse.Refused("No such thing."), "ERROR\r\nreason: No such thing.\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void areWrittenToTheLetterAndReadAgain(BridgeResponse response, String wire) {
        assertThat(new String(BridgeCodec.encode(response), UTF_8)).isEqualTo(wire);
        assertThat(decode(wire)).isEqualTo(response);
        assertThat(decode(wire.replace("\r\n", "\n"))).isEqualTo(response);
    }

    @Test
    void keepAnErrorOnOneLineWhateverItsReason() {
        BridgeResponse error = new BridgeResponse.Refused("no\r\nStatus: registered\n\0\u001b[2J\ud800\r\n\r\n");

        assertThat(new String(BridgeCodec.encode(error), UTF_8))
                .isEqualTo("ERROR\r\nreason: no  Status: registered   [2J\r\n\r\n");
    }

    @Test
    void areRefusedWhenTheyMakeNoSense() {
        assertRefused("", ProtocolError.MISSING_TYPE);
        assertRefused("REGISTER\r\n\r\n", ProtocolError.UNKNOWN_TYPE);
        assertRefused(
                "REGACK\r\nclientID: a\r\nIP: ::1\r\nPort: 1\r\nStatus: refused\r\n\r\n", ProtocolError.BAD_FIELD);
        assertRefused("BRIDGEACK\r\nclientID: bob\r\nIP: \r\nPort: \r\n\r\n", ProtocolError.BAD_FIELD);
        assertRefused("INFOACK\r\nalice\r\n\r\n", ProtocolError.BAD_FIELD);
        assertRefused("INFOACK\r\nalice 127.0.0.1\r\n\r\n", ProtocolError.BAD_FIELD);
        assertRefused("INFOACK\r\na\u2028b 127.0.0.1:1\r\n\r\n", ProtocolError.BAD_NAME);
    }

    private static BridgeResponse decode(String response) {
        byte[] bytes = response.getBytes(UTF_8);
        return BridgeCodec.decodeResponse(bytes, 0, bytes.length);
    }

    private static void assertRefused(String response, ProtocolError error) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(response))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
