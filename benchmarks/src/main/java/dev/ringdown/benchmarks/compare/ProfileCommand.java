package dev.ringdown.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line behind {@code scripts/profile.sh}: lets Ringdown do a work, and says where its time went. */
@Command(
        name = "profile.sh",
        description = {
            "Says where Ringdown's CPU goes, by the JDK's flight recorder: for each work of the comparison, how many"
                    + " microseconds of a message are the kernel's, parsing, routing and the rest.",
            "Needs Java 25 on Linux, whose recorder samples CPU time. Exit status: 0, 1 failure, 64 usage."
        },
        exitCodeOnInvalidInput = 64,
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class ProfileCommand implements Callable<Integer> {
    private static final double WARMUP_SECONDS = 8;
    private static final double SECONDS = 10;

    private static final String SETTINGS = """
            <configuration version="2.0">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">1ms</setting>
              </event>
            </configuration>
            """;

    @Parameters(
            paramLabel = "KEY",
            defaultValue = "w1,open",
            split = ",",
            description = "Which works: w1, w2, w32, sdp, open, session, pair-w2, pair-session (${DEFAULT-VALUE}).")
    private List<String> keys = List.of();

    @Option(
            names = "--contestant",
            defaultValue = "ringdown",
            description = "A variant of Ringdown (${DEFAULT-VALUE}).")
    private String name = "ringdown";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the recordings go.")
    private Path out = Path.of("");

    @Option(names = "--java", required = true, hidden = true)
    private Path java = Path.of("");

    @Option(names = "--java-flag", hidden = true)
    private List<String> javaFlags = new ArrayList<>();

    @Option(names = "--ringdown-jar", required = true, hidden = true)
    private Path jar = Path.of("");

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProfileCommand())
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        Path settings = Files.writeString(out.resolve("profile.jfc"), SETTINGS);
        Contestant contestant = new Contestants(java, javaFlags, jar, null, jar, jar, jar).named(name);
        for (String key : keys) {
            Work work = Work.ALL.stream()
                    .filter(any -> any.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no work is called " + key));
            profile(contestant, work, settings);
        }
        return 0;
    }

    private void profile(Contestant contestant, Work work, Path settings) throws IOException, InterruptedException {
        Path recording = out.resolve(work.key() + ".jfr");
        try (Server server = Server.start(contestant)) {
            Generator.run(server, work, 0, WARMUP_SECONDS);
            jcmd(server, "JFR.start", "name=profile", "settings=" + settings.toAbsolutePath());
            Measurement measurement = Generator.run(server, work, 0.5, SECONDS);
            jcmd(server, "JFR.stop", "name=profile", "filename=" + recording.toAbsolutePath());
            System.out.printf(
                    "%s, %s: %s%n%s%n",
                    contestant.label(),
                    work.title(),
                    measurement,
                    CpuBreakdown.of(recording).table(measurement.cpuMicros()));
        }
    }

    private void jcmd(Server server, String... order) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java.resolveSibling("jcmd").toString());
        command.add(Long.toString(server.process().pid()));
        command.addAll(List.of(order));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }
}
