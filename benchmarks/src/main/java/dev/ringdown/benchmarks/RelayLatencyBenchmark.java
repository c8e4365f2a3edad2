package dev.ringdown.benchmarks;

import dev.ringdown.server.RingdownServer;
import dev.ringdown.server.config.ConfigurationLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a candidate takes from the sender's write to the target's read, over loopback TCP and a whole server in this
 * process, while others are connected too and relay in the background. JMH prints the percentiles.
 *
 * <p>One message is under way at a time, so this is latency, not throughput. Both clients and the background load share
 * the machine with the server, and {@code -prof gc} counts the garbage of all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 5)
@SuppressWarnings("NullAway.Init") // JMH calls connect before all else
public class RelayLatencyBenchmark {
    /** Connections, joined two and two. */
    @Param({"100", "1000"})
    private int connections;

    /** Messages that the others relay in a second, all together. */
    @Param({"0", "2000"})
    private int backgroundPerSecond;

    /** Event loops of the server; 0 for one a core. */
    @Param("0")
    private int loops;

    private final List<Pair> pairs = new ArrayList<>();
    private RingdownServer server;
    private BackgroundLoad background;
    private Pair measured;

    @Setup
    public void connect() throws IOException {
        server = RingdownServer.start(ConfigurationLoader.load(
                null,
                Map.of(),
                Map.of(
                        "listen.host", "127.0.0.1",
                        "listen.port", "0",
                        "listen.management-port", "-1",
                        "listen.bridge-port", "-1",
                        "listen.loops", Integer.toString(loops),
                        "websocket.ping-interval", "0s",
                        "websocket.idle-timeout", "0s")));
        for (int i = 0; i < connections / 2; i++) {
            pairs.add(new Pair(server.address(), i, RelayedMessage.CANDIDATE));
        }
        measured = pairs.getFirst();
        background = new BackgroundLoad(pairs.subList(1, pairs.size()), backgroundPerSecond);
    }

    @Benchmark
    public void relay() throws IOException {
        measured.send();
        measured.receive();
    }

    @TearDown
    public void disconnect() throws IOException {
        System.out.printf("# background: %.0f/s%n", background.sentPerSecond());
        background.close();
        for (Pair pair : pairs) {
            pair.close();
        }
        server.close();
    }
}
