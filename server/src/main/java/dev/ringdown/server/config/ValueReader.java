package dev.ringdown.server.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns nodes into the values of record components. */
final class ValueReader {
    /** Stands for a secret that was not printed; refused on the way back, so that it never becomes the secret. */
    static final String HIDDEN = "***";

    private static final String LIST = "a list";

    private final List<SettingProblem> problems;

    /** @param problems takes what cannot be read */
    ValueReader(List<SettingProblem> problems) {
        this.problems = problems;
    }

    /** Reads one value; empty when a problem was added instead. */
    Optional<Object> read(String key, RecordComponent component, Node node) {
        if (Records.isList(component)) {
            return list(key, Records.elementType(component), node);
        }
        if (node instanceof Node.Scalar scalar) {
            if (component.isAnnotationPresent(Secret.class) && scalar.text().equals(HIDDEN)) {
                return refuse(key, node, "the secret itself, which print-config hides unless asked for it");
            }
            return scalar(key, component, scalar);
        }
        return refuse(key, node, expected(component));
    }

    private Optional<Object> scalar(String key, RecordComponent component, Node.Scalar node) {
        Class<?> type = component.getType();
        String text = node.text();
        Optional<?> value;
        if (type == String.class) {
            value = Optional.of(text);
        } else if (component.isAnnotationPresent(Bytes.class)) {
            value = Texts.bytes(text);
        } else if (type == int.class) {
            value = Texts.number(text);
        } else if (type == boolean.class) {
            value = text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        } else if (type == Duration.class) {
            value = Texts.duration(text);
        } else if (type.isEnum()) {
            value = Arrays.stream(type.getEnumConstants())
                    .filter(choice -> Texts.ofChoice((Enum<?>) choice).equals(text))
                    .findFirst();
        } else {
            throw new IllegalStateException("no way to read " + component);
        }
        return value.isPresent() ? Optional.of(value.get()) : refuse(key, node, expected(component));
    }

    /** What a message says is expected. */
    private static String expected(RecordComponent component) {
        Class<?> type = component.getType();
        if (Records.isList(component)) {
            return LIST;
        } else if (component.isAnnotationPresent(Bytes.class)) {
            return "a size such as 65536, 64KiB or 1MiB";
        } else if (type == int.class) {
            return "a whole number";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == Duration.class) {
            return "a time such as 500ms, 25s or 2m";
        } else if (type.isEnum()) {
            return "one of " + Texts.choices(type);
        }
        return "a text";
    }

    private Optional<Object> list(String key, Class<?> elementType, Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            return refuse(key, node, LIST);
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            String itemKey = "%s[%d]".formatted(key, i);
            Node item = sequence.items().get(i);
            Optional<Object> value = elementType.isRecord()
                    ? element(itemKey, elementType.asSubclass(Record.class), item)
                    : text(itemKey, item);
            value.ifPresent(values::add);
        }
        return values.size() == sequence.items().size() ? Optional.of(values) : Optional.empty();
    }

    private Optional<Object> text(String key, Node node) {
        return node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : refuse(key, node, "a text");
    }

    private Optional<Object> element(String key, Class<? extends Record> type, Node node) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        Records.components(type).forEach(component -> components.put(Records.name(component), component));
        if (!(node instanceof Node.Mapping mapping)) {
            String names = components.keySet().stream().collect(Collectors.joining(", "));
            return refuse(key, node, "a mapping with the keys " + names);
        }
        int before = problems.size();
        mapping.fields().forEach((name, field) -> {
            if (!components.containsKey(name)) {
                List<String> known = components.keySet().stream()
                        .map(right -> key + "." + right)
                        .toList();
                problems.add(Nearest.unknown(key + "." + name, known).from(field.place()));
            }
        });
        List<@Nullable Object> values = new ArrayList<>();
        components.forEach((name, component) -> values.add(component(key + "." + name, component, mapping)));
        if (problems.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(Records.construct(type, values));
        } catch (ConfigurationException e) {
            e.details().forEach(p -> problems.add(p.inside(key + ".").from(node.place())));
            return Optional.empty();
        }
    }

    private @Nullable Object component(String key, RecordComponent component, Node.Mapping mapping) {
        Node.Field field = mapping.fields().get(Records.name(component));
        if (field != null) {
            return read(key, component, field.value()).orElse(null);
        }
        if (!Records.isOptional(component)) {
            problems.add(
                    SettingProblem.badValue(key, "missing", expected(component)).from(mapping.place()));
        }
        return null;
    }

    private Optional<Object> refuse(String key, Node node, String expected) {
        problems.add(SettingProblem.badValue(key, node.shown(), expected).from(node.place()));
        return Optional.empty();
    }
}
