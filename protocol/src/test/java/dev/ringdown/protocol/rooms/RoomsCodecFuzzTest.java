package dev.ringdown.protocol.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ringdown.protocol.AnyReader;
import dev.ringdown.protocol.ProtocolException;
import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.Splice;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/**
 * Any bytes are a request or are refused, and a relayed message differs from what came in its sender alone. The normal run
 * replays the seeds; {@code scripts/fuzz.sh} searches for new inputs.
 */
class RoomsCodecFuzzTest {
    private static final String ID = "6f1c0f3e-8d0c-4b0a-9f58-2a4f5d1c9b7e";
    private static final SenderStamp SENDER = RoomsCodec.stamp(ID);

    @FuzzTest(maxDuration = "1m")
    void changesTheSenderAndNothingElse(byte[] message) {
        RoomsCodec codec = new RoomsCodec();
        RoomsRequest request;
        try {
            request = codec.decode(message, 0, message.length);
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotBlank();
            return;
        }
        if (request instanceof RoomsRequest.Relay relay) {
            String target = target(relay);
            byte[] once = withSender(relay);
            RoomsRequest.Relay again = (RoomsRequest.Relay) codec.decode(once, 0, once.length);
            assertThat(target(again)).isEqualTo(target);
            assertThat(withSender(again)).isEqualTo(once);
            assertEveryReaderFindsTheSame(once, target);
        }
    }

    private static void assertEveryReaderFindsTheSame(byte[] relayed, String target) {
        try {
            assertThat(AnyReader.values(relayed, "fromPeerId")).containsExactly(ID);
            assertThat(AnyReader.values(relayed, "toPeerId"))
                    .singleElement()
                    .satisfies(to -> assertThat(to.getBytes(StandardCharsets.UTF_8))
                            .isEqualTo(target.getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(AnyReader.values(relayed, "type"))
                    .singleElement()
                    .isIn("SDP_OFFER", "SDP_ANSWER", "ICE_CANDIDATE");
        } catch (JacksonException halfASurrogatePairInAKey) {
            // where Jackson is stricter
        }
    }

    private static String target(RoomsRequest.Relay relay) {
        return new String(
                relay.target(),
                relay.targetStart(),
                relay.targetEnd() - relay.targetStart(),
                StandardCharsets.ISO_8859_1);
    }

    private static byte[] withSender(RoomsRequest.Relay relay) {
        Splice splice = relay.withSender(SENDER);
        byte[] bytes = new byte[splice.length()];
        splice.copyTo(bytes, 0);
        return bytes;
    }
}
