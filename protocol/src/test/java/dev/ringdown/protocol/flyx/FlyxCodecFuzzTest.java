package dev.ringdown.protocol.flyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ringdown.protocol.AnyReader;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.Splice;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for a message that is relayed with another sender than its true one, or with anything else changed. A plain test
 * run replays the seeds; with {@code JAZZER_FUZZ=1} in the environment it searches for new ones.
 */
class FlyxCodecFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final SenderStamp SENDER = FlyxCodec.stamp(ID);

    private final FlyxCodec codec = new FlyxCodec();

    @FuzzTest(maxDuration = "2m")
    void relaysEverythingButTheSendersIdAsItCame(byte[] bytes) {
        FlyxRequest request;
        try {
            request = codec.decode(bytes, 0, bytes.length);
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotEmpty();
            return;
        }
        if (request instanceof FlyxRequest.Relay relay) {
            Splice splice = relay.withSender(SENDER);
            byte[] out = new byte[splice.length()];
            splice.copyTo(out, 0);
            JsonNode sent;
            try {
                sent = JSON.readTree(new String(bytes, UTF_8));
            } catch (JacksonException halfASurrogatePairInAKey) {
                return;
            }
            ((ObjectNode) sent.get("data")).put("client_id", ID);
            assertThat(JSON.readTree(new String(out, UTF_8))).isEqualTo(sent);
            assertThat(AnyReader.values(out, "data", "client_id")).containsExactly(ID);
            assertThat(AnyReader.values(out, "data")).hasSize(1);
            assertThat(AnyReader.values(out, "type")).singleElement().isIn("offer", "answer", "ice_candidate");
        }
    }
}
