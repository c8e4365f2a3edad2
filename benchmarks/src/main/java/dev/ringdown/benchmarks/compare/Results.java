package dev.ringdown.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that was measured, as it is kept in {@code results.json}.
 *
 * @param command what was typed
 * @param labels of the contestants, by their names, in the order in which they are shown
 */
record Results(
        Machine machine,
        String command,
        Map<String, String> labels,
        List<Sample> samples,
        List<Start> starts,
        List<Point> points) {
    /** One work done by one contestant in one round. */
    record Sample(String work, String contestant, int round, Measurement measurement) {}

    /** How long a start took: until the server was ready, and then until the first two peers had joined. */
    record Start(String contestant, int round, double readyMillis, double joinMillis) {}

    /** A point of a curve. */
    record Point(Curve curve, String contestant, double x, double y) {}

    /** What changes along x, and what is measured. */
    enum Curve {
        /** Messages a second; microseconds within which 99 of 100 arrive. */
        LATENCY,
        /** Connections; the server's CPU for a message, in microseconds. */
        CONNECTIONS,
        /** Peers in a room; the server's CPU for one that joins, in microseconds. */
        ROOMS,
        /** Connections; bytes of the server's memory that each costs while idle. */
        MEMORY,
        /** Connections opened in one storm; those that joined and stayed. */
        STORM
    }

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static Results empty(Machine machine, String command, Map<String, String> labels) {
        return new Results(machine, command, labels, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    static Results read(Path file) throws IOException {
        return MAPPER.readValue(Files.readString(file), Results.class);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(this) + "\n");
    }

    void add(Curve curve, String contestant, double x, double y) {
        points.add(new Point(curve, contestant, x, y));
    }

    /** The label of a contestant. */
    String label(String contestant) {
        return labels.getOrDefault(contestant, contestant);
    }

    int rounds() {
        Set<Integer> rounds = new LinkedHashSet<>();
        samples.forEach(sample -> rounds.add(sample.round()));
        return rounds.size();
    }

    /** How many measurements weren't clean. */
    long faulty() {
        return samples.stream()
                .filter(sample -> !sample.measurement().isClean())
                .count();
    }

    /** The measurements of one work by one contestant that were clean. */
    List<Sample> clean(String work, String contestant) {
        return samples.stream()
                .filter(sample ->
                        sample.work().equals(work) && sample.contestant().equals(contestant))
                .filter(sample -> sample.measurement().isClean())
                .toList();
    }

    /** The spread of the server's CPU for each event, in microseconds. */
    Optional<Spread> cpuMicros(String work, String contestant) {
        return spread(clean(work, contestant).stream()
                .map(sample -> sample.measurement().cpuMicros())
                .toList());
    }

    /** The spread of CPU in the floor's: every round is compared with the floor of the same round. */
    Optional<Spread> cpuRatio(String work, String contestant) {
        return ratio(work, contestant, false);
    }

    /** The spread of the latency that 99 of 100 messages keep, in the floor's. */
    Optional<Spread> p99Ratio(String work, String contestant) {
        return ratio(work, contestant, true);
    }

    /** The points of one contestant's curve, by rising x. */
    List<Point> curve(Curve curve, String contestant) {
        return points.stream()
                .filter(point -> point.curve() == curve && point.contestant().equals(contestant))
                .sorted((a, b) -> Double.compare(a.x(), b.x()))
                .toList();
    }

    /** The y of a contestant's last point. */
    OptionalDouble last(Curve curve, String contestant) {
        return curve(curve, contestant).stream().mapToDouble(Point::y).reduce((a, b) -> b);
    }

    private Optional<Spread> ratio(String work, String contestant, boolean p99) {
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : clean(work, contestant)) {
            clean(work, Contestant.FLOOR).stream()
                    .filter(floor -> floor.round() == sample.round())
                    .forEach(floor -> ratios.add(figure(sample.measurement(), p99) / figure(floor.measurement(), p99)));
        }
        return spread(ratios);
    }

    private static double figure(Measurement measurement, boolean p99) {
        return p99 ? measurement.p99Micros() : measurement.cpuMicros();
    }

    private static Optional<Spread> spread(List<Double> figures) {
        return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
    }
}
