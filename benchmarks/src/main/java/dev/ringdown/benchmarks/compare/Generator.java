package dev.ringdown.benchmarks.compare;

import dev.ringdown.client.load.LoadCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * Plays {@code ringdown load}, in this process: so it is warm from the first round on, and computes and collects its
 * garbage on nobody else's account.
 */
final class Generator {
    private Generator() {}

    /** Does a work for so many seconds, after so many that don't count. */
    static Measurement run(Server server, Work work, double warmup, double seconds) {
        List<String> options = new ArrayList<>(work.options());
        options.add("--warmup=" + warmup);
        options.add("--duration=" + seconds);
        return run(server, work.path(), options, () -> {});
    }

    /** Plays any run, and does something when all messages have arrived and every connection still stands. */
    static Measurement run(Server server, String path, List<String> options, Runnable beforeClosing) {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("--url=ws://127.0.0.1:" + server.port() + path);
        arguments.add("--server-pid=" + server.process().pid());
        // Patience: a server that is slow, or a machine that is busy, is no fault.
        arguments.addAll(List.of("--json", "--quiet", "--setup-timeout=60", "--drain=20"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        new CommandLine(new LoadCommand().beforeClosing(beforeClosing))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        if (out.toString().isEmpty()) {
            throw new IllegalStateException("the generator said: " + err);
        }
        return Measurement.of(out.toString());
    }
}
