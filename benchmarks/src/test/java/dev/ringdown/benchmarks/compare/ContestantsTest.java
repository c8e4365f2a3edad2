package dev.ringdown.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContestantsTest {
    private final Contestants contestants = new Contestants(
            Path.of("java"),
            List.of("-flag"),
            Path.of("r.jar"),
            Path.of("old.jar"),
            Path.of("b.jar"),
            Path.of("floor"),
            Path.of("relay.js"));

    @Test
    void ringdownRunsAsItsScriptRunsIt() {
        assertThat(contestants.named("ringdown").command())
                .startsWith("java", "-flag", "-jar", "r.jar", "serve", "--host=127.0.0.1", "--port=0");
    }

    @Test
    void variantsAddUp() {
        Contestant variant = contestants.named("ringdown-io_uring-2loops");

        assertThat(variant.label()).isEqualTo("Ringdown io_uring 2loops");
        assertThat(variant.command()).contains("--transport=io_uring", "--set=listen.loops=2");
        assertThat(contestants.named("ringdown-plain").command()).doesNotContain("-flag");
        assertThat(contestants.named("netty-1loop").command()).endsWith("1");
    }

    @Test
    void anotherVersionRunsInTheSameVariants() {
        Contestant before = contestants.named("before-2loops");

        assertThat(before.label()).isEqualTo("Ringdown before 2loops");
        assertThat(before.command()).contains("old.jar", "--set=listen.loops=2").doesNotContain("r.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apache", "floor-1loop", "ringdown-", "ringdown-loop", "netty-epoll", "node-2loops"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> contestants.named(name)).hasMessageContaining("expected: ringdown[");
    }

    @ParameterizedTest
    @CsvSource({
        "ready 40691, 40691",
        "'12:00:00.123 INFO  ringdown - Ringdown 0.1.0 ready: http://127.0.0.1:40691/, rooms ws://127.0.0.1:1/ws', 40691",
        "'{\"formattedMessage\":\"Ringdown 0.1.0 ready: http:\\/\\/127.0.0.1:40691\\/\"}', 40691",
        "Room b0yMjb is open, 0"
    })
    void theLineThatSaysReadyHasThePort(String line, int port) {
        assertThat(Server.portIn(line)).isEqualTo(port);
    }
}
