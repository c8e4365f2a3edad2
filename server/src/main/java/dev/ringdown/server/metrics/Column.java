package dev.ringdown.server.metrics;

import org.jspecify.annotations.Nullable;

/**
 * What one column of {@link Counters} counts. Columns that stand beside each other and have the same metric differ in
 * the value of its label.
 *
 * @param metric the metric's name, without prefix and suffix
 * @param help one line that explains it
 * @param label the name of its own label; null if it has none
 * @param value that label's value for this column; null if it has none
 */
public record Column(
        String metric,
        String help,
        @Nullable String label,
        @Nullable String value) {}
