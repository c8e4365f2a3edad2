package dev.ringdown.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line behind {@code scripts/compare.sh}, which finds the programs and passes their paths. */
@Command(
        name = "compare.sh",
        description = {
            "Compares Ringdown with other servers on this machine, over loopback, and writes table.md, results.json and"
                    + " charts.",
            "Exit status: 0, 1 when any message went wrong, 64 usage."
        },
        exitCodeOnInvalidInput = 64,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "5", description = "Interleaved rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--quick", description = "One short round of everything: shows that it works, and no more.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "KEY",
            description =
                    "Only these: w1, w2, w32, sdp, open, session, pair-w2, pair-session; latency, connections, rooms.")
    private List<String> only = List.of();

    @Option(
            names = "--contestants",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "ringdown,floor,netty,node",
            description = "Who takes part (${DEFAULT-VALUE}). There are: " + Contestants.NAMES + ".")
    private List<String> names = List.of();

    @Option(
            names = "--before",
            paramLabel = "JAR",
            description = "Another version's jar, with its AOT cache beside it: the contestant 'before'.")
    private @Nullable Path before;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write (docs/benchmarks).")
    private Path out = Path.of("");

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Measure nothing: table and charts of a results.json.")
    private @Nullable Path file;

    @Option(names = "--connections", defaultValue = "19500", hidden = true)
    private int connections;

    @Option(names = "--java", required = true, hidden = true)
    private Path java = Path.of("");

    @Option(names = "--java-flag", hidden = true)
    private List<String> javaFlags = new ArrayList<>();

    @Option(names = "--ringdown-jar", required = true, hidden = true)
    private Path ringdownJar = Path.of("");

    @Option(names = "--benchmarks-jar", required = true, hidden = true)
    private Path benchmarksJar = Path.of("");

    @Option(names = "--floor", required = true, hidden = true)
    private Path floor = Path.of("");

    @Option(names = "--node-relay", required = true, hidden = true)
    private Path nodeRelay = Path.of("");

    @Option(names = "--command-line", hidden = true)
    private String command = "scripts/compare.sh";

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // The script's own choice of an option comes before what was typed.
        System.exit(new CommandLine(new CompareCommand())
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        Results results = file != null ? Results.read(file) : measure();
        String table = Table.of(results);
        System.out.print(table);
        Files.writeString(out.resolve("table.md"), table);
        new Charts(results).write(out);
        return results.faulty() == 0 ? 0 : 1;
    }

    private Results measure() throws IOException {
        List<Contestant> contestants = contestants();
        List<Work> works = Work.ALL.stream().filter(work -> wanted(work.key())).toList();
        Map<String, String> labels = new LinkedHashMap<>();
        contestants.forEach(contestant -> labels.put(contestant.name(), contestant.label()));
        Machine machine = Machine.here(System.getProperty("java.version"));
        System.err.println(machine.words());
        if (!machine.isQuiet()) {
            System.err.println("WARNING: this machine is busy with other things, and that shows in the figures.");
        }
        Results results = Results.empty(machine, command, labels);
        Rounds.Pace pace = quick ? Rounds.Pace.QUICK : Rounds.Pace.FULL;
        Rounds play = new Rounds(contestants, works, pace, results);
        if (!works.isEmpty()) {
            play.play(quick ? 1 : rounds, () -> save(results));
        }
        ScalingRuns growth = new ScalingRuns(results, pace, quick ? Math.min(1000, connections) : connections, quick);
        for (String key : ScalingRuns.KEYS) {
            if (wanted(key)) {
                growth.measure(key, contestants);
                save(results);
            }
        }
        return results;
    }

    private void save(Results results) {
        try {
            results.write(out.resolve("results.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean wanted(String key) {
        return only.isEmpty() || only.contains(key);
    }

    private List<Contestant> contestants() {
        Contestants all = new Contestants(java, javaFlags, ringdownJar, before, benchmarksJar, floor, nodeRelay);
        for (String key : only) {
            if (!ScalingRuns.KEYS.contains(key)
                    && Work.ALL.stream().noneMatch(work -> work.key().equals(key))) {
                throw usage("--only: " + key + " (expected: what --help lists)");
            }
        }
        try {
            return names.stream().map(all::named).toList();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String words) {
        if (spec == null) {
            throw new IllegalStateException("only picocli can run this");
        }
        return new ParameterException(spec.commandLine(), words);
    }
}
