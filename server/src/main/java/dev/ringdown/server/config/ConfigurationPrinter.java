package dev.ringdown.server.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes configurations for people. May be called from any thread. */
public final class ConfigurationPrinter {
    private static final int WIDTH = 100;

    private static final List<String> HEADER = List.of(
            "Every setting of Ringdown. The environment goes before this file, and flags go before both:",
            "listen.port is RINGDOWN_LISTEN_PORT in the environment and --set listen.port=8080 as a flag.",
            "Sizes are written as 65536, 64KiB or 1MiB, times as 500ms, 25s or 2m.");

    private final StringBuilder out = new StringBuilder();
    private final boolean showSecrets;

    private ConfigurationPrinter(boolean showSecrets) {
        this.showSecrets = showSecrets;
    }

    /**
     * A complete YAML document, with the sentence and the default of every setting as comments. Loaded again it gives an equal configuration, unless
     * there was a secret in it (the credential of an ICE server): that is written as {@code ***}, and the loader refuses it in this form.
     */
    public static String print(Configuration configuration) {
        return new ConfigurationPrinter(false).document(configuration);
    }

    /** Like {@link #print}, with all secrets as they are: for files that only the operator reads, never for a log. */
    public static String printWithSecrets(Configuration configuration) {
        return new ConfigurationPrinter(true).document(configuration);
    }

    /** A table in Markdown for the handbook: every setting with its default and its sentence. */
    public static String table() {
        ConfigurationPrinter printer = new ConfigurationPrinter(false);
        printer.out.append("| key | default | meaning |\n| --- | --- | --- |\n");
        printer.rows(Configuration.DEFAULTS, "");
        return printer.out.toString();
    }

    private String document(Configuration configuration) {
        HEADER.forEach(line -> comment("", line));
        section(configuration, Configuration.DEFAULTS, "");
        return out.toString();
    }

    private void section(Record section, Record defaults, String indent) {
        for (RecordComponent component : Records.components(section.getClass())) {
            Object value = present(Records.value(section, component));
            Object normal = present(Records.value(defaults, component));
            String name = indent + Records.name(component) + ":";
            if (indent.isEmpty()) {
                out.append('\n');
            }
            if (value instanceof Record inner) {
                comment(indent, Records.doc(component));
                out.append(name).append('\n');
                section(inner, (Record) normal, indent + "  ");
            } else {
                comment(indent, sentence(component));
                comment(indent, "Default: " + text(component, normal));
                out.append(name);
                value(component, value, indent);
            }
        }
    }

    private void value(RecordComponent component, Object value, String indent) {
        if (value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Record) {
            out.append('\n');
            list.forEach(element -> element((Record) element, indent));
        } else {
            out.append(' ').append(text(component, value)).append('\n');
        }
    }

    private void element(Record element, String indent) {
        String start = indent + "  - ";
        for (RecordComponent component : Records.components(element.getClass())) {
            Object value = Records.value(element, component);
            if (value != null) {
                out.append(start)
                        .append(Records.name(component))
                        .append(": ")
                        .append(text(component, value))
                        .append('\n');
                start = indent + "    ";
            }
        }
    }

    private void rows(Record section, String prefix) {
        for (RecordComponent component : Records.components(section.getClass())) {
            Object value = present(Records.value(section, component));
            String key = prefix + Records.name(component);
            if (value instanceof Record inner) {
                rows(inner, key + ".");
            } else {
                String meaning = sentence(component).replace("|", "\\|");
                out.append("| `%s` | `%s` | %s |\n".formatted(key, text(component, value), meaning));
            }
        }
    }

    /** The component's own sentence, its choices, and the sentences of a list's elements. */
    private static String sentence(RecordComponent component) {
        String sentence = Records.doc(component);
        if (component.getType().isEnum()) {
            return sentence + " One of " + Texts.choices(component.getType()) + ".";
        }
        if (Records.isList(component) && Records.elementType(component).isRecord()) {
            return Records.components(Records.elementType(component).asSubclass(Record.class)).stream()
                    .map(part -> Records.name(part) + ": " + Records.doc(part))
                    .collect(Collectors.joining(" ", sentence + " Of each: ", ""));
        }
        return sentence;
    }

    private String text(RecordComponent component, Object value) {
        if (component.isAnnotationPresent(Secret.class) && !showSecrets) {
            return Texts.quoted(ValueReader.HIDDEN);
        }
        return switch (value) {
            case Integer number ->
                component.isAnnotationPresent(Bytes.class) ? Texts.ofBytes(number) : number.toString();
            case Duration duration -> Texts.ofDuration(duration);
            case Enum<?> choice -> Texts.ofChoice(choice);
            case String string -> Texts.quoted(string);
            case List<?> list ->
                list.stream().map(item -> Texts.quoted((String) item)).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    private void comment(String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() >= WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }

    private static Object present(@Nullable Object value) {
        return Objects.requireNonNull(value);
    }
}
