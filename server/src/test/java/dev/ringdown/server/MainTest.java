package dev.ringdown.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line, in a process of its own, as an operator uses it. */
final class MainTest {
    private static final String[] QUIET = {
        "--host", "127.0.0.1", "--port", "0", "--management-port", "0", "--bridge-port", "-1"
    };

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    private Process ringdown(String... arguments) throws IOException {
        return ringdown(List.of(), arguments);
    }

    private Process ringdown(List<String> flagsOfJava, String... arguments) throws IOException {
        // a shell that runs the tests in the background has them ignore SIGINT, and so would every child
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC"));
        command.addAll(flagsOfJava);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launcher.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    private static String outputOf(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static int statusOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Reads the log up to the line that says the server is ready, and returns its port. */
    private static int portWhenReady(Process process) throws IOException {
        BufferedReader log = process.inputReader(UTF_8);
        Pattern ready = Pattern.compile("Ringdown \\S+ ready: http:\\\\?/\\\\?/127\\.0\\.0\\.1:(\\d+)");
        StringBuilder seen = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            seen.append(line).append('\n');
            Matcher matcher = ready.matcher(line);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new AssertionError("never ready:\n" + seen);
    }

    @ParameterizedTest
    @CsvSource({"TERM", "INT"})
    void tellsClientsToComeBackLaterAndStopsWithStatusZero(String signal) throws Exception {
        Process server = ringdown(QUIET);
        int port = portWhenReady(server);
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        HttpClient http = HttpClient.newHttpClient();
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
                        closed.complete(status);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid()))
                .start()
                .waitFor();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(statusOf(server)).isZero();
    }

    @Test
    void answersWhetherItLivesAndIsReady() throws Exception {
        int port = portWhenReady(ringdown(QUIET));
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of("/healthz", "/readyz", "/", "/config.json", "/client.js")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void saysThatItIsReadyInTextToo() throws Exception {
        String[] arguments = Arrays.copyOf(QUIET, QUIET.length + 2);
        arguments[QUIET.length] = "--set";
        arguments[QUIET.length + 1] = "log.format=text";
        assertThat(portWhenReady(ringdown(arguments))).isPositive();
    }

    @Test
    void saysInOneSentenceThatAPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Process server = ringdown(
                    "serve",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(taken.getLocalPort()),
                    "--management-port",
                    "-1",
                    "--bridge-port",
                    "-1");
            assertThat(outputOf(server)).contains("Cannot listen on 127.0.0.1").doesNotContain("\tat ");
            assertThat(statusOf(server)).isEqualTo(Main.FAILURE);
        }
    }

    @Test
    void refusesAConfigurationWithAnUnknownKeyAndNamesTheNearest() throws Exception {
        Path file = Files.writeString(folder.resolve("ringdown.yaml"), "rooms:\n  max-membres: 5\n");
        Process check = ringdown("check-config", "--config", file.toString());
        assertThat(outputOf(check)).contains("rooms.max-membres").contains("rooms.max-members");
        assertThat(statusOf(check)).isEqualTo(Main.CONFIGURATION);
        Process serve = ringdown("serve", "--config", file.toString());
        assertThat(outputOf(serve)).contains("rooms.max-members");
        assertThat(statusOf(serve)).isEqualTo(Main.CONFIGURATION);
    }

    @Test
    void printsAConfigurationThatItAccepts() throws Exception {
        Process print = ringdown("print-config", "--echo", "--set", "rooms.max-members=7");
        String printed = outputOf(print);
        assertThat(statusOf(print)).isZero();
        assertThat(printed).contains("max-members: 7");
        Path file = Files.writeString(folder.resolve("printed.yaml"), printed);
        Process check = ringdown("check-config", "--config", file.toString());
        assertThat(outputOf(check)).contains("good");
        assertThat(statusOf(check)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"serve, --port", "check-config, --set", "print-config, --config", "load, --conns"})
    void explainsTheFlagsOfACommand(String command, String flag) throws Exception {
        Process help = ringdown(command, "--help");
        assertThat(outputOf(help)).contains("ringdown " + command).contains(flag);
        assertThat(statusOf(help)).isZero();
    }

    @Test
    void listsAllCommandsAndNamesItsVersion() throws Exception {
        Process help = ringdown("--help");
        assertThat(outputOf(help)).contains("serve", "check-config", "print-config", "chat", "load", "Run the server.");
        assertThat(statusOf(help)).isZero();
        Process version = ringdown("-V");
        assertThat(outputOf(version)).contains("ringdown " + RingdownServer.VERSION);
        assertThat(statusOf(version)).isZero();
    }

    @Test
    void namesTheFlagThatWasMeant() throws Exception {
        Process serve = ringdown("--prot", "80");
        assertThat(outputOf(serve)).contains("Unknown flag: --prot (did you mean --port?)", "serve --help");
        assertThat(statusOf(serve)).isEqualTo(Main.USAGE);
    }

    /** Its class files are too old for the AOT cache, so that to load them takes a third of a start. */
    @Test
    void servesWithoutPicocli() throws Exception {
        Path loaded = folder.resolve("loaded");
        portWhenReady(ringdown(List.of("-Xlog:class+load:file=" + loaded), QUIET));
        assertThat(Files.readString(loaded))
                .contains(" " + ServeCommand.class.getName() + " ")
                .doesNotContain(" picocli.");
    }

    @ParameterizedTest
    @CsvSource({"serve --nonsense", "nonsense", "serve --set nonsense"})
    void refusesACommandLineThatMakesNoSense(String arguments) throws Exception {
        Process process = ringdown(arguments.split(" "));
        assertThat(outputOf(process)).isNotBlank().doesNotContain("\tat ");
        assertThat(statusOf(process)).isEqualTo(Main.USAGE);
    }
}
