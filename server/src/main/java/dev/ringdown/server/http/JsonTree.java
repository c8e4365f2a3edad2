package dev.ringdown.server.http;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Reads JSON so that its numbers come back digit for digit: a small whole number is a number, any other stays the text that it
 * is. So {@code 1e999} is not infinite, and {@code 1.50} not {@code 1.5}.
 */
final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /**
     * @param json one document, with nothing behind it; as deep as the mapper allows
     * @throws tools.jackson.core.JacksonException if it is not that
     */
    static JsonNode read(JsonMapper mapper, String json) {
        try (JsonParser in = mapper.createParser(json)) {
            if (in.nextToken() == null) {
                throw new StreamReadException(in, "there is nothing");
            }
            JsonNode tree = value(in);
            if (in.nextToken() != null) {
                throw new StreamReadException(in, "something is behind the end");
            }
            return tree;
        }
    }

    private static JsonNode value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    object.set(name, value(in));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(in));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.stringNode(in.getString());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(in.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getString());
            default -> throw new StreamReadException(in, "not a value: " + in.currentToken());
        };
    }

    private static JsonNode number(String text) {
        if (text.length() < 10) {
            try {
                int number = Integer.parseInt(text);
                if (Integer.toString(number).equals(text)) {
                    return NODES.numberNode(number);
                }
            } catch (NumberFormatException notWhole) {
                // stays a text
            }
        }
        return NODES.rawValueNode(new RawValue(text));
    }
}
