package dev.ringdown.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a JSON object in another way: keys in reverse order, white space, and escapes nobody needs. */
final class Respelling {
    private Respelling() {}

    static String of(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return value(Objects.requireNonNull(Json.object(bytes, bytes.length))) + "\n";
    }

    private static String value(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            TreeMap<String, String> spelled = new TreeMap<>();
            members.forEach((key, member) -> spelled.put(String.valueOf(key), value(member)));
            StringBuilder out = new StringBuilder("{");
            spelled.descendingMap()
                    .forEach((key, member) -> out.append(out.length() == 1 ? " " : " ,\t")
                            .append(string(key))
                            .append(" : ")
                            .append(member));
            return out.append(" }").toString();
        }
        if (value instanceof Json.Digits digits) {
            return digits.text();
        }
        return value instanceof String text ? string(text) : String.valueOf(value);
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c < ' ' || c == '"' || c == '\\' || i % 5 == 0;
            out.append(escaped ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.append('"').toString();
    }
}
