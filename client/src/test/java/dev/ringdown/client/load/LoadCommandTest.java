package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LoadCommandTest {
    private static final String SELF = "--server-pid=" + ProcessHandle.current().pid();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aCleanRunEndsWithZeroAndATable() {
        try (TestRelay relay = new TestRelay()) {
            assertThat(execute(address(relay), "--conns=4", "--rate=500")).isZero();
        }
        assertThat(out.toString()).contains("p99.9", "latency", "clean: no faults");
    }

    @Test
    void anUncleanRunEndsWithOne() {
        try (TestRelay relay = new TestRelay()) {
            relay.misbehaving(Misdeed.DUPLICATE, 2);
            assertThat(execute(address(relay), "--conns=4", "--window=2")).isEqualTo(1);
        }
        assertThat(out.toString()).contains("duplicated", "NOT CLEAN");
    }

    @Test
    void jsonIsOneLineWithTheDocumentedKeys() {
        try (TestRelay relay = new TestRelay()) {
            assertThat(execute("--url", address(relay), "--mode=session", "--conns=4", "--json", SELF))
                    .isZero();
        }
        String line = out.toString();
        assertThat(line).endsWith("}\n").doesNotContain("\n{");
        Map<String, @Nullable Object> report = Objects.requireNonNull(Json.object(line.getBytes(UTF_8), line.length()));
        assertThat(report).containsEntry("clean", true).containsEntry("mode", "session");
        String help = new CommandLine(new LoadCommand()).getUsageMessage().replaceAll("\\s+", " ");
        assertThat(help).contains(report.keySet());
        assertThat(report.get("faults")).isInstanceOfSatisfying(Map.class, faults -> {
            for (Fault fault : Fault.values()) {
                String key = fault.name().toLowerCase(Locale.ROOT);
                assertThat(faults.containsKey(key)).isTrue();
                assertThat(help).contains(key);
            }
        });
    }

    @Test
    void aServerThatIsNotThereIsAFailureInWords() {
        TestRelay relay = new TestRelay();
        String address = address(relay);
        relay.close();

        assertThat(execute(address, "--conns=4")).isEqualTo(1);
        assertThat(out.toString()).contains("failed peers", "Connection refused");
    }

    @Test
    void aRefusedUpgradeIsAFailureInWords() {
        try (TestRelay relay = new TestRelay()) {
            assertThat(execute(address(relay).replace("/ws", "/other"), "--conns=4"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("failed peers", "the server refused the upgrade with HTTP 404 Not Found");
    }

    @Test
    void beforeTheConnectionsCloseSomethingElseMayBeDone() {
        AtomicInteger relayed = new AtomicInteger();
        try (TestRelay relay = new TestRelay()) {
            LoadCommand command = new LoadCommand().beforeClosing(() -> relayed.set(relay.relayed.get()));
            assertThat(execute(command, address(relay), "--conns=4", "--rate=500"))
                    .isZero();
        }
        assertThat(relayed).hasValue(150);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://127.0.0.1:1/ws",
                "ws:///ws",
                "ws://127.0.0.1:1/ws --url ws://127.0.0.1:1/ws",
                "ws://127.0.0.1:1/ws --rate 5 --window 5",
                "ws://127.0.0.1:1/ws --rate 0",
                "ws://127.0.0.1:1/ws --window 0",
                "ws://127.0.0.1:1/ws --poisson",
                "ws://127.0.0.1:1/ws --conns 5",
                "ws://127.0.0.1:1/ws --conns 6 --room-size 4",
                "ws://127.0.0.1:1/ws --size 50",
                "ws://127.0.0.1:1/ws --size 100000",
                "ws://127.0.0.1:1/ws --duration 0",
                "ws://127.0.0.1:1/ws --threads 0",
                "ws://127.0.0.1:1/ws --concurrency 0",
                "ws://127.0.0.1:1/ws --from nobody",
                "ws://127.0.0.1:1/ws --mode session --window 3",
                "ws://192.0.2.1:1/ws --from-addresses 3",
                "ws://127.0.0.1:1/ws --dialect morse",
                "ws://127.0.0.1:1/ws --dialect pair --room-size 4",
                "ws://127.0.0.1:1/ws --dialect pair --threads 2",
                "ws://127.0.0.1:1/ws --dialect pair --from empty",
                "ws://127.0.0.1:1/ws --colour red"
            })
    void whatHasNoMeaningIsAUsageError(String line) {
        int status = new CommandLine(new LoadCommand())
                .setErr(new PrintWriter(err, true))
                .execute(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(status).isEqualTo(64);
        assertThat(err.toString()).containsAnyOf("expected: ", "Unknown option");
    }

    private static String address(TestRelay relay) {
        return "ws://127.0.0.1:" + relay.port() + "/ws";
    }

    private int execute(String... options) {
        return execute(new LoadCommand(), options);
    }

    private int execute(LoadCommand command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--quiet", "--duration=0.3", "--warmup=0", "--drain=60"));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
