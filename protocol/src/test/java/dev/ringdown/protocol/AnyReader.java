package dev.ringdown.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the parsers of all receivers together could find in a message: the first of several members or the last, and, like
 * Go's, one whose name differs in the case of ASCII letters.
 */
public final class AnyReader {
    private static final JsonFactory JSON = new JsonFactory();

    private AnyReader() {}

    /**
     * The values that a reader could take for a field: a string as what it says, anything else as its first token.
     *
     * @param path the names of the objects around the field and its own, outermost first
     * @throws tools.jackson.core.JsonException where Jackson is stricter: at half a surrogate pair in a key
     */
    public static List<String> values(byte[] message, String... path) {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), message)) {
            parser.nextToken();
            collect(parser, Arrays.stream(path).map(AnyReader::ignoringCase).toList(), values);
        }
        return values;
    }

    private static Pattern ignoringCase(String name) {
        return Pattern.compile(Pattern.quote(name), Pattern.CASE_INSENSITIVE);
    }

    private static void collect(JsonParser parser, List<Pattern> path, List<String> values) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean sought = path.get(0).matcher(parser.currentName()).matches();
            JsonToken value = parser.nextToken();
            if (sought && path.size() == 1) {
                values.add(parser.getString());
            } else if (sought && value == JsonToken.START_OBJECT) {
                collect(parser, path.subList(1, path.size()), values);
                continue;
            }
            parser.skipChildren();
        }
    }
}
