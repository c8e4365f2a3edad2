package dev.ringdown.protocol.cheery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a frame that the codec chokes on, or that it reads otherwise than it writes it. A plain test run replays the
 * seeds. This searches for new ones: {@code JAZZER_FUZZ=1 mvn -pl protocol -am test -Dtest=CheeryCodecFuzzTest
 * -Djazzer.hooks=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class CheeryCodecFuzzTest {
    private final CheeryCodec codec = new CheeryCodec();

    @FuzzTest(maxDuration = "1m")
    void readsBackWhatItRead(byte[] frame) {
        CheeryRequest request;
        try {
            request = codec.decode(frame, 0, frame.length);
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotBlank();
            return;
        }
        byte[] again = written(request).getBytes(UTF_8);
        assertThat(codec.decode(again, 0, again.length)).isEqualTo(request);
    }

    /** A list of one name is a valid frame for any JSON reader, and holds that name and nothing else. */
    @FuzzTest(maxDuration = "1m")
    void nameInAListIsOneString(byte[] utf8) {
        String name = new String(utf8, UTF_8);
        String list = new String(
                CheeryCodec.encode(new CheeryEvent.UserList(List.of(CheeryCodec.introduction(name)))), UTF_8);
        String asTarget = list.replace("{\"type\":\"user_list\",\"users\":[", "{\"type\":\"get_ip\",\"target\":");
        byte[] frame = (asTarget.substring(0, asTarget.length() - 2) + "}").getBytes(UTF_8);
        assertThat(codec.decode(frame, 0, frame.length)).isEqualTo(new CheeryRequest.GetIp(name));
    }

    private static String written(CheeryRequest request) {
        return switch (request) {
            case CheeryRequest.Register register ->
                "{\"type\":\"register\",\"username\":" + json(register.username()) + ",\"ip\":" + json(register.ip())
                        + "}";
            case CheeryRequest.GetIp getIp -> "{\"type\":\"get_ip\",\"target\":" + json(getIp.target()) + "}";
            case CheeryRequest.Ping ping -> "{\"type\":\"ping\"}";
            case CheeryRequest.Pong pong -> "{\"type\":\"pong\"}";
        };
    }

    private static String json(@Nullable String text) {
        return text == null ? "null" : new String(JsonText.quote(text), UTF_8);
    }
}
