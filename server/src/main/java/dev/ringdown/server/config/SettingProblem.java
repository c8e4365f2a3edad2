package dev.ringdown.server.config;

import java.util.List;

/**
 * One thing wrong with a configuration.
 *
 * @param keys the settings it is about, the one to change first; a check across settings names all of them, a syntax error none
 * @param sentence what to tell the operator
 */
record SettingProblem(List<String> keys, String sentence) {
    static SettingProblem of(String key, String sentence) {
        return new SettingProblem(List.of(key), sentence);
    }

    static SettingProblem badValue(String key, String value, String expected) {
        return of(key, "%s: %s (expected: %s)".formatted(key, value, expected));
    }

    /** The same, with the place where the value stands. */
    SettingProblem from(String place) {
        return new SettingProblem(keys, sentence + ", " + place);
    }

    /** The same, told from outside of the record that it was found in; the sentence begins with the key. */
    SettingProblem inside(String prefix) {
        return new SettingProblem(keys.stream().map(prefix::concat).toList(), prefix + sentence);
    }
}
