package dev.ringdown.server.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects what is wrong with the components of one record, so that its constructor can refuse with all of it. */
final class Checks {
    static final int MAX_BYTES = 1 << 30;

    private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~-]+)+");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_IN_DAYS = Duration.ofDays(3650);

    private final String prefix;
    private final List<SettingProblem> problems = new ArrayList<>();

    /** @param section the section's key, empty for the root */
    Checks(String section) {
        this.prefix = section.isEmpty() ? "" : section + ".";
    }

    Checks range(String name, int value, int min, int max) {
        return that(value >= min && value <= max, name, value, min + " to " + max);
    }

    Checks bytes(String name, int value, int min, int max) {
        return that(
                value >= min && value <= max,
                name,
                Texts.ofBytes(value),
                Texts.ofBytes(min) + " to " + Texts.ofBytes(max));
    }

    /** A time that must not be switched off: 1 ms to 1 day. */
    Checks time(String name, Duration value) {
        return time(name, value, Duration.ofMillis(1), "");
    }

    /** A time that may be 0: up to 1 day. */
    Checks timeOrZero(String name, Duration value) {
        return time(name, value, Duration.ZERO, "0 or ");
    }

    /** A time that may be 0, or long: up to ten years. */
    Checks daysOrZero(String name, Duration value) {
        boolean wholeSeconds = value.equals(value.truncatedTo(ChronoUnit.SECONDS));
        boolean inRange = !value.isNegative() && value.compareTo(LONGEST_IN_DAYS) <= 0;
        return that(wholeSeconds && inRange, name, Texts.ofDuration(value), "0 or 1s to 87600h in whole seconds");
    }

    private Checks time(String name, Duration value, Duration min, String zero) {
        boolean wholeMillis = value.equals(value.truncatedTo(ChronoUnit.MILLIS));
        boolean inRange = value.compareTo(min) >= 0 && value.compareTo(LONGEST) <= 0;
        return that(wholeMillis && inRange, name, Texts.ofDuration(value), zero + "1ms to 24h in whole milliseconds");
    }

    Checks path(String name, String value) {
        return that(PATH.matcher(value).matches(), name, value, "a path such as /ws, without query or trailing slash");
    }

    Checks notBlank(String name, String value, String expected) {
        return that(!value.isBlank(), name, Texts.quoted(value), expected);
    }

    /** No two of these values may be the same: of two that are, the later is to be changed. */
    Checks distinct(List<Map.Entry<String, String>> values) {
        for (int later = 1; later < values.size(); later++) {
            for (Map.Entry<String, String> earlier : values.subList(0, later)) {
                String value = values.get(later).getValue();
                that(
                        !value.equals(earlier.getValue()),
                        values.get(later).getKey(),
                        value,
                        "another than " + earlier.getKey(),
                        earlier.getKey());
            }
        }
        return this;
    }

    /**
     * Any other rule.
     *
     * @param others the other settings that the rule compares with, by their name in this section
     */
    Checks that(boolean holds, String name, Object value, String expected, String... others) {
        if (!holds) {
            List<String> keys = Stream.concat(Stream.of(name), Arrays.stream(others))
                    .map(prefix::concat)
                    .toList();
            problems.add(new SettingProblem(
                    keys,
                    SettingProblem.badValue(keys.getFirst(), value.toString(), expected)
                            .sentence()));
        }
        return this;
    }

    /** @throws ConfigurationException when any check failed */
    void verify() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
