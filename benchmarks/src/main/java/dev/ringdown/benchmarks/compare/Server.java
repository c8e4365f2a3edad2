package dev.ringdown.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.client.load.MeasuredProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contestant's process, from its start until it is closed or this process ends. */
final class Server implements AutoCloseable {
    /** A word and a port; Ringdown names an address between them, inside JSON. */
    private static final Pattern READY = Pattern.compile("\\bready\\b\\D*(?:127\\.0\\.0\\.1:)?(\\d+)");

    /** Of HotSpot, in nanoseconds on Linux. */
    private static final Pattern COMPILE_TIME = Pattern.compile("\\bjava\\.ci\\.totalTime=(\\d+)");

    /** Guarded by itself, so that no process is started while all are being ended. */
    private static final Set<Process> RUNNING = new HashSet<>();

    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Server::endAll, "end the servers"));
    }

    private final Contestant contestant;
    private final Process process;
    private final int port;
    private final double readyMillis;

    private Server(Contestant contestant, Process process, int port, double readyMillis) {
        this.contestant = contestant;
        this.process = process;
        this.port = port;
        this.readyMillis = readyMillis;
    }

    /**
     * Starts a contestant and waits until it is ready.
     *
     * @throws IOException when it cannot be started, or ends without having been ready; with what it said
     */
    static Server start(Contestant contestant) throws IOException {
        long begin = System.nanoTime();
        Process process = launch(contestant.command());
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int port = portIn(line);
            if (port > 0) {
                double readyMillis = (System.nanoTime() - begin) / 1e6;
                Thread reader = new Thread(() -> discard(output), "output of " + contestant.name());
                reader.setDaemon(true);
                reader.start();
                return new Server(contestant, process, port, readyMillis);
            }
            said.append(line).append('\n');
        }
        forget(process);
        throw new IOException(contestant.name() + " did not start: " + contestant.command() + "\n" + said);
    }

    /** The port in a line that says ready, or 0. */
    static int portIn(String line) {
        Matcher matcher = READY.matcher(line);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    Contestant contestant() {
        return contestant;
    }

    int port() {
        return port;
    }

    /** From the start of the process until it said that it was ready. */
    double readyMillis() {
        return readyMillis;
    }

    MeasuredProcess process() {
        return new MeasuredProcess(process.pid());
    }

    /** Its resident set in bytes, without garbage and freed memory if it is a JVM that can be told so. */
    long rssBytes() {
        // Twice: what the first has found unreachable, the second gives back. What the compiler has freed goes too,
        // before the connections as after them, or it would seem that they had given memory back.
        jcmd("GC.run");
        jcmd("GC.run");
        jcmd("System.trim_native_heap");
        return process().rssBytes();
    }

    /** For how long the JVM has compiled since it was started, in nanoseconds; 0 of another program. */
    long compileNanos() {
        Matcher counter = COMPILE_TIME.matcher(jcmd("PerfCounter.print"));
        return counter.find() ? Long.parseLong(counter.group(1)) : 0;
    }

    /** Gives a JVM a command and returns its answer; empty of another program, or without the tool beside the JVM. */
    private String jcmd(String command) {
        Path tool = Path.of(contestant.command().get(0)).resolveSibling("jcmd");
        if (!contestant.isJava() || !Files.isExecutable(tool)) {
            return "";
        }
        try {
            Process process = new ProcessBuilder(tool.toString(), Long.toString(this.process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            try (InputStream answer = process.getInputStream()) {
                return new String(answer.readAllBytes(), UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forget(process);
    }

    private static Process launch(List<String> command) throws IOException {
        synchronized (RUNNING) {
            if (ending) {
                throw new IOException("the comparison is being ended");
            }
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            RUNNING.add(process);
            return process;
        }
    }

    private static void forget(Process process) {
        synchronized (RUNNING) {
            RUNNING.remove(process);
        }
    }

    private static void endAll() {
        synchronized (RUNNING) {
            ending = true;
            RUNNING.forEach(Process::destroyForcibly);
        }
    }

    private static void discard(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // so that the server never waits for somebody to read
            }
        } catch (IOException e) {
            // it has ended
        }
    }
}
