package dev.ringdown.benchmarks.compare;

import dev.ringdown.benchmarks.compare.Results.Curve;
import dev.ringdown.benchmarks.compare.Results.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The results as a table in Markdown. */
final class Table {
    private final Results results;
    private final List<String> names;
    private final StringBuilder out = new StringBuilder();

    private Table(Results results) {
        this.results = results;
        this.names = results.labels().keySet().stream()
                .filter(name -> !name.equals(Contestant.FLOOR))
                .toList();
    }

    /** What was measured, how, and on what. */
    static String of(Results results) {
        Table table = new Table(results);
        table.costs();
        table.others();
        table.notes();
        return table.out.toString();
    }

    private void costs() {
        List<String> heads = new ArrayList<>(List.of("CPU of the server for each message or session", "C floor, µs"));
        names.forEach(name -> heads.add(results.label(name)));
        heads.add("goal");
        head(heads);
        for (Work work : Work.ALL) {
            Optional<Spread> floor = results.cpuMicros(work.key(), Contestant.FLOOR);
            boolean measured = names.stream()
                    .anyMatch(name -> results.cpuMicros(work.key(), name).isPresent());
            if (floor.isPresent() || measured) {
                row(
                        work.title(),
                        floor.map(Table::micros).orElse("–"),
                        name -> results.cpuRatio(work.key(), name),
                        "≤ " + ratio(work.goal()));
            }
            if (work.key().equals(Work.OPEN) && floor.isPresent()) {
                Spread p99 = Spread.of(results.clean(Work.OPEN, Contestant.FLOOR).stream()
                        .map(sample -> sample.measurement().p99Micros())
                        .toList());
                row(
                        "… the latency that 99 of 100 keep",
                        micros(p99),
                        name -> results.p99Ratio(Work.OPEN, name),
                        "≤ 1.3");
            }
        }
    }

    private void row(String title, String floor, Function<String, Optional<Spread>> ratio, String goal) {
        List<String> cells = new ArrayList<>(List.of(title, floor));
        names.forEach(name -> cells.add(ratio.apply(name).map(Table::ratios).orElse("–")));
        cells.add(goal);
        line(cells);
    }

    private void others() {
        if (results.starts().isEmpty() && results.points().isEmpty()) {
            return;
        }
        out.append('\n');
        List<String> heads = new ArrayList<>(List.of(""));
        List<String> all = List.copyOf(results.labels().keySet());
        all.forEach(name -> heads.add(results.label(name)));
        heads.add("goal for Ringdown");
        head(heads);
        plain("memory of an idle connection, bytes", all, name -> point(Curve.MEMORY, name), "≤ 2,000");
        plain("connections joined in one storm, none lost", all, name -> point(Curve.STORM, name), "19,500");
        plain("start until ready, ms", all, name -> start(name, Start::readyMillis), "≤ 250");
        plain("… until the first two have joined, ms more", all, name -> start(name, Start::joinMillis), "≤ 100");
    }

    private void plain(String title, List<String> all, Function<String, String> cell, String goal) {
        List<String> cells = new ArrayList<>(List.of(title));
        all.forEach(name -> cells.add(cell.apply(name)));
        cells.add(goal);
        line(cells);
    }

    private String point(Curve curve, String name) {
        var last = results.last(curve, name);
        return last.isPresent() ? whole(last.getAsDouble()) : "–";
    }

    private String start(String name, ToDoubleFunction<Start> figure) {
        List<Double> figures = results.starts().stream()
                .filter(start -> start.contestant().equals(name))
                .map(figure::applyAsDouble)
                .toList();
        return figures.isEmpty() ? "–" : whole(Spread.of(figures).median());
    }

    private void notes() {
        if (!results.samples().isEmpty()) {
            Spread others = Spread.of(results.samples().stream()
                    .map(sample -> sample.measurement().otherCores())
                    .toList());
            say("Medians of " + results.rounds()
                    + " interleaved rounds, lowest to highest in brackets. Ratios are to the C"
                    + " floor in the same round: one thread, one read and one write a message, nothing validated. Every"
                    + " message was verified; " + verdict() + " Other processes kept " + ratio(others.median())
                    + " cores busy meanwhile (at most " + ratio(others.max()) + ").");
        }
        say(results.machine().words() + ". `" + results.command() + "`");
    }

    private String verdict() {
        long faulty = results.faulty();
        return faulty == 0
                ? "none was lost, repeated, late or changed."
                : faulty + " measurements with lost, repeated, late or changed messages are left out.";
    }

    private void say(String paragraph) {
        out.append('\n').append(paragraph).append('\n');
    }

    private void head(List<String> cells) {
        line(cells);
        out.append("| --- |").append(" ---: |".repeat(cells.size() - 1)).append('\n');
    }

    private void line(List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String micros(Spread spread) {
        return spread.median() < 100 ? String.format(Locale.ROOT, "%.1f", spread.median()) : whole(spread.median());
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String ratios(Spread spread) {
        return "**" + ratio(spread.median()) + "** (" + ratio(spread.min()) + "–" + ratio(spread.max()) + ")";
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
