package dev.ringdown.protocol.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeRequestTest {
    private static final Contact ALICE = new Contact("alice", new Address("127.0.0.1", 5556));

    @Test
    void readsTheRequestsOfTheSeed() {
        assertThat(decode("REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Register(ALICE));
        assertThat(decode("BRIDGE\r\nclientID: alice\r\n\r\n")).isEqualTo(new BridgeRequest.Bridge("alice", null));
        assertThat(decode("INFO\r\nRequesting clients\r\n\r\n")).isEqualTo(new BridgeRequest.Info());
    }

    @Test
    void writesTheRequestsOfTheSeed() {
        assertThat(encode(new BridgeRequest.Register(ALICE)))
                .isEqualTo("REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n");
        assertThat(encode(new BridgeRequest.Bridge("alice", null))).isEqualTo("BRIDGE\r\nclientID: alice\r\n\r\n");
        assertThat(encode(new BridgeRequest.Bridge("alice", "carol")))
                .isEqualTo("BRIDGE\r\nclientID: alice\r\ntarget: carol\r\n\r\n");
        assertThat(encode(new BridgeRequest.Info())).isEqualTo("INFO\r\nRequesting clients\r\n\r\n");
    }

    @Test
    void takesLoneLineFeedsAndAnEndWithoutTheEmptyLine() {
        assertThat(decode("BRIDGE\nclientID: alice\n\n")).isEqualTo(new BridgeRequest.Bridge("alice", null));
        assertThat(decode("BRIDGE\r\nclientID: alice\r\n")).isEqualTo(new BridgeRequest.Bridge("alice", null));
        assertThat(decode("BRIDGE\nclientID: alice")).isEqualTo(new BridgeRequest.Bridge("alice", null));
    }

    @Test
    void findsAPeerByName() {
        assertThat(decode("BRIDGE\r\ntarget: carol\r\nclientID: alice\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Bridge("alice", "carol"));
        assertThat(decode("BRIDGE\r\ntarget:\r\nclientID: alice\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Bridge("alice", null));
    }

    @Test
    void comparesHeaderNamesWithoutCaseAndPassesOverUnknownOnes() {
        assertThat(decode(
                        "REGISTER\r\nCLIENTid:alice\r\nX-Mood: fine: really\r\nip :127.0.0.1\r\nPORT:\t5556 \r\n\r\n"))
                .isEqualTo(new BridgeRequest.Register(ALICE));
    }

    @Test
    void takesTheLastOfTwoHeadersWithOneName() {
        assertThat(decode("BRIDGE\r\nclientID: mallory\r\nclientid: alice\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Bridge("alice", null));
    }

    @Test
    void keepsNamesOfAnyScript() {
        String longest = "é".repeat(64);

        assertThat(decode("BRIDGE\r\nclientID: 艾丽丝🎯\r\n\r\n")).isEqualTo(new BridgeRequest.Bridge("艾丽丝🎯", null));
        assertThat(decode("BRIDGE\r\nclientID: " + longest + "\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Bridge(longest, null));
        assertRefused("BRIDGE\r\nclientID: " + longest + "e\r\n\r\n", ProtocolError.BAD_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" alice", "alice ", "al\tice", "al\u2028ice", "al\u2029ice", "al\nice", "al\u0000", "\u0085"})
    void makesNoMessageWithANameThatCouldBreakALine(String name) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new BridgeRequest.Bridge(name, null))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(ProtocolError.BAD_NAME));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> new BridgeRequest.Bridge("alice", name));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> new Contact(name, ALICE.address()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REGISTER\r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nPort: 5556\r\n\r\n",
                "REGISTER\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n",
                "REGISTER\r\nclientID alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: \r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: http\r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5e3\r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 9999999999\r\n\r\n",
                "REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1; rm\r\nPort: 5556\r\n\r\n",
                "REGISTER\r\n\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n",
                "BRIDGE\r\nclientID: alice\rIP: x\r\n\r\n",
                "BRIDGE\r\nclientID: alice\u0000\r\n\r\n",
                "BRIDGE\r\nclientID: alice\u001b[2J\r\n\r\n"
            })
    void refusesIncompleteAndMisspeltHeaders(String request) {
        assertRefused(request, ProtocolError.BAD_FIELD);
    }

    @Test
    void takesABridgeThatDoesNotSayWhoseItIs() {
        assertThat(decode("BRIDGE\r\n\r\n")).isEqualTo(new BridgeRequest.Bridge("", null));
        assertThat(decode("BRIDGE\r\nclientID: \r\ntarget: carol\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Bridge("", "carol"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"al ice", "al  ice", "al\u00a0ice", "al\u3000ice", "127.0.0.1:1 x"})
    void keepsBlanksInsideAName(String name) {
        assertThat(decode("REGISTER\r\nclientID:  " + name + " \r\nIP: 127.0.0.1\r\nPort: 5556\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Register(new Contact(name, ALICE.address())));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "70000, 70000", "05556, 5556", "+5556, 5556", "-1, -1"})
    void takesAnyNumberForThePortThatAClientAnnounces(String port, int number) {
        assertThat(decode("REGISTER\r\nclientID: alice\r\nIP: 127.0.0.1\r\nPort: " + port + "\r\n\r\n"))
                .isEqualTo(new BridgeRequest.Register(new Contact("alice", new Address("127.0.0.1", number))));
    }

    @ParameterizedTest
    @CsvSource({
        "INFO, true",
        "INFO|Requesting clients, true",
        "INF, false",
        "'', false",
        "BRIDGE|, false",
        "BRIDGE|clientID: , false",
        "BRIDGE|clientID: alice, true",
        "REGISTER|clientID: alice|IP: 127.0.0.1|Port: 5556, true",
        "REGISTER|clientID: alice|IP: 127.0.0.1|Port:, false",
        "REGISTER|clientID: alice|IP: 127.0.0.1|, false",
    })
    void seesWhetherLinesCouldBeAllOfARequest(String lines, boolean complete) {
        byte[] bytes = ("xx" + lines.replace("|", "\r\n") + "yy").getBytes(UTF_8);
        assertThat(BridgeCodec.isComplete(bytes, 2, bytes.length - 4)).isEqualTo(complete);
    }

    @Test
    void refusesWhatIsNoRequest() {
        assertRefused("", ProtocolError.MISSING_TYPE);
        assertRefused("\r\n", ProtocolError.MISSING_TYPE);
        assertRefused("register\r\n\r\n", ProtocolError.UNKNOWN_TYPE);
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\n\r\n", ProtocolError.UNKNOWN_TYPE);
        assertRefused("REGACK\r\n\r\n", ProtocolError.UNKNOWN_TYPE);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] bytes = "BRIDGE\r\nclientID: al\u00ffce\r\n\r\n".getBytes(ISO_8859_1);

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> BridgeCodec.decodeRequest(bytes, 0, bytes.length))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(ProtocolError.BAD_UTF8));
    }

    @Test
    void refusesRequestsAboveTheLimit() {
        String request = "BRIDGE\r\nclientID: alice\r\nx: ";
        String longest = request + "y".repeat(BridgeCodec.MAX_REQUEST_BYTES - request.length());

        assertThat(decode(longest)).isEqualTo(new BridgeRequest.Bridge("alice", null));
        assertRefused(longest + "y", ProtocolError.LIMIT);
    }

    @Test
    void readsOnlyTheGivenBytes() {
        byte[] bytes = "xxBRIDGE\r\nclientID: alice\r\n\r\nxx".getBytes(UTF_8);

        assertThat(BridgeCodec.blockLength(bytes, 2, bytes.length - 2)).isEqualTo(bytes.length - 4);
        assertThat(BridgeCodec.decodeRequest(bytes, 2, bytes.length - 4))
                .isEqualTo(new BridgeRequest.Bridge("alice", null));
    }

    @Test
    void findsTheEndOfABlockWhereverTheBytesAreSplit() {
        for (String end : new String[] {"\r\n", "\n"}) {
            byte[] bytes = ("BRIDGE" + end + "clientID: alice" + end + end + "more").getBytes(UTF_8);
            int block = bytes.length - "more".length();
            for (int arrived = 0; arrived <= bytes.length; arrived++) {
                assertThat(BridgeCodec.blockLength(bytes, 0, arrived)).isEqualTo(arrived < block ? -1 : block);
            }
        }
    }

    private static String encode(BridgeRequest request) {
        return new String(BridgeCodec.encode(request), UTF_8);
    }

    private static BridgeRequest decode(String request) {
        byte[] bytes = request.getBytes(UTF_8);
        return BridgeCodec.decodeRequest(bytes, 0, bytes.length);
    }

    private static void assertRefused(String request, ProtocolError error) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(request))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
