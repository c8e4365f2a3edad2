package dev.ringdown.benchmarks.compare;

import dev.ringdown.benchmarks.compare.Results.Curve;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures how the contestants fare as something grows: the load, the connections, the rooms. They take turns at every
 * size; who can't keep up, or makes a mistake, is left out of the larger ones.
 */
final class ScalingRuns {
    /** What is made to grow, as it is called on the command line. */
    static final List<String> KEYS = List.of("latency", "connections", "rooms");

    /** Messages a second at which connections grow. */
    private static final int RATE = 2000;

    /** A server whose slowest message in a hundred takes longer is saturated, in microseconds. */
    private static final double SATURATED = 50_000;

    /** Peers that fill the rooms, a number that all sizes divide. */
    private static final int PEERS = 2000;

    private static final Work WARMUP =
            new Work("warm-up", "", "", "/ws", List.of("--conns=200", "--window=2"), Double.NaN);

    private final Results results;
    private final Rounds.Pace pace;
    private final int mostConnections;
    private final List<Integer> rates;
    private final List<Integer> connectionCounts;
    private final List<Integer> roomSizes;
    private final Map<Server, Long> emptyBytes = new HashMap<>();

    /**
     * @param mostConnections the most that are opened
     * @param quick whether it is enough to see that it works
     */
    ScalingRuns(Results results, Rounds.Pace pace, int mostConnections, boolean quick) {
        this.results = results;
        this.pace = pace;
        this.mostConnections = mostConnections;
        this.rates = quick
                ? List.of(5000, 20_000)
                : List.of(5000, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 80_000, 100_000, 120_000);
        this.connectionCounts = IntStream.concat(
                        (quick ? IntStream.of(100) : IntStream.of(100, 1000, 5000, 10_000))
                                .filter(count -> count < mostConnections),
                        IntStream.of(mostConnections))
                .boxed()
                .toList();
        this.roomSizes = quick ? List.of(2, 50) : List.of(2, 10, 50, 100, 200);
    }

    /** Lets one thing, of {@link #KEYS}, grow. */
    void measure(String key, List<Contestant> contestants) throws IOException {
        List<Server> servers = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                servers.add(Server.start(contestant));
            }
            servers.forEach(server -> warm(key, server));
            Set<Server> beaten = new HashSet<>();
            for (int size : sizes(key)) {
                System.err.printf("%s: %,d%n", key, size);
                for (Server server : servers) {
                    if (!beaten.contains(server) && !isFit(key, server, size)) {
                        beaten.add(server);
                    }
                }
            }
        } finally {
            servers.forEach(Server::close);
        }
    }

    private List<Integer> sizes(String key) {
        return switch (key) {
            case "latency" -> rates;
            case "connections" -> connectionCounts;
            default -> roomSizes;
        };
    }

    private void warm(String key, Server server) {
        double seconds = server.contestant().isJava() ? pace.javaWarmup() / 2 : 0.5;
        Generator.run(server, WARMUP, 0, seconds);
        for (double end = System.nanoTime() + seconds * 1e9; !key.equals("latency") && System.nanoTime() < end; ) {
            fill(server, 10);
        }
        emptyBytes.put(server, server.rssBytes());
    }

    private boolean isFit(String key, Server server, int size) {
        return switch (key) {
            case "latency" -> keepsUp(server, size);
            case "connections" -> holds(server, size);
            default -> admits(server, size);
        };
    }

    /** An open loop of so many messages a second. */
    private boolean keepsUp(Server server, int rate) {
        Work work = new Work("", "", "", "/ws", List.of("--conns=1000", "--rate=" + rate, "--poisson"), Double.NaN);
        Measurement measurement = Generator.run(server, work, pace.warmup(), pace.window());
        print(server, measurement + ", generator's own lag " + Math.round(measurement.lagMicros()) + " us");
        if (!measurement.isClean()) {
            return false;
        }
        results.add(Curve.LATENCY, server.contestant().name(), rate, measurement.p99Micros());
        return measurement.p99Micros() < SATURATED && measurement.perSecond() > 0.95 * rate;
    }

    /** So many connections, opened all at once, which then send at the same rate together. */
    private boolean holds(Server server, int count) {
        long[] bytes = new long[1];
        List<String> options = List.of(
                "--conns=" + count,
                "--rate=" + RATE,
                "--poisson",
                "--from-addresses=64",
                "--warmup=" + pace.warmup(),
                "--duration=" + 1.5 * pace.window());
        Measurement measurement = Generator.run(server, "/ws", options, () -> bytes[0] = server.rssBytes());
        double each = (double) (bytes[0] - emptyBytes.getOrDefault(server, 0L)) / count;
        print(server, measurement + ", " + Math.round(each) + " bytes a connection");
        if (!measurement.isClean()) {
            return false;
        }
        String name = server.contestant().name();
        results.add(Curve.CONNECTIONS, name, count, measurement.cpuMicros());
        if (count == mostConnections) {
            results.add(Curve.MEMORY, name, count, each);
            results.add(Curve.STORM, name, count, measurement.joined());
        }
        return true;
    }

    /** Rooms of so many: everybody is told of everybody who joins. */
    private boolean admits(Server server, int size) {
        double micros = fill(server, size);
        print(server, Math.round(micros) + " us a join");
        if (Double.isNaN(micros)) {
            return false;
        }
        results.add(Curve.ROOMS, server.contestant().name(), size, micros);
        return true;
    }

    /** What one join costs the server, in microseconds, or NaN when something went wrong. */
    private static double fill(Server server, int size) {
        List<String> options = List.of(
                "--conns=" + PEERS,
                "--room-size=" + size,
                "--rate=1",
                "--warmup=0",
                "--duration=0.01",
                "--from-addresses=64");
        long before = server.process().cpuNanos();
        long[] after = new long[1];
        Measurement measurement = Generator.run(
                server, "/ws", options, () -> after[0] = server.process().cpuNanos());
        return measurement.isClean() ? (after[0] - before) / 1000.0 / PEERS : Double.NaN;
    }

    private static void print(Server server, String words) {
        System.err.printf("  %-20s %s%n", server.contestant().name(), words);
    }
}
