package dev.ringdown.server.config;

import java.util.List;

/**
 * One thing wrong with a configuration.
 *
 * @param keys the settings it is about, the one to change first; a check across settings names all of them, a syntax error none
 * @param sentence what to tell the operator
 */
record Problem(List<String> keys, String sentence) {
    static Problem badValue(String key, String value, String expected) {
        return new Problem(List.of(key), "%s: %s (expected: %s)".formatted(key, value, expected));
    }

    Problem from(String place) {
        return new Problem(keys, sentence + ", " + place);
    }
}
