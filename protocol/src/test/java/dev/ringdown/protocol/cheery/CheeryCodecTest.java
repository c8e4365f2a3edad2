package dev.ringdown.protocol.cheery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringdown.protocol.Introduction;
import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheeryCodecTest {
    private final CheeryCodec codec = new CheeryCodec();

    @Test
    void readsEveryRequest() {
        assertThat(decode("{\"type\":\"register\",\"username\":\"alice\",\"ip\":\"192.0.2.1\"}"))
                .isEqualTo(new CheeryRequest.Register("alice", "192.0.2.1"));
        assertThat(decode("{\"type\":\"get_ip\",\"target\":\"bob\"}")).isEqualTo(new CheeryRequest.GetIp("bob"));
        assertThat(decode("{\"type\":\"ping\"}")).isEqualTo(new CheeryRequest.Ping());
        assertThat(decode("{\"type\":\"pong\"}")).isEqualTo(new CheeryRequest.Pong());
    }

    @Test
    void addressMayBeMissingOrNull() {
        assertThat(decode("{\"type\":\"register\",\"username\":\"alice\"}"))
                .isEqualTo(new CheeryRequest.Register("alice", null));
        assertThat(decode("{\"type\":\"register\",\"username\":\"alice\",\"ip\":null}"))
                .isEqualTo(new CheeryRequest.Register("alice", null));
    }

    @Test
    void orderSpaceEscapesDuplicatesAndUnknownFieldsChangeNothing() {
        assertThat(decode(" {\"x\":{\"type\":\"ping\",\"target\":1}, \"target\":\"no\",\"target\" : \"b\\u006fb\" ,"
                        + "\"\\u0074ype\":\"get\\u005fip\"}\n"))
                .isEqualTo(new CheeryRequest.GetIp("bob"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"type\":\"ping\"                                     | BAD_JSON",
                "[{\"type\":\"ping\"}]                                  | BAD_JSON",
                "{\"type\":\"register\",\"username\":\"\\ud800\"}       | BAD_JSON",
                "{}                                                     | MISSING_TYPE",
                "{\"type\":null}                                        | MISSING_TYPE",
                "{\"a\":{\"type\":\"ping\"}}                            | MISSING_TYPE",
                "{\"type\":\"user_list\"}                               | UNKNOWN_TYPE",
                "{\"type\":\"PING\"}                                    | UNKNOWN_TYPE",
                "{\"type\":\"register\"}                                | BAD_FIELD",
                "{\"type\":\"register\",\"username\":null}              | BAD_FIELD",
                "{\"type\":\"register\",\"username\":[\"a\"]}           | BAD_FIELD",
                "{\"type\":\"register\",\"username\":\"a\",\"ip\":127}  | BAD_FIELD",
                "{\"type\":\"get_ip\"}                                  | BAD_FIELD",
                "{\"type\":\"get_ip\",\"target\":{}}                    | BAD_FIELD",
            })
    void refusesWhatIsNoRequest(String message, ProtocolError error) {
        assertThat(catchThrowableOfType(ProtocolException.class, () -> decode(message))
                        .error())
                .isEqualTo(error);
    }

    @Test
    void readsOnlyTheRangeThatItIsGiven() {
        byte[] bytes = "}}{\"type\":\"ping\"}{{".getBytes(UTF_8);
        assertThat(codec.decode(bytes, 2, bytes.length - 4)).isEqualTo(new CheeryRequest.Ping());
    }

    @Test
    void writesEveryEvent() {
        assertThat(encode(list())).isEqualTo("{\"type\":\"user_list\",\"users\":[]}");
        assertThat(encode(list("alice"))).isEqualTo("{\"type\":\"user_list\",\"users\":[\"alice\"]}");
        assertThat(encode(list("zoé 🎯", "a\"b\\")))
                .isEqualTo("{\"type\":\"user_list\",\"users\":[\"zoé 🎯\",\"a\\\"b\\\\\"]}");
        assertThat(encode(new CheeryEvent.IpResponse("alice", "192.168.1.100")))
                .isEqualTo("{\"type\":\"ip_response\",\"target\":\"alice\",\"ip\":\"192.168.1.100\"}");
        assertThat(encode(new CheeryEvent.UserOffline("no\"body")))
                .isEqualTo("{\"type\":\"ip_response\",\"target\":\"no\\\"body\",\"error\":\"User offline\"}");
        assertThat(encode(new CheeryEvent.Ping())).isEqualTo("{\"type\":\"ping\"}");
        assertThat(encode(new CheeryEvent.Pong())).isEqualTo("{\"type\":\"pong\"}");
        assertThat(encode(new CheeryEvent.Refused(new ProtocolException(ProtocolError.NAME_TAKEN, "Username taken"))))
                .isEqualTo("{\"type\":\"error\",\"message\":\"Username taken\",\"code\":\"name-taken\"}");
    }

    private static CheeryEvent.UserList list(String... names) {
        List<Introduction> users =
                Stream.of(names).map(CheeryCodec::introduction).toList();
        return new CheeryEvent.UserList(users);
    }

    private static String encode(CheeryEvent event) {
        return new String(CheeryCodec.encode(event), UTF_8);
    }

    private CheeryRequest decode(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        return codec.decode(bytes, 0, bytes.length);
    }
}
