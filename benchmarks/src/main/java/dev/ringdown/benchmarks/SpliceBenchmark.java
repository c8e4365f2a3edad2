package dev.ringdown.benchmarks;

import dev.ringdown.protocol.SenderStamp;
import dev.ringdown.protocol.Splice;
import dev.ringdown.protocol.rooms.RoomsCodec;
import dev.ringdown.protocol.rooms.RoomsRequest;
import java.util.Arrays;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Making what the target gets out of what the sender sent: {@link RoomsCodec} decodes and splices the sender's id in,
 * against reading a tree with Jackson, setting the field and writing the tree, as servers usually do it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpliceBenchmark {
    private static final String SENDER = "c1d9f7a4-08b3-4f6e-8a55-91e0b7d2c3f8";
    private static final String TARGET = "3f0c8a52-7f5e-4f0f-9d8e-2b1a6c0d4e71";

    private final RoomsCodec codec = new RoomsCodec();
    private final SenderStamp stamp = RoomsCodec.stamp(SENDER);
    private final JsonMapper mapper = new JsonMapper();
    private final byte[] out = new byte[8192];

    @Param
    private RelayedMessage message = RelayedMessage.CANDIDATE;

    private byte[] bytes = {};

    @Setup
    public void check() {
        bytes = message.to(TARGET);
        byte[] spliced = Arrays.copyOf(out, splice());
        if (!mapper.readTree(spliced).equals(mapper.readTree(databind()))) {
            throw new AssertionError("the two do not make the same message");
        }
    }

    @Benchmark
    public int splice() {
        if (!(codec.decode(bytes, 0, bytes.length) instanceof RoomsRequest.Relay relay)) {
            throw new AssertionError("not taken for a message to relay");
        }
        Splice splice = relay.withSender(stamp);
        splice.copyTo(out, 0);
        return splice.length();
    }

    @Benchmark
    public byte[] databind() {
        ObjectNode tree = (ObjectNode) mapper.readTree(bytes);
        tree.put("fromPeerId", SENDER);
        return mapper.writeValueAsBytes(tree);
    }
}
