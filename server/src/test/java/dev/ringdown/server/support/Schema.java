package dev.ringdown.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Holds JSON against the schemas of an OpenAPI document, as far as JSON Schema is used there: types, required and further
 * members, items, ranges, patterns, choices, references.
 */
public final class Schema {
    private final JsonNode document;

    /**
     * @param document of OpenAPI 3.1
     */
    public Schema(JsonNode document) {
        this.document = document;
    }

    /** What a reference leads to; any other node as it is. */
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref")
                ? resolve(document.at(node.path("$ref").asString().substring(1)))
                : node;
    }

    /** Fails unless a value is what a schema says. */
    public void assertValid(JsonNode value, JsonNode schema, String where) {
        JsonNode rule = resolve(schema);
        assertThat(rule.isMissingNode()).as("%s: no schema", where).isFalse();
        rule.path("allOf").forEach(part -> assertValid(value, part, where));
        if (rule.has("type")) {
            List<String> types = rule.path("type").isArray()
                    ? rule.path("type").valueStream().map(JsonNode::asString).toList()
                    : List.of(rule.path("type").asString());
            assertThat(types).as(where).contains(typeOf(value));
        }
        if (rule.has("pattern")) {
            assertThat(value.asString())
                    .as(where)
                    .containsPattern(Pattern.compile(rule.path("pattern").asString()));
        }
        if (rule.has("minimum") && value.isNumber()) {
            assertThat(value.asLong())
                    .as(where)
                    .isGreaterThanOrEqualTo(rule.path("minimum").asLong());
        }
        if (rule.has("enum")) {
            assertThat(rule.path("enum").valueStream().toList()).as(where).contains(value);
        }
        rule.path("required")
                .forEach(name -> assertThat(value.has(name.asString()))
                        .as("%s has %s", where, name)
                        .isTrue());
        for (String name : value.propertyNames()) {
            JsonNode property = rule.path("properties").path(name);
            if (!property.isMissingNode()) {
                assertValid(value.path(name), property, where + "/" + name);
            } else {
                assertThat(rule.path("additionalProperties").asBoolean(true))
                        .as("%s may have %s", where, name)
                        .isTrue();
            }
        }
        if (rule.has("items")) {
            value.forEach(item -> assertValid(item, rule.path("items"), where + "[]"));
        }
    }

    private static String typeOf(JsonNode value) {
        if (value.isIntegralNumber()) {
            return "integer";
        }
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            default -> value.getNodeType().toString();
        };
    }
}
