package dev.ringdown.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration from its sources, in rising precedence: defaults, a YAML file, the environment, flags. Each source may set any key; a list
 * is replaced as a whole. May be called from any thread; blocks for the file.
 */
public final class ConfigurationLoader {
    private static final String ON_COMMAND_LINE = "on the command line";

    private final List<SettingProblem> problems = new ArrayList<>();
    private final ValueReader reader = new ValueReader(problems);
    private final Map<String, Object> values = new TreeMap<>();
    private final Map<String, String> places = new TreeMap<>();

    /** Keys and sections that already have a problem: what is compared with them would be compared with a value that nobody wanted. */
    private final Set<String> spoilt = new HashSet<>();

    private ConfigurationLoader() {}

    /**
     * Reads all sources.
     *
     * @param file a YAML 1.2 document in UTF-8, or null for none
     * @param environment all variables of the process; those that do not begin with {@code RINGDOWN_} are ignored, and so are the few that
     *     are no settings ({@code RINGDOWN_JAVA_HOME}, {@code RINGDOWN_CMD},
     *     {@code RINGDOWN_SCREENSHOTS}, and what Kubernetes sets for a service of the name ringdown). Lists are given as JSON.
     * @param flags dotted keys with the texts given on the command line, in the form of the environment
     * @throws ConfigurationException naming everything that is wrong in all of them: unknown keys with the nearest known one, values of the wrong
     *     form or out of range, keys set twice, settings that contradict each other, a file that cannot be read
     */
    public static Configuration load(@Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        ConfigurationLoader loader = new ConfigurationLoader();
        if (file != null) {
            loader.readFile(file);
        }
        loader.readEnvironment(environment);
        loader.readFlags(flags);
        return loader.freeze();
    }

    private void readFile(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.add(SettingProblem.of("", file + ": no such file"));
            return;
        } catch (CharacterCodingException e) {
            problems.add(SettingProblem.of("", file + ": not in UTF-8"));
            return;
        } catch (IOException e) {
            problems.add(SettingProblem.of("", file + ": cannot be read (" + e + ")"));
            return;
        }
        NodeReader.yaml(text, file.toString(), problems).ifPresent(root -> readSection("", root));
    }

    private void readSection(String key, Node node) {
        switch (node) {
            case Node.Mapping mapping ->
                mapping.fields().forEach((name, field) -> readField(key.isEmpty() ? "" : key + ".", name, field));
            case Node.Nothing nothing -> {}
            case Node.Scalar scalar -> refuseSection(key, scalar);
            case Node.Sequence sequence -> refuseSection(key, sequence);
        }
    }

    private void refuseSection(String key, Node node) {
        String name = key.isEmpty() ? "the document" : key;
        problems.add(SettingProblem.badValue(name, node.shown(), "a mapping of keys to values")
                .from(node.place()));
    }

    private void readField(String prefix, String name, Node.Field field) {
        String key = prefix + name;
        Setting setting = Setting.BY_KEY.get(key);
        if (name.contains(".")) {
            problems.add(
                    SettingProblem.badValue(key, "a dotted key", "nested keys").from(field.place()));
        } else if (setting != null) {
            set(setting, field.value());
        } else if (Setting.SECTIONS.contains(key)) {
            readSection(key, field.value());
        } else {
            problems.add(Nearest.unknown(key, Setting.KEYS_AND_SECTIONS).from(field.place()));
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (EnvironmentNames.concerns(variable, text)) {
                EnvironmentNames.setting(variable)
                        .ifPresentOrElse(
                                setting -> setText(setting, text, "in the environment as " + variable),
                                () -> problems.add(
                                        EnvironmentNames.unknown(variable).from("in the environment")));
            }
        });
    }

    private void readFlags(Map<String, String> flags) {
        new TreeMap<>(flags).forEach((key, text) -> {
            Setting setting = Setting.BY_KEY.get(key);
            if (setting == null) {
                problems.add(Nearest.unknown(key, Setting.BY_KEY.keySet()).from(ON_COMMAND_LINE));
            } else {
                setText(setting, text, ON_COMMAND_LINE);
            }
        });
    }

    private void setText(Setting setting, String text, String place) {
        Optional<Node> node = Records.isList(setting.component())
                ? NodeReader.json(setting.key(), text, place, problems)
                : Optional.of(new Node.Scalar(text, place));
        node.ifPresent(value -> set(setting, value));
    }

    private void set(Setting setting, Node node) {
        reader.read(setting.key(), setting.component(), node).ifPresent(value -> {
            values.put(setting.key(), value);
            places.put(setting.key(), node.place());
        });
    }

    private Configuration freeze() {
        problems.forEach(problem -> spoilt.addAll(problem.keys()));
        Configuration configuration = build(Configuration.DEFAULTS, "");
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return configuration;
    }

    /** Makes the record anew with what was set; where its constructor refuses that, notes why and keeps the defaults. */
    private <R extends Record> R build(R defaults, String prefix) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) defaults.getClass();
        List<@Nullable Object> arguments = new ArrayList<>();
        for (var component : Records.components(type)) {
            String key = prefix + Records.name(component);
            Object value = values.containsKey(key) ? values.get(key) : Records.value(defaults, component);
            arguments.add(value instanceof Record section ? build(section, key + ".") : value);
        }
        try {
            return Records.construct(type, arguments);
        } catch (ConfigurationException e) {
            e.details().stream().filter(this::isNews).map(this::placed).forEach(problem -> {
                problems.add(problem);
                spoilt.addAll(problem.keys());
            });
            spoilt.add(section(prefix));
            return defaults;
        }
    }

    private boolean isNews(SettingProblem problem) {
        return problem.keys().size() == 1
                || problem.keys().stream().noneMatch(key -> spoilt.contains(key) || spoilt.contains(section(key)));
    }

    private static String section(String key) {
        return key.substring(0, key.lastIndexOf('.') + 1);
    }

    private SettingProblem placed(SettingProblem problem) {
        String where = problem.keys().stream()
                .map(places::get)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" and "));
        return where.isEmpty() ? problem : problem.from(where);
    }
}
