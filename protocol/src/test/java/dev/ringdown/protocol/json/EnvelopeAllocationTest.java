package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ringdown.protocol.ProtocolException;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A scan, whatever its outcome, leaves nothing to the garbage collector. */
class EnvelopeAllocationTest {

    private static final int SCANS = 20_000;
    private static final byte[] OFFER = "SDP_OFFER".getBytes(US_ASCII);

    private final Envelope envelope = new Envelope(JsonLimits.DEFAULTS, "type", "toPeerId", "data.client_id");
    private int matches;

    static Stream<String> documents() {
        return Stream.of(
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"b\",\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\\r\\no=- 1 2\\r\\n\"}}",
                "{\"typ\\u0065\":\"SDP\\u005fOFFER\",\"d\\u0061ta\":{\"client\\u005fid\":\"é😀\",\"n\":[1,-2.5e3,true,null]}}",
                "{\"type\":\"SDP_OFFER\",\"TYPE\":1,\"toPeerId\":\"b\",\"ToP\\u0065erId\":2,\"DATA\":{\"client_id\":1}}",
                "{\"type\":\"SDP_OFFER\",\"toPeerId\":\"b\"",
                "{\"type\":\"\\x\"}");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void scanAndMatchAllocateNothing(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        scan(bytes);

        long before = threads.getCurrentThreadAllocatedBytes();
        scan(bytes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The smallest object takes 16 bytes, so one a scan would be 320,000. What is left is for the JVM's own
        // housekeeping.
        assertThat(allocated).isLessThan(SCANS);
        assertThat(matches % SCANS).isZero();
    }

    private void scan(byte[] bytes) {
        for (int round = 0; round < SCANS; round++) {
            try {
                envelope.scan(bytes, 0, bytes.length);
            } catch (ProtocolException refused) {
                continue;
            }
            if (envelope.matches(0, OFFER) && envelope.kind(0) == Kind.STRING) {
                matches++;
            }
        }
    }
}
