package dev.ringdown.protocol.json;

/**
 * How large a JSON document may be, beside its length in bytes, which the frame limits. What goes beyond is refused with
 * {@link dev.ringdown.protocol.ProtocolError#LIMIT}.
 *
 * @param maxDepth how many objects and arrays may be open at once, the outermost object included; 1 to 64, default 16
 * @param maxTokens how many keys and values a document may have; a key counts one, a value counts one, an object or array
 *     counts one beside what it holds, so <code>{"a":[1]}</code> has four; at least 1, default 4096
 * @param maxNumberLength characters of a number, its sign, point and exponent included; at least 1, default 38
 */
public record JsonLimits(int maxDepth, int maxTokens, int maxNumberLength) {

    /** Depth 16, 4096 tokens, numbers of 38 characters: many times what a session description needs. */
    public static final JsonLimits DEFAULTS = new JsonLimits(16, 4096, 38);

    public JsonLimits {
        if (maxDepth < 1 || maxDepth > Long.SIZE) {
            throw new IllegalArgumentException("maxDepth: " + maxDepth + " (expected: 1 to 64)");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens: " + maxTokens + " (expected: > 0)");
        }
        if (maxNumberLength < 1) {
            throw new IllegalArgumentException("maxNumberLength: " + maxNumberLength + " (expected: > 0)");
        }
    }
}
