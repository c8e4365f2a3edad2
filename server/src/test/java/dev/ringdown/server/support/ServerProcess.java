package dev.ringdown.server.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own, to be killed: {@code ringdown serve} on free ports of the loopback, from the class
 * path of the tests.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready: http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Pattern MANAGEMENT = Pattern.compile("management http://127\\.0\\.0\\.1:(\\d+)/");
    private static final String END = "\0";
    private static final int START_WITHIN_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> read = new ArrayList<>();
    private int managementPort;

    private ServerProcess(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.startVirtualThread(() -> {
            try (BufferedReader lines = process.inputReader(UTF_8)) {
                lines.lines().forEach(output::add);
            } catch (IOException | UncheckedIOException killed) {
                // the end
            }
            output.add(END);
        });
    }

    /** Starts one that may have only so many files open, connections among them; it has a management port. */
    public static ServerProcess startWithFewFiles(int files) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -n " + files + "; exec \"$@\"", "bash"));
        command.addAll(java(List.of("-Xmx128m"), "dev.ringdown.server.Main", "serve", "--management-port=0", "--echo"));
        return new ServerProcess(command);
    }

    /**
     * Starts a program of the tests that runs a server and breaks it when it is {@link #tell told} to.
     *
     * @param main the program; gets a server's arguments
     */
    public static ServerProcess startBreakable(Class<?> main, String... arguments) throws IOException {
        return new ServerProcess(java(
                List.of("-Xmx64m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                main.getName(),
                arguments));
    }

    private static List<String> java(List<String> flags, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(command.size() - 2, flags);
        command.add(main);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--host=127.0.0.1", "--port=0", "--bridge-port=-1", "--set=log.format=text"));
        return command;
    }

    /** Starts a server that keeps its rooms in a folder. */
    public static ServerProcess start(Path data) throws IOException {
        return new ServerProcess(command(data));
    }

    /** Starts one that can write no file beyond a length, as if the disk were full. */
    public static ServerProcess startWithSmallDisk(Path data, int kibibytes) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash"));
        command.addAll(command(data));
        return new ServerProcess(command);
    }

    private static List<String> command(Path data) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.ringdown.server.Main",
                "serve",
                "--host=127.0.0.1",
                "--port=0",
                "--management-port=-1",
                "--bridge-port=-1",
                "--transport=nio",
                "--set=log.format=text",
                "--data=" + data);
    }

    /** Waits until it is ready, and returns where. */
    public InetSocketAddress address() throws InterruptedException {
        while (true) {
            String line = output.poll(START_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("not ready: " + read);
            }
            read.add(line);
            Matcher management = MANAGEMENT.matcher(line);
            if (management.find()) {
                managementPort = Integer.parseInt(management.group(1));
            }
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
            }
        }
    }

    /** Where its figures are; known once it is ready. */
    public InetSocketAddress managementAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), managementPort);
    }

    /** Writes a line to its standard input. */
    public void tell(String line) throws IOException {
        process.outputWriter(UTF_8).append(line).append('\n').flush();
    }

    /** Waits until it has written a line with this text; false if it has ended without. */
    public boolean hasSaid(String text) throws InterruptedException {
        String line = "";
        while (!line.contains(text)) {
            line = output.poll(START_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("neither ended nor said '%s': %s".formatted(text, read));
            }
            if (line.equals(END)) {
                output.add(END);
                return false;
            }
            read.add(line);
        }
        return true;
    }

    /** Waits until it has ended by itself, and returns its exit status. */
    public int exitStatus() throws InterruptedException {
        if (!process.waitFor(START_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    /** What it has written, once it has ended. */
    public String output() throws InterruptedException {
        String line = output.take();
        while (!line.equals(END)) {
            read.add(line);
            line = output.take();
        }
        return String.join("\n", read);
    }

    /** Kills it in the middle of whatever it does, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
