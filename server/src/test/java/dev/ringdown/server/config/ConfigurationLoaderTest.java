package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags, and how the sources go together. */
class ConfigurationLoaderTest {
    @TempDir
    Path folder;

    @Test
    void environmentGoesBeforeFileAndFlagsGoBeforeBoth() {
        Path file = Loads.write(folder, "listen: {port: 1, backlog: 1, loops: 1}\necho: {enabled: true}");
        Map<String, String> environment = Map.of("RINGDOWN_LISTEN_PORT", "2", "RINGDOWN_LISTEN_BACKLOG", "2");
        Map<String, String> flags = Map.of("listen.port", "3");

        Configuration configuration = ConfigurationLoader.load(file, environment, flags);

        assertThat(configuration.listen().port()).isEqualTo(3);
        assertThat(configuration.listen().backlog()).isEqualTo(2);
        assertThat(configuration.listen().loops()).isEqualTo(1);
        assertThat(configuration.echo().enabled()).isTrue();
    }

    @Test
    void listIsReplacedAsAWhole() {
        Path file = Loads.write(folder, "websocket: {allowed-origins: ['https://a.example', 'https://b.example']}");

        Configuration configuration =
                ConfigurationLoader.load(file, Map.of(), Map.of("websocket.allowed-origins", "[]"));

        assertThat(configuration.websocket().allowedOrigins()).isEmpty();
    }

    @Test
    void unknownFlagNamesTheNearest() {
        assertThat(problems(Map.of("websocket.max-message-byte", "1")))
                .containsExactly("websocket.max-message-byte: unknown (did you mean websocket.max-message-bytes?),"
                        + " on the command line");
        assertThat(problems(Map.of("port", "1")))
                .containsExactly("port: unknown (did you mean listen.port?), on the command line");
        assertThat(problems(Map.of("listen", "1")))
                .containsExactly("listen: unknown (did you mean listen.host?), on the command line");
    }

    @Test
    void badFlagSaysWhatIsExpected() {
        assertThat(problems(Map.of("websocket.max-message-bytes", "64k")))
                .containsExactly("websocket.max-message-bytes: 64k (expected: a size such as 65536, 64KiB or 1MiB),"
                        + " on the command line");
        assertThat(problems(Map.of("demo.enabled", "yes")))
                .containsExactly("demo.enabled: yes (expected: true or false), on the command line");
        assertThat(problems(Map.of("listen.transport", "EPOLL")))
                .containsExactly(
                        "listen.transport: EPOLL (expected: one of auto, epoll, io_uring, nio), on the command line");
        assertThat(problems(Map.of("listen.port", "1\n2")))
                .containsExactly("listen.port: \"1\\u000a2\" (expected: a whole number), on the command line");
    }

    @Test
    void allProblemsOfAllSourcesAreReportedTogether() {
        Path file = Loads.write(folder, "listen: {prot: 1, port: 70000}\nhttp: {handshake-timeout: 0}");
        Map<String, String> environment = Map.of("RINGDOWN_ROOMS_MAX_MEMBERS", "0", "RINGDOWN_LOG_LEVL", "x");
        Map<String, String> flags = Map.of("rooms.path", "ws", "log.format", "xml");

        List<String> problems = Loads.problems(() -> ConfigurationLoader.load(file, environment, flags));

        assertThat(problems)
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith("listen.prot: unknown"),
                        problem -> assertThat(problem).startsWith("listen.port: 70000 (expected"),
                        problem -> assertThat(problem).startsWith("http.handshake-timeout: 0 (expected"),
                        problem -> assertThat(problem)
                                .startsWith("rooms.max-members: 0 (expected")
                                .contains("_MAX_MEMBERS"),
                        problem -> assertThat(problem).startsWith("RINGDOWN_LOG_LEVL: unknown"),
                        problem -> assertThat(problem)
                                .startsWith("rooms.path: ws (expected")
                                .endsWith("on the command line"),
                        problem -> assertThat(problem).startsWith("log.format: xml (expected"));
        assertThatThrownBy(() -> ConfigurationLoader.load(file, environment, flags))
                .hasMessage(String.join("\n", problems));
    }

    @Test
    void badValueIsReportedEvenWhereAnotherSourceGoesBeforeIt() {
        Path file = Loads.write(folder, "listen: {port: http}");

        assertThat(Loads.problems(() -> ConfigurationLoader.load(file, Map.of(), Map.of("listen.port", "1"))))
                .hasSize(1);
    }

    @Test
    void nothingIsComparedWithAValueThatIsWrongItself() {
        assertThat(problems(Map.of("output.low-water-mark", "64k", "output.high-water-mark", "16KiB")))
                .singleElement()
                .asString()
                .startsWith("output.low-water-mark: 64k ");
        assertThat(problems(Map.of("rooms.path", "/x", "rooms.max-members", "0", "echo.path", "/ws")))
                .singleElement()
                .asString()
                .startsWith("rooms.max-members: 0 ");
    }

    private static List<String> problems(Map<String, String> flags) {
        return Loads.problems(() -> Loads.flags(flags));
    }
}
