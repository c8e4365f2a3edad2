package dev.ringdown.client.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a frame that isn't spelled as expected. Two texts that mean the same give equal values: objects as maps (of
 * duplicate keys the last wins), arrays as lists, strings decoded, numbers as they are written.
 */
final class Json {
    static final JsonFactory FACTORY = new JsonFactory();

    /** A number by its digits, so that it never equals a string. */
    record Digits(String text) {}

    private Json() {}

    /** The object that these bytes spell, or null when they spell anything else, or more than one thing. */
    static @Nullable Map<String, @Nullable Object> object(byte[] bytes, int length) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, @Nullable Object> object = members(parser);
            return parser.nextToken() == null ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Map<String, @Nullable Object> members(JsonParser parser) {
        Map<String, @Nullable Object> members = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> new Digits(parser.getString());
        };
    }
}
