package dev.ringdown.server.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How sizes, times and choices are written; what is printed here reads back as the same value. */
final class Texts {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB)?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h)");
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    private Texts() {}

    static String ofBytes(int bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            int size = 1 << SHIFTS.getOrDefault(unit, 0);
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return Integer.toString(bytes);
    }

    /** A plain number, or one with B, KiB, MiB or GiB; empty when it is neither or beyond an {@code int}. */
    static Optional<Integer> bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        int shift = matcher.group(2) == null ? 0 : SHIFTS.getOrDefault(matcher.group(2), 0);
        return number > (Integer.MAX_VALUE >> shift) ? Optional.empty() : Optional.of((int) (number << shift));
    }

    static String ofDuration(Duration duration) {
        if (duration.isZero()) {
            return "0";
        }
        if (!duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        for (String unit : new String[] {"h", "m", "s"}) {
            long length = MILLIS.getOrDefault(unit, 1L);
            if (millis % length == 0) {
                return millis / length + unit;
            }
        }
        return millis + "ms";
    }

    /** A number with ms, s, m or h, or a plain 0; empty when it is neither. */
    static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = TIME.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(matcher.group(2), 1L)))
                : Optional.empty();
    }

    /** A whole number within an {@code int}. */
    static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static String ofChoice(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** All choices of an enum, with commas. */
    static String choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(choice -> ofChoice((Enum<?>) choice))
                .collect(Collectors.joining(", "));
    }

    /** Within a message: as it is, or in quotes where its ends could not be seen otherwise. */
    static String shown(String text) {
        return text.matches("\\S{1,200}") ? text : quoted(text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }

    /** In double quotes, as YAML and JSON both read it. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** {@code maxFrameBytes} becomes {@code max-frame-bytes}. */
    static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
