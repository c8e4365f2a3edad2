package dev.ringdown.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Plays rounds: all contestants are started and warmed; then in each round they take turns at one work after the other,
 * in every other round in reverse order. So what happens on the machine besides happens to all of them.
 */
final class Rounds {
    private static final Work FIRST_JOIN =
            new Work("first join", "", "", "/ws", List.of("--conns=2", "--rate=1"), Double.NaN);

    /** The share of the time that a compiler works, above which what it takes would show in the figures. */
    private static final double STILL_COMPILES = 0.02;

    private final List<Contestant> contestants;
    private final List<Work> works;
    private final Pace pace;
    private final Results results;
    /** Contestants without a door for the pairs. */
    private final Set<String> withoutPairs = new LinkedHashSet<>();

    /**
     * How long things take, in seconds.
     *
     * @param javaWarmup for a JVM: of the first work; a quarter of it for the others, but twice for sessions, in which most code runs
     * @param mostRepeats how often everything is repeated at most, while a JVM is still compiling
     * @param warmup before each measurement
     * @param window of a measurement
     */
    record Pace(double javaWarmup, int mostRepeats, double warmup, double window) {
        static final Pace FULL = new Pace(10, 4, 0.7, 3);
        static final Pace QUICK = new Pace(1.5, 0, 0.2, 0.8);
    }

    Rounds(List<Contestant> contestants, List<Work> works, Pace pace, Results results) {
        this.contestants = contestants;
        this.works = works;
        this.pace = pace;
        this.results = results;
    }

    /** Plays so many, and does something after each. */
    void play(int rounds, Runnable afterEach) throws IOException {
        List<Server> servers = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                servers.add(Server.start(contestant));
            }
            System.err.println("warming up");
            servers.forEach(this::warm);
            for (int round = 0; round < rounds; round++) {
                for (Contestant contestant : contestants) {
                    start(round, contestant);
                }
                for (Work work : works) {
                    System.err.printf("round %d: %s%n", round + 1, work.title());
                    for (Server server : servers) {
                        measure(round, work, server);
                    }
                }
                Collections.reverse(servers);
                afterEach.run();
            }
        } finally {
            servers.forEach(Server::close);
        }
    }

    /** Lets a server do everything, and again, until hardly anything of it is left to compile. */
    private void warm(Server server) {
        double seconds = server.contestant().isJava() ? pace.javaWarmup() : Math.min(1, pace.javaWarmup());
        double share = 1;
        for (Work work : works) {
            Measurement measurement = Generator.run(server, work, 0, seconds * (work.isSession() ? 2 : share));
            share = 0.25;
            if (work.path().equals("/pair") && measurement.joined() == 0) {
                withoutPairs.add(server.contestant().name());
                System.err.printf(
                        "  %s has no door for pairs%n", server.contestant().name());
            }
        }
        int mostRepeats = server.contestant().isJava() ? pace.mostRepeats() : 0;
        for (int repeats = 0; repeats < mostRepeats && stillCompiles(server); repeats++) {
            System.err.printf(
                    "  %s is still being compiled%n", server.contestant().name());
        }
    }

    /** Lets a server do everything once more, and tells whether its compiler had much to do meanwhile. */
    private boolean stillCompiles(Server server) {
        long begin = System.nanoTime();
        long compiled = server.compileNanos();
        for (Work work : works) {
            Generator.run(server, work, 0, pace.window());
        }
        return server.compileNanos() - compiled > STILL_COMPILES * (System.nanoTime() - begin);
    }

    /** How long a cold start takes. */
    private void start(int round, Contestant contestant) throws IOException {
        try (Server server = Server.start(contestant)) {
            Measurement first = Generator.run(server, FIRST_JOIN, 0, 0.05);
            results.starts()
                    .add(new Results.Start(contestant.name(), round, server.readyMillis(), first.joinMicros() / 1000));
        }
    }

    private void measure(int round, Work work, Server server) {
        String name = server.contestant().name();
        if (work.path().equals("/pair") && withoutPairs.contains(name)) {
            return;
        }
        Measurement measurement = Generator.run(server, work, pace.warmup(), pace.window());
        results.samples().add(new Results.Sample(work.key(), name, round, measurement));
        System.err.printf("  %-20s %s%n", name, measurement);
    }
}
