package dev.ringdown.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringdown.protocol.ProtocolException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Checks that a frame is one JSON object, strictly by RFC 8259 and UTF-8 throughout, and finds the fields that route it, as
 * ranges of its bytes. The rest is payload: checked, never decoded.
 *
 * <p>A field is a member of the outermost object, or, with a dot, of an object in it: {@code "data.client_id"}. A name
 * counts however it is escaped; of members with the same name the last wins, with all that is in it; the same name at
 * any other place is payload. Half a surrogate pair, written as an escape, is valid payload.
 *
 * <p>Other parsers differ: some take the first of several members, some (Go's {@code encoding/json}) any that differs in
 * case alone. Before a document is passed on to them, {@link #checkUnambiguous} says whether they can only find the same.
 *
 * <p>A flyweight for one thread: one for each event loop, reused for each frame. {@link #scan} allocates nothing. The bytes stay
 * the caller's, who must leave them alone as long as it asks for fields: up to the next scan, this reads from them.
 */
public final class Envelope {

    private static final byte[] NO_BYTES = {};

    private final JsonLimits limits;
    private final Member root = Member.root();
    private final Member[] fields;

    private byte[] bytes = NO_BYTES;

    /**
     * An envelope that looks for these fields.
     *
     * @param fields their names; elsewhere a field is known by its index in this list, from 0
     */
    public Envelope(JsonLimits limits, String... fields) {
        this.limits = limits;
        this.fields = new Member[fields.length];
        for (int field = 0; field < fields.length; field++) {
            Member member = root;
            for (String name : fields[field].split("\\.", -1)) {
                member = member.declare(name);
            }
            this.fields[field] = member;
        }
    }

    /**
     * Reads one document, and nothing outside its range. After an exception all fields are absent.
     *
     * @param offset of the first byte of the document
     * @param length in bytes
     * @throws ProtocolException when it isn't one JSON object ({@code BAD_JSON}), isn't UTF-8 ({@code BAD_UTF8}), or is deeper,
     *     or richer in tokens or digits, than the {@link JsonLimits} allow ({@code LIMIT})
     */
    public void scan(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        root.clear();
        try {
            object(bytes, offset, offset + length);
        } catch (ProtocolException refused) {
            root.clear();
            throw refused;
        }
    }

    /** Whether the field is there; it may be {@code null}. */
    public boolean has(int field) {
        return fields[field].isPresent();
    }

    /** What the field holds, {@link Kind#ABSENT} when it isn't there. */
    public Kind kind(int field) {
        Member member = fields[field];
        if (!member.isPresent()) {
            return Kind.ABSENT;
        }
        return switch (bytes[member.start]) {
            case '"' -> Kind.STRING;
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** Whether the field is there and is a string. */
    public boolean isString(int field) {
        Member member = fields[field];
        return member.isPresent() && bytes[member.start] == '"';
    }

    /** Whether the field is a string with escapes in it, so that its bytes are not what it says. */
    public boolean hasEscapes(int field) {
        return isString(field) && fields[field].hasEscapes;
    }

    /** Index in the scanned array of the first byte of the field's value, the quote of a string included; -1 when absent. */
    public int start(int field) {
        return fields[field].start;
    }

    /** Index in the scanned array after the last byte of the field's value; -1 when absent. */
    public int end(int field) {
        return fields[field].end;
    }

    /**
     * What the string says, its escapes resolved.
     *
     * @throws IllegalStateException when the field isn't a string: ask {@link #isString} first
     * @throws ProtocolException when it has half a surrogate pair, which is no text ({@code BAD_JSON})
     */
    public String text(int field) {
        if (!isString(field)) {
            throw new IllegalStateException("field " + field + ": " + kind(field) + " (expected: STRING)");
        }
        Member member = fields[field];
        int from = member.start + 1;
        int to = member.end - 1;
        if (!member.hasEscapes) {
            return new String(bytes, from, to - from, UTF_8);
        }
        String text = JsonText.unquote(bytes, from, to);
        if (text == null) {
            throw Refusals.LONE_SURROGATE;
        }
        return text;
    }

    /** Whether the field is a string that says just this, however it is escaped. Allocates nothing. */
    public boolean matches(int field, byte[] utf8) {
        if (!isString(field)) {
            return false;
        }
        Member member = fields[field];
        int from = member.start + 1;
        int to = member.end - 1;
        return member.hasEscapes
                ? JsonText.matches(bytes, from, to, utf8)
                : Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
    }

    /**
     * Refuses the document if a parser that takes the first of several members, or ignores the case of ASCII letters in
     * names, could find another value for the field than this does: there is a second member of the name in the object that
     * the field belongs into, or one that differs in case, be it alone.
     *
     * @throws ProtocolException when it is so ({@code AMBIGUOUS_FIELD})
     */
    public void checkUnambiguous(int field) {
        if (fields[field].isAmbiguous()) {
            throw Refusals.AMBIGUOUS;
        }
    }

    /** Index in the scanned array of the document's opening brace, after which a missing field goes. */
    public int openBrace() {
        return root.start;
    }

    /** Whether the document has no members, so that a field put into it needs no comma. */
    public boolean isEmpty() {
        return root.isEmpty;
    }

    /**
     * Index of the opening brace of the object that the field belongs into, be the field there or not: for {@code "type"} that
     * is the document, for {@code "data.client_id"} the object {@code data}. -1 when there is no such object.
     */
    public int openBrace(int field) {
        Member parent = parent(field);
        return parent.isPresent() && bytes[parent.start] == '{' ? parent.start : -1;
    }

    /** Whether the object that the field belongs into has no members; also true when there is no such object. */
    public boolean isEmpty(int field) {
        return parent(field).isEmpty;
    }

    private Member parent(int field) {
        return Objects.requireNonNull(fields[field].parent);
    }

    private void object(byte[] bytes, int offset, int end) {
        int at = skipWhite(bytes, offset, end);
        if (at == end || bytes[at] != '{') {
            throw Refusals.NOT_AN_OBJECT;
        }
        root.begin(at);
        int next = token(bytes, at + 1, end);
        root.end = bytes[next] == '}' ? next + 1 : members(bytes, next, end);
        if (skipWhite(bytes, root.end, end) != end) {
            throw Refusals.TRAILING;
        }
    }

    /**
     * Reads the members of the outermost object, with all that they hold.
     *
     * @param first the first token after the opening brace
     * @return the position after the closing brace
     */
    private int members(byte[] bytes, int first, int end) {
        int maxTokens = limits.maxTokens();
        int maxNumberLength = limits.maxNumberLength();
        int tokens = 1;
        int depth = 1;
        // Which of the open containers are objects, the innermost in the lowest bit.
        long objects = 1;
        // The innermost open container that is a member looked for, or the root.
        Member scope = root;
        int at = first;

        while (true) {
            Member member = null;
            if ((objects & 1) != 0) {
                if (bytes[at] != '"') {
                    throw Refusals.KEY_EXPECTED;
                }
                int scanned = StringScanner.scan(bytes, at + 1, end);
                int afterKey = scanned < 0 ? ~scanned : scanned;
                if (depth == scope.depth) {
                    scope.isEmpty = false;
                    member = scope.find(bytes, at + 1, afterKey - 1, scanned < 0);
                }
                at = token(bytes, afterKey, end);
                if (bytes[at] != ':') {
                    throw Refusals.COLON_EXPECTED;
                }
                at = token(bytes, at + 1, end);
                tokens++;
            }
            if (++tokens > maxTokens) {
                throw Refusals.TOO_MANY_TOKENS;
            }
            if (member != null) {
                member.begin(at);
            }
            byte value = bytes[at];
            if (value == '{' || value == '[') {
                if (++depth > limits.maxDepth()) {
                    throw Refusals.TOO_DEEP;
                }
                objects = objects << 1 | (value == '{' ? 1 : 0);
                if (member != null) {
                    scope = member;
                }
                at = token(bytes, at + 1, end);
                if (bytes[at] != closing(objects)) {
                    continue;
                }
            } else {
                boolean hasEscapes = false;
                if (value == '"') {
                    int scanned = StringScanner.scan(bytes, at + 1, end);
                    hasEscapes = scanned < 0;
                    at = hasEscapes ? ~scanned : scanned;
                } else {
                    at = ScalarScanner.scan(bytes, at, end, maxNumberLength);
                }
                if (member != null) {
                    member.end = at;
                    member.hasEscapes = hasEscapes;
                }
                at = token(bytes, at, end);
            }

            while (bytes[at] != ',') {
                if (bytes[at] != closing(objects)) {
                    throw Refusals.COMMA_EXPECTED;
                }
                at++;
                if (depth == scope.depth) {
                    if (scope.parent == null) {
                        return at;
                    }
                    scope.end = at;
                    scope = scope.parent;
                }
                depth--;
                objects >>>= 1;
                at = token(bytes, at, end);
            }
            at = token(bytes, at + 1, end);
        }
    }

    private static byte closing(long objects) {
        return (byte) ((objects & 1) != 0 ? '}' : ']');
    }

    /** The position of the next byte that isn't white space; there must be one. */
    private static int token(byte[] bytes, int from, int end) {
        if (from < end && bytes[from] > ' ') {
            return from;
        }
        int at = skipWhite(bytes, from, end);
        if (at == end) {
            throw Refusals.ENDS_EARLY;
        }
        return at;
    }

    private static int skipWhite(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isWhite(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isWhite(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
