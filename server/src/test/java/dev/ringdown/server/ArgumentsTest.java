package dev.ringdown.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands behind {@code serve}, {@code check-config} and {@code print-config}. */
final class ArgumentsTest {
    @TempDir
    private Path folder;

    private static Arguments read(String line) {
        return Arguments.read(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    private static Configuration load(String line) {
        Arguments arguments = read(line);
        assertThat(arguments.problems()).isEmpty();
        return arguments.load(Map.of());
    }

    private static List<String> problems(String line) {
        return read(line).problems();
    }

    @Test
    void nothingAtAllGivesTheDefaults() {
        assertThat(load("")).isEqualTo(Configuration.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port 90", "--port=90", "--set listen.port=90", "--set=listen.port=90"})
    void aValueFollowsASpaceOrAnEqualsSign(String line) {
        assertThat(load(line).listen().port()).isEqualTo(90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--config FILE", "--config=FILE"})
    void aFileIsRead(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "rooms:\n  max-members: 7\n");
        assertThat(load(line.replace("FILE", file.toString())).rooms().maxMembers())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void eachFlagOfItsOwnSetsWhatSetDoes(Flag flag) {
        if (!flag.key().isEmpty()) {
            String value = switch (flag) {
                case HOST -> "127.0.0.2";
                case TRANSPORT -> "nio";
                case DATA -> "rooms";
                case SEED_PORTS, ECHO, DEFLATE -> "true";
                default -> "90";
            };
            Configuration bySet = load("--set " + flag.key() + "=" + value);
            assertThat(bySet).isNotEqualTo(Configuration.DEFAULTS);
            assertThat(load(flag.text() + "=" + value)).isEqualTo(bySet);
            assertThat(load(flag.takesValue() ? flag.text() + " " + value : flag.text()))
                    .isEqualTo(bySet);
        }
    }

    @Test
    void aFlagThatTakesNoValueCanBeTurnedOff() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "echo:\n  enabled: true\n");
        assertThat(load("--config " + file + " --echo=false").echo().enabled()).isFalse();
    }

    @Test
    void aValueMayBeginWithADashOrHoldAnEqualsSign() {
        assertThat(load("--bridge-port -1").listen().bridgePort()).isEqualTo(-1);
        assertThat(load("--data=a=b").data().directory()).isEqualTo("a=b");
        assertThat(load("--set data.directory=a=b").data().directory()).isEqualTo("a=b");
    }

    @Test
    void aFlagOfItsOwnWinsOverSetAndTheLastSetOverTheFirst() {
        assertThat(load("--port 90 --set listen.port=91").listen().port()).isEqualTo(90);
        assertThat(load("--set listen.port=90 --set listen.port=91").listen().port())
                .isEqualTo(91);
    }

    @Test
    void flagsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "listen:\n  port: 90\n  host: 127.0.0.2\n");
        Map<String, String> environment = Map.of("RINGDOWN_LISTEN_PORT", "91", "RINGDOWN_LISTEN_HOST", "127.0.0.3");
        Configuration loaded = read("--port 92 --config " + file).load(environment);
        assertThat(loaded.listen().port()).isEqualTo(92);
        assertThat(loaded.listen().host()).isEqualTo("127.0.0.3");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 80, --prot, --port",
        "--prot=80, --prot, --port",
        "--managment-port 80, --managment-port, --management-port",
        "--ecco, --ecco, --echo",
        "-help, -help, --help"
    })
    void anUnknownFlagNamesTheNearest(String line, String flag, String nearest) {
        assertThat(problems(line)).containsExactly("Unknown flag: %s (did you mean %s?)".formatted(flag, nearest));
    }

    @ParameterizedTest
    @CsvSource({
        "--port, --port has no value: write --port PORT",
        "--port --echo, --port has no value: write --port PORT",
        "--config -h, --config has no value: write --config FILE",
        "--set, --set has no value: write --set KEY=VALUE",
        "--set nonsense, '--set takes KEY=VALUE, not nonsense'",
        "--set=nonsense, '--set takes KEY=VALUE, not nonsense'",
        "--set =nonsense, '--set takes KEY=VALUE, not =nonsense'",
        "--port 80 --port 81, --port is given more than once",
        "80, Unexpected argument: 80",
        "--echo true, Unexpected argument: true"
    })
    void saysInASentenceWhatIsWrong(String line, String sentence) {
        assertThat(problems(line)).containsExactly(sentence);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThat(problems("--prot 80 --set a --host")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--port 80 --help", "--port --help"})
    void knowsWhenTheHelpIsAskedFor(String line) {
        assertThat(read(line).askForHelp()).isTrue();
        assertThat(read(line.replaceAll("--help|-h", "")).askForHelp()).isFalse();
    }

    @Test
    void leavesKeysAndValuesToTheConfiguration() {
        assertThatThrownBy(() -> load("--set listen.prot=80 --host=127.0.0.1 --transport carrier-pigeon"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("listen.prot: unknown (did you mean listen.port?)")
                .hasMessageContaining("carrier-pigeon");
    }
}
