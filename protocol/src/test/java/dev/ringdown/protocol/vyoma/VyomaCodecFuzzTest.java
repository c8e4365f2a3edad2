package dev.ringdown.protocol.vyoma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ringdown.protocol.AnyReader;
import dev.ringdown.protocol.ProtocolException;
import tools.jackson.core.JacksonException;

/**
 * Looks for a frame that the codec chokes on, or that becomes something else on its way between the formats. A plain test
 * run replays the seeds. This searches for new ones: {@code JAZZER_FUZZ=1 mvn -pl protocol -am test
 * -Dtest=VyomaCodecFuzzTest -Djazzer.hooks=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class VyomaCodecFuzzTest {
    private final VyomaCodec codec = new VyomaCodec();

    /** What reaches a partner of plain text, and is said back by it in JSON, says the same. */
    @FuzzTest(maxDuration = "1m")
    void saysTheSameInBothFormats(byte[] frame) {
        String text;
        try {
            if (!(codec.decode(frame, 0, frame.length) instanceof VyomaRequest.Relay relay)) {
                return;
            }
            text = relay.text();
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotBlank();
            return;
        }
        byte[] plain = VyomaCodec.encode(new VyomaEvent.Message(text), Format.TEXT);
        assertThat(said(new String(plain, UTF_8))).isEqualTo(text);
    }

    /** Plain text of any kind is one message of this text to a partner of JSON, and never one of the server's own. */
    @FuzzTest(maxDuration = "1m")
    void plainTextIsOneMessage(byte[] utf8) {
        String text = new String(utf8, UTF_8);
        assertThat(said(text)).isEqualTo(text);
    }

    /** A frame that is relayed as it came is never one of the types that the server alone sends. */
    @FuzzTest(maxDuration = "1m")
    void nobodyPassesForTheServer(byte[] frame) {
        try {
            if (codec.decode(frame, 0, frame.length) instanceof VyomaRequest.Relay) {
                assertThat(AnyReader.values(frame, "type"))
                        .singleElement()
                        .isNotIn("waiting", "paired", "partner_left", "error", "next");
            }
        } catch (ProtocolException refused) {
            assertThat(refused.reason()).isNotBlank();
        } catch (JacksonException otherLimits) {
            // of half surrogate pairs in keys Jackson thinks otherwise
        }
    }

    private String said(String text) {
        byte[] json = VyomaCodec.encode(new VyomaEvent.Message(text), Format.JSON);
        return ((VyomaRequest.Relay) codec.decode(json, 0, json.length)).text();
    }
}
