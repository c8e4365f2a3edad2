package dev.ringdown.benchmarks;

import dev.ringdown.protocol.json.Envelope;
import dev.ringdown.protocol.json.JsonLimits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Checking a message and finding the fields that route it: {@link Envelope} against a walk over Jackson's tokens, the
 * fastest way to do the same with a library. Both end up with the places of {@code type} and {@code toPeerId}. Jackson
 * does less checking on the way: what it skips it takes on trust in part.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EnvelopeBenchmark {
    private static final int TYPE = 0;
    private static final int TO = 1;
    private static final String PEER_ID = "3f0c8a52-7f5e-4f0f-9d8e-2b1a6c0d4e71";

    private final Envelope envelope =
            new Envelope(JsonLimits.DEFAULTS, "type", "toPeerId", "fromPeerId", "username", "roomId");
    private final JsonFactory factory = new JsonFactory();

    @Param
    private RelayedMessage message = RelayedMessage.CANDIDATE;

    private byte[] bytes = {};

    @Setup
    public void check() {
        bytes = message.to(PEER_ID);
        long found = envelope();
        if (found != jackson() || !envelope.text(TO).equals(PEER_ID)) {
            throw new AssertionError("the two do not find the same");
        }
    }

    @Benchmark
    public long envelope() {
        envelope.scan(bytes, 0, bytes.length);
        return places(envelope.start(TYPE), envelope.start(TO));
    }

    @Benchmark
    public long jackson() {
        long type = -1;
        long to = -1;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME
                        && parser.streamReadContext().getNestingDepth() == 1) {
                    String name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "type" -> type = parser.currentTokenLocation().getByteOffset();
                        case "toPeerId" -> to = parser.currentTokenLocation().getByteOffset();
                        default -> {}
                    }
                }
            }
        }
        return places(type, to);
    }

    private static long places(long type, long to) {
        return type << Integer.SIZE | to;
    }
}
