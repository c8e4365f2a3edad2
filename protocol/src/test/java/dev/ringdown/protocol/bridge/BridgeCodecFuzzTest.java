package dev.ringdown.protocol.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ringdown.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a block that is taken for something it isn't written as. A plain test run replays the seeds; with
 * {@code JAZZER_FUZZ=1} in the environment it searches for new ones.
 */
class BridgeCodecFuzzTest {
    private static final int MOST_LINES_OF_A_REQUEST = 5;

    @FuzzTest(maxDuration = "2m")
    void staysItselfOnTheWayOutAndIn(byte[] bytes) {
        assertThat(BridgeCodec.blockLength(bytes, 0, bytes.length)).isBetween(-1, bytes.length);
        try {
            BridgeRequest request = BridgeCodec.decodeRequest(bytes, 0, bytes.length);
            byte[] encoded = BridgeCodec.encode(request);
            assertThat(BridgeCodec.decodeRequest(encoded, 0, encoded.length)).isEqualTo(request);
            assertThat(linesOf(encoded)).isLessThanOrEqualTo(MOST_LINES_OF_A_REQUEST);
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
        try {
            BridgeResponse response = BridgeCodec.decodeResponse(bytes, 0, bytes.length);
            byte[] encoded = BridgeCodec.encode(response);
            assertThat(BridgeCodec.decodeResponse(encoded, 0, encoded.length)).isEqualTo(response);
            assertThat(BridgeCodec.blockLength(encoded, 0, encoded.length)).isEqualTo(encoded.length);
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
    }

    private static long linesOf(byte[] block) {
        return new String(block, StandardCharsets.UTF_8).lines().count();
    }
}
