package dev.ringdown.server.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of all event loops, summed when somebody asks, in the text format of Prometheus. Any thread; reading stops
 * nobody from counting.
 */
public final class Metrics {
    /** The media type of {@link #text}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String PREFIX = "ringdown_";

    private final List<String> rows;
    private final List<Column> columns;
    private final List<Counters> counters;
    private final List<Figure> figures;

    /**
     * @param rows the dialect of each row
     * @param columns what each column counts
     * @param counters one table an event loop, all of this shape
     * @param figures of the process as a whole
     */
    public Metrics(List<String> rows, List<Column> columns, List<Counters> counters, List<Figure> figures) {
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.counters = List.copyOf(counters);
        this.figures = List.copyOf(figures);
    }

    /** The sum over all loops. */
    public long sum(int row, int column) {
        long sum = 0;
        for (Counters loop : counters) {
            sum += loop.get(row, column);
        }
        return sum;
    }

    /** All figures, in the text format of Prometheus. */
    public byte[] text() {
        Map<String, CounterSnapshot.Builder> families = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            Column counted = columns.get(column);
            CounterSnapshot.Builder family = families.computeIfAbsent(
                    counted.metric(),
                    metric -> CounterSnapshot.builder().name(PREFIX + metric).help(counted.help()));
            for (int row = 0; row < rows.size(); row++) {
                Labels labels = Labels.of("dialect", rows.get(row));
                if (counted.label() != null && counted.value() != null) {
                    labels = labels.add(counted.label(), counted.value());
                }
                family.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value((double) sum(row, column))
                        .build());
            }
        }
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        families.values().forEach(family -> all.metricSnapshot(family.build()));
        figures.forEach(figure -> all.metricSnapshot(snapshot(figure)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static MetricSnapshot snapshot(Figure figure) {
        String name = PREFIX + figure.metric();
        double value = figure.value().getAsLong();
        return switch (figure.kind()) {
            case COUNTER ->
                CounterSnapshot.builder()
                        .name(name)
                        .help(figure.help())
                        .dataPoint(
                                CounterDataPointSnapshot.builder().value(value).build())
                        .build();
            case GAUGE ->
                GaugeSnapshot.builder()
                        .name(name)
                        .help(figure.help())
                        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                        .build();
        };
    }
}
