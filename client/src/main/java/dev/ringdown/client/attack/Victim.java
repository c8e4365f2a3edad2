package dev.ringdown.client.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.client.load.MeasuredProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in a process of its own, on free ports of the loopback, started to be attacked. Any thread. */
final class Victim implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready: http://127\\.0\\.0\\.1:(\\d+)/.*");
    private static final Pattern BRIDGE = Pattern.compile("bridge tcp://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern MANAGEMENT = Pattern.compile("management http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Pattern WAITING = Pattern.compile("(?m)^ringdown_waiting_bytes (\\S+)");
    private static final Pattern COMPLAINT = Pattern.compile("\\b(WARN|ERROR|LEAK)\\b|Exception|^\\s+at ");
    private static final String END = "\0";
    private static final int READY_WITHIN_SECONDS = 60;
    private static final int LAST_LINES = 5;

    private final Process process;
    private final boolean quick;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final Deque<String> last = new ArrayDeque<>();
    private final String ready;
    private String complaint = "";

    private Victim(Process process, boolean quick) throws IOException, InterruptedException {
        this.process = process;
        this.quick = quick;
        // nothing stays behind when this program is interrupted
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Thread.startVirtualThread(() -> {
            try (BufferedReader lines = process.inputReader(UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    keep(line);
                }
            } catch (IOException | UncheckedIOException killed) {
                // the end
            }
            output.add(END);
        });
        this.ready = awaitReady();
    }

    /**
     * Starts one, from the class path of this process.
     *
     * @param quick whether attacks have their small sizes
     */
    static Victim start(Attack attack, boolean quick) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + attack.heapMegabytes() + "m",
                // a connection that is touched by a thread that does not own it, or memory that is released twice, is
                // told
                "-ea:dev.ringdown...",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ringdown.server.Main",
                "serve",
                "--host=127.0.0.1",
                "--port=0",
                "--management-port=0",
                "--bridge-port=0",
                "--echo",
                "--set=log.format=text",
                "--set=listen.loops=3"));
        if (Runtime.version().feature() >= 23) {
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        if (quick) {
            // it does not live long enough for more
            command.add(1, "-XX:TieredStopAtLevel=1");
        }
        attack.settings().forEach(setting -> command.add("--set=" + setting));
        return new Victim(new ProcessBuilder(command).redirectErrorStream(true).start(), quick);
    }

    private synchronized void keep(String line) {
        output.add(line);
        if (complaint.isEmpty() && COMPLAINT.matcher(line).find()) {
            complaint = line;
        }
        last.add(line);
        if (last.size() > LAST_LINES) {
            last.remove();
        }
    }

    /** The first error, warning or stack trace in its log since it was last asked for; empty if there is none. */
    synchronized String complaint() {
        String first = complaint;
        complaint = "";
        return first;
    }

    /** The last lines of its log. */
    synchronized String lastLines() {
        return String.join("\n", last);
    }

    private String awaitReady() throws InterruptedException {
        while (true) {
            String line = output.poll(READY_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new IllegalStateException("the server does not start: " + lastLines());
            }
            if (READY.matcher(line).find()) {
                return line;
            }
        }
    }

    private InetSocketAddress at(Pattern pattern) {
        Matcher found = pattern.matcher(ready);
        if (!found.find()) {
            throw new IllegalStateException("not open: " + ready);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1)));
    }

    InetSocketAddress address() {
        return at(READY);
    }

    InetSocketAddress bridge() {
        return at(BRIDGE);
    }

    InetSocketAddress management() {
        return at(MANAGEMENT);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitStatus() {
        return process.exitValue();
    }

    /** One of two sizes of an attack. */
    int size(int small, int full) {
        return quick ? small : full;
    }

    /** What it has computed so far, in nanoseconds. */
    long cpuNanos() {
        return new MeasuredProcess(pid()).cpuNanos();
    }

    /** How many bytes wait in it, by its own count. */
    long waitingBytes() throws IOException {
        Matcher waiting = WAITING.matcher(metrics());
        if (!waiting.find()) {
            throw new IOException("no such metric");
        }
        return (long) Double.parseDouble(waiting.group(1));
    }

    /** Why it has closed connections so far, and how many. */
    String closes() {
        try {
            return metrics()
                    .lines()
                    .filter(line -> line.startsWith("ringdown_closes") && !line.endsWith(" 0.0"))
                    .map(line -> line.substring(line.indexOf('{')))
                    .collect(Collectors.joining("\n"));
        } catch (IOException lost) {
            return "its metrics could not be had";
        }
    }

    private String metrics() throws IOException {
        try (Intruder operator = new Intruder(management())) {
            operator.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return operator.readAnswer();
        }
    }

    /** The most memory that it has held so far (its resident set), in bytes; 0 if it is gone. */
    long peakBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
