package dev.ringdown.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads YAML and JSON into nodes that know their place. Keys that stand twice and aliases are problems; what they say is left out. */
final class NodeReader {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonFactory JSON = new JsonFactory();
    private static final String JSON_LIST = "a list as JSON";

    private final JsonParser parser;
    private final Function<TokenStreamLocation, String> places;
    private final List<SettingProblem> problems;

    private NodeReader(JsonParser parser, Function<TokenStreamLocation, String> places, List<SettingProblem> problems) {
        this.parser = parser;
        this.places = places;
        this.problems = problems;
    }

    /**
     * Reads a YAML document.
     *
     * @param source the file's name, for the places
     * @param problems takes what is wrong with it
     * @return nothing for an empty document or one that cannot be read
     */
    static Optional<Node> yaml(String text, String source, List<SettingProblem> problems) {
        Function<TokenStreamLocation, String> places =
                location -> "at %s:%d:%d".formatted(source, location.getLineNr(), location.getColumnNr());
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            NodeReader reader = new NodeReader(parser, places, problems);
            Optional<Node> root = parser.nextToken() == null ? Optional.empty() : reader.node("");
            if (parser.nextToken() != null) {
                problems.add(new SettingProblem(List.of(), "more than one document").from(reader.place()));
            }
            return root;
        } catch (JacksonException e) {
            problems.add(new SettingProblem(List.of(), "no valid YAML: " + reason(e, source, places)));
            return Optional.empty();
        }
    }

    /** What the parser complains of and where; without the lines around it, which its own message shows and which may be secret. */
    private static String reason(JacksonException e, String source, Function<TokenStreamLocation, String> places) {
        if (e.getCause() instanceof MarkedYamlEngineException marked) {
            String where = marked.getProblemMark()
                    .map(mark -> ", at %s:%d:%d".formatted(source, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse("");
            return marked.getProblem() + where;
        }
        return e.getOriginalMessage() + ", " + places.apply(e.getLocation());
    }

    /** Reads the JSON text of one setting; its problems never show the text, which may be secret. */
    static Optional<Node> json(String key, String text, String place, List<SettingProblem> problems) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != null) {
                Optional<Node> node = new NodeReader(parser, location -> place, problems).node(key);
                if (parser.nextToken() == null) {
                    return node;
                }
            }
            problems.add(
                    SettingProblem.badValue(key, "not one value", JSON_LIST).from(place));
        } catch (JacksonException e) {
            long character = e.getLocation().getCharOffset() + 1;
            String shown = "no valid JSON at its character " + character;
            problems.add(SettingProblem.badValue(key, shown, JSON_LIST).from(place));
        }
        return Optional.empty();
    }

    private Optional<Node> node(String key) {
        String place = place();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problems.add(
                    SettingProblem.badValue(key, "an alias", "the value itself").from(place));
            return Optional.empty();
        }
        return Optional.of(
                switch (parser.currentToken()) {
                    case START_OBJECT -> mapping(key, place);
                    case START_ARRAY -> sequence(key, place);
                    case VALUE_NULL -> new Node.Nothing(place);
                    default -> new Node.Scalar(parser.getString(), place);
                });
    }

    private Node mapping(String key, String place) {
        Map<String, Node.Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String fieldKey = key.isEmpty() ? name : key + "." + name;
            String fieldPlace = place();
            parser.nextToken();
            node(fieldKey).ifPresent(value -> {
                Node.Field earlier = fields.putIfAbsent(name, new Node.Field(value, fieldPlace));
                if (earlier != null) {
                    boolean one = earlier.place().equals(fieldPlace);
                    String places = one ? fieldPlace : earlier.place() + " and " + fieldPlace;
                    problems.add(SettingProblem.of(fieldKey, fieldKey + ": set twice")
                            .from(places));
                }
            });
        }
        return new Node.Mapping(fields, place);
    }

    private Node sequence(String key, String place) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            node("%s[%d]".formatted(key, items.size())).ifPresent(items::add);
        }
        return new Node.Sequence(items, place);
    }

    private String place() {
        return places.apply(parser.currentTokenLocation());
    }
}
