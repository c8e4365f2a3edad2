package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPrinterTest {
    private static final Configuration CHANGED = Loads.flags(EverySetting.CHANGED);

    @TempDir
    Path folder;

    @Test
    void printedDefaultsLoadAgainAsTheDefaults() {
        assertThat(Loads.file(Loads.write(folder, ConfigurationPrinter.print(Configuration.DEFAULTS))))
                .isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    void everyChangedSettingSurvivesPrintingAndLoading() {
        Path file = Loads.write(folder, ConfigurationPrinter.printWithSecrets(CHANGED));

        assertThat(Loads.file(file)).isEqualTo(CHANGED);
    }

    @Test
    void stringsSurviveWhateverIsInThem() {
        String odd = "\u0000\t\n\"\\' #:{}[]&*!|>%@`\u0085\u2028\uFEFF\u007F~ null 😀 ";
        Configuration configuration = withCredential(odd);

        assertThat(Loads.file(Loads.write(folder, ConfigurationPrinter.printWithSecrets(configuration))))
                .isEqualTo(configuration);
    }

    @Test
    void printsEverySettingWithSentenceAndDefault() {
        String printed = ConfigurationPrinter.print(Loads.flags(Map.of("http.max-body-bytes", "1MiB")));

        assertThat(printed).contains("""
                          # Bytes of a request's body; more is answered with 413.
                          # Default: 64KiB
                          max-body-bytes: 1MiB
                        """);
        assertThat(printed.lines().filter(line -> line.contains("# Default: "))).hasSameSizeAs(Setting.ALL);
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void hidesSecretsUnlessAskedForThem() {
        assertThat(ConfigurationPrinter.print(CHANGED))
                .contains("credential: \"***\"")
                .doesNotContain("ss\\\\w");
        assertThat(ConfigurationPrinter.printWithSecrets(CHANGED))
                .contains("ss\\\\w")
                .doesNotContain("***");
        assertThat(CHANGED.toString()).contains("credential=***").doesNotContain("ss\\w");
    }

    @Test
    void hiddenSecretDoesNotLoadAsOne() {
        Path file = Loads.write(folder, ConfigurationPrinter.print(CHANGED));

        assertThat(Loads.problems(() -> Loads.file(file)))
                .singleElement()
                .asString()
                .startsWith("ice-servers[1].credential: *** (expected: the secret itself");
    }

    @Test
    void tableHasARowForEverySetting() {
        assertThat(ConfigurationPrinter.table().lines())
                .hasSize(Setting.ALL.size() + 2)
                .contains("| `http.max-body-bytes` | `64KiB` | Bytes of a request's body; more is answered with 413. |")
                .allSatisfy(line -> assertThat(line).matches("\\|([^|]+\\|){3}"));
    }

    private static Configuration withCredential(String credential) {
        Configuration defaults = Configuration.DEFAULTS;
        IceServer server = new IceServer(List.of("turn:a"), credential, credential);
        return new Configuration(
                defaults.listen(),
                defaults.http(),
                defaults.websocket(),
                defaults.output(),
                defaults.limits(),
                defaults.rooms(),
                defaults.flyx(),
                defaults.data(),
                defaults.cheery(),
                defaults.vyoma(),
                defaults.bridge(),
                defaults.echo(),
                List.of(server),
                defaults.demo(),
                defaults.shutdown(),
                defaults.log());
    }
}
