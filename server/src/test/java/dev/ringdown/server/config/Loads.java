package dev.ringdown.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One line to load from one source, and one to look at what was refused. */
final class Loads {
    private Loads() {}

    static Configuration file(Path file) {
        return ConfigurationLoader.load(file, Map.of(), Map.of());
    }

    static Configuration environment(Map<String, String> environment) {
        return ConfigurationLoader.load(null, environment, Map.of());
    }

    static Configuration flags(Map<String, String> flags) {
        return ConfigurationLoader.load(null, Map.of(), flags);
    }

    static List<String> problems(ThrowingCallable load) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, load);
        assertThat(refused).as("refused").isNotNull();
        return refused.problems();
    }

    /** Writes {@code ringdown.yaml}. */
    static Path write(Path folder, String yaml) {
        try {
            return Files.writeString(folder.resolve("ringdown.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
