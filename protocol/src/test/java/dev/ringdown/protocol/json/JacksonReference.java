package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringdown.protocol.ProtocolError;
import dev.ringdown.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What Jackson makes of a document, and whether an {@link Envelope} makes the same of it. Where they differ, on purpose:
 *
 * <ul>
 *   <li>Jackson accepts overlong UTF-8, guesses other encodings and skips a byte order mark: the JDK's strict decoder goes
 *       before it (given a string it would be no better, for its escapes take U+0764 for the hexadecimal digit d);
 *   <li>Jackson refuses half a surrogate pair in a key, where it's as valid as in a value: not compared;
 *   <li>Jackson reads one document after another, and any value as a document;
 *   <li>Jackson counts depth, tokens and digits in its own way: they are counted here;
 *   <li>Jackson hands out half a surrogate pair as text, which the envelope refuses to.
 * </ul>
 */
final class JacksonReference {

    private static final String[] FIELDS = {"type", "toPeerId", "data", "data.client_id"};

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000_000)
                    .maxNumberLength(1_000_000)
                    .build())
            .build();

    private static final Document UNDECIDED = new Document();

    private final Envelope envelope = new Envelope(JsonLimits.DEFAULTS, FIELDS);

    /** Fails unless the envelope and Jackson agree; says whether both accept the document. */
    boolean agrees(byte[] document) {
        return agrees(document, 0, document.length);
    }

    /** The same for a range of an array; the envelope must not be misled by what surrounds it. */
    boolean agrees(byte[] bytes, int offset, int length) {
        byte[] exact = Arrays.copyOfRange(bytes, offset, offset + length);
        Document expected = read(exact);
        ProtocolException refusal = null;
        try {
            envelope.scan(bytes, offset, length);
        } catch (ProtocolException refused) {
            refusal = refused;
        }
        String shown = new String(exact, UTF_8);
        if (expected == UNDECIDED) {
            return false;
        }
        if (expected == null) {
            assertThat(refusal).as("must refuse %s", shown).isNotNull();
            return false;
        }
        if (!expected.withinLimits()) {
            assertThat(refusal)
                    .as("must refuse %s", shown)
                    .extracting(ProtocolException::error)
                    .isEqualTo(ProtocolError.LIMIT);
            return false;
        }
        assertThat(refusal).as("must accept %s", shown).isNull();
        for (int field = 0; field < FIELDS.length; field++) {
            compare(field, expected, offset, shown);
        }
        return true;
    }

    private void compare(int field, Document document, int offset, String shown) {
        List<String> path = List.of(FIELDS[field].split("\\."));
        Value value = document.values.get(path);
        Kind kind = value == null ? Kind.ABSENT : value.kind();
        assertThat(envelope.kind(field)).as("kind of %s in %s", path, shown).isEqualTo(kind);
        if (value != null) {
            assertThat(envelope.start(field) - offset)
                    .as("start of %s in %s", path, shown)
                    .isEqualTo(value.start());
            assertThat(envelope.end(field) - offset)
                    .as("end of %s in %s", path, shown)
                    .isEqualTo(value.end());
            String text = value.text();
            if (text != null) {
                compareText(field, text, shown);
            }
        }
        assertThat(isAmbiguous(field)).as("%s is ambiguous in %s", path, shown).isEqualTo(document.isAmbiguous(path));
        Value parent = document.values.get(path.subList(0, path.size() - 1));
        boolean inObject = parent != null && parent.kind() == Kind.OBJECT;
        int openBrace = parent != null && inObject ? parent.start() + offset : -1;
        assertThat(envelope.openBrace(field))
                .as("brace for %s in %s", path, shown)
                .isEqualTo(openBrace);
    }

    private boolean isAmbiguous(int field) {
        try {
            envelope.checkUnambiguous(field);
            return false;
        } catch (ProtocolException refused) {
            assertThat(refused.error()).isEqualTo(ProtocolError.AMBIGUOUS_FIELD);
            return true;
        }
    }

    private void compareText(int field, String text, String shown) {
        if (UTF_8.newEncoder().canEncode(text)) {
            assertThat(envelope.text(field)).as(shown).isEqualTo(text);
            assertThat(envelope.matches(field, text.getBytes(UTF_8))).as(shown).isTrue();
        } else {
            assertThat(catchText(field)).as(shown).isSameAs(Refusals.LONE_SURROGATE);
        }
        assertThat(envelope.matches(field, (text + "?").getBytes(UTF_8))).isFalse();
    }

    private @Nullable ProtocolException catchText(int field) {
        try {
            envelope.text(field);
            return null;
        } catch (ProtocolException refused) {
            return refused;
        }
    }

    private static @Nullable Document read(byte[] document) {
        String json = new String(document, UTF_8);
        if (!Utf8Test.isValidToTheJdk(document, 0, document.length)
                || json.startsWith("\ufeff")
                || json.contains("\0")) {
            return null;
        }
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Document read = new Document();
            read.value(parser, List.of(), 1);
            return parser.nextToken() == null ? read : null;
        } catch (JacksonException malformed) {
            return malformed.getOriginalMessage().contains("surrogate") ? UNDECIDED : null;
        }
    }

    private record Value(
            Kind kind, int start, int end, @Nullable String text) {}

    /** The values by path, the empty one that of the document itself. */
    private static final class Document {
        private final Map<List<String>, Value> values = new HashMap<>();
        private final Map<List<String>, List<String>> names = new HashMap<>();
        private int tokens;
        private boolean small = true;

        boolean withinLimits() {
            return small && tokens <= JsonLimits.DEFAULTS.maxTokens();
        }

        /** Whether the object that has the field, or could have it, has another member that is called the same in lower case. */
        boolean isAmbiguous(List<String> path) {
            List<String> parent = path.subList(0, path.size() - 1);
            String name = path.get(path.size() - 1);
            long namesakes = names.getOrDefault(parent, List.of()).stream()
                    .filter(other -> other.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                    .count();
            return namesakes > (values.containsKey(path) ? 1 : 0);
        }

        void value(JsonParser parser, List<String> path, int depth) {
            JsonToken token = parser.currentToken();
            int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            values.keySet().removeIf(known -> Collections.indexOfSubList(known, path) == 0);
            names.keySet().removeIf(known -> Collections.indexOfSubList(known, path) == 0);
            tokens++;
            String text = null;
            Kind kind = switch (token) {
                case START_OBJECT -> {
                    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                        tokens++;
                        List<String> member = below(path, parser.currentName());
                        if (path.size() < 2) {
                            names.computeIfAbsent(path, object -> new ArrayList<>())
                                    .add(parser.currentName());
                        }
                        parser.nextToken();
                        value(parser, member, depth + 1);
                    }
                    yield Kind.OBJECT;
                }
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        value(parser, below(path, "[]"), depth + 1);
                    }
                    yield Kind.ARRAY;
                }
                case VALUE_STRING -> {
                    text = parser.getString();
                    yield Kind.STRING;
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    small &= parser.getString().length() <= JsonLimits.DEFAULTS.maxNumberLength();
                    yield Kind.NUMBER;
                }
                case VALUE_TRUE -> Kind.TRUE;
                case VALUE_FALSE -> Kind.FALSE;
                case VALUE_NULL -> Kind.NULL;
                default -> throw new IllegalStateException(token.toString());
            };
            small &= !token.isStructStart() || depth <= JsonLimits.DEFAULTS.maxDepth();
            int end = Math.toIntExact(parser.currentLocation().getByteOffset());
            if (path.size() <= 2) {
                values.put(path, new Value(kind, start, end, text));
            }
        }

        private static List<String> below(List<String> path, String name) {
            List<String> member = new ArrayList<>(path);
            member.add(name);
            return member;
        }
    }
}
