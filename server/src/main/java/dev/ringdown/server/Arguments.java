package dev.ringdown.server;

import dev.ringdown.server.config.Configuration;
import dev.ringdown.server.config.ConfigurationException;
import dev.ringdown.server.config.ConfigurationLoader;
import dev.ringdown.server.config.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a command that reads the server's configuration. A value follows its {@link Flag} as {@code --port 80} or
 * as {@code --port=80}. Flags win over the environment, the environment over the file, the file over the defaults; a flag of
 * its own wins over {@code --set}, and the last {@code --set} of a key over the earlier ones.
 */
final class Arguments {
    private final Map<Flag, String> flags = new EnumMap<>(Flag.class);
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Path file;

    private Arguments() {}

    /** Reads all of them; whatever is wrong is among the {@link #problems}. */
    static Arguments read(List<String> words) {
        Arguments arguments = new Arguments();
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            arguments.readNext(rest);
        }
        return arguments;
    }

    /** A sentence for each thing that is wrong; empty if all is well. */
    List<String> problems() {
        return problems;
    }

    boolean askForHelp() {
        return flags.containsKey(Flag.HELP);
    }

    /**
     * Loads the configuration that they ask for.
     *
     * @throws ConfigurationException with everything that is wrong with it
     */
    Configuration load(Map<String, String> environment) {
        Map<String, String> byKey = new LinkedHashMap<>(settings);
        flags.forEach((flag, value) -> {
            if (!flag.key().isEmpty()) {
                byKey.put(flag.key(), value);
            }
        });
        return ConfigurationLoader.load(file, environment, byKey);
    }

    private void readNext(Deque<String> rest) {
        String word = rest.remove();
        int equals = word.indexOf('=');
        String text = equals < 0 ? word : word.substring(0, equals);
        Flag flag = Flag.of(text);
        if (flag == null) {
            refuse(word, text, rest);
        } else if (equals >= 0) {
            take(flag, word.substring(equals + 1));
        } else if (!flag.takesValue()) {
            take(flag, "true");
        } else if (isValue(rest.peek())) {
            take(flag, rest.remove());
        } else {
            problems.add(text + " has no value: write " + flag.usage());
        }
    }

    private void refuse(String word, String text, Deque<String> rest) {
        if (!word.startsWith("-")) {
            problems.add("Unexpected argument: " + word);
            return;
        }
        problems.add("Unknown flag: %s (did you mean %s?)".formatted(text, Nearest.to(text, Flag.texts())));
        String next = rest.peek();
        if (text.equals(word) && next != null && !next.startsWith("-")) {
            // the value of the unknown flag is no second mistake
            rest.remove();
        }
    }

    /** A value may begin with a dash, as -1 does; with two it is a flag, unless it follows an equals sign. */
    private static boolean isValue(@Nullable String word) {
        return word != null && !word.startsWith("--") && Flag.of(word) == null;
    }

    private void take(Flag flag, String value) {
        switch (flag) {
            case SET -> set(value);
            case CONFIG -> open(value);
            default -> {}
        }
        if (flags.put(flag, value) != null && flag != Flag.SET && flag != Flag.HELP) {
            problems.add(flag.text() + " is given more than once");
        }
    }

    private void set(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            problems.add("--set takes KEY=VALUE, not " + assignment);
        } else {
            settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }

    private void open(String name) {
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            problems.add("--config takes the path of a file: " + e.getMessage());
        }
    }
}
