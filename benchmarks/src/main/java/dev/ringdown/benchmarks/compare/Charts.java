package dev.ringdown.benchmarks.compare;

import dev.ringdown.benchmarks.compare.Results.Curve;
import dev.ringdown.benchmarks.compare.Results.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The results as pictures. A server has the same colour in all of them. */
final class Charts {
    private final Results results;
    private final List<String> names;

    Charts(Results results) {
        this.results = results;
        this.names = List.copyOf(results.labels().keySet());
    }

    /** Writes every picture for which there are figures into a folder, as SVG. */
    void write(Path folder) throws IOException {
        works(folder, "cost", "What a message costs: CPU of the server, µs", false);
        works(folder, "sessions", "What a whole session costs: CPU of the server, µs", true);
        bars(
                folder,
                "memory",
                "Memory of an idle connection, bytes",
                List.of(" "),
                (name, bar) -> results.last(Curve.MEMORY, name));
        curves(
                folder,
                new Plot(
                        "latency",
                        Curve.LATENCY,
                        "How long 99 of 100 messages take at most, ms",
                        "messages a second, open loop over 1,000 connections",
                        micros -> micros / 1000,
                        false,
                        true));
        curves(
                folder,
                new Plot(
                        "connections",
                        Curve.CONNECTIONS,
                        "What a message costs as connections grow: CPU of the server, µs",
                        "connections, which send 2,000 messages a second together",
                        DoubleUnaryOperator.identity(),
                        true,
                        false));
        curves(
                folder,
                new Plot(
                        "rooms",
                        Curve.ROOMS,
                        "What a join costs as rooms grow: CPU of the server, µs",
                        "peers in a room, who are all told of everyone that joins",
                        DoubleUnaryOperator.identity(),
                        true,
                        true));
    }

    /** A figure of one contestant in one group of bars. */
    private interface Bar {
        OptionalDouble of(String contestant, int group);
    }

    /** What is drawn as curves, and how. */
    private record Plot(
            String file,
            Curve curve,
            String title,
            String xTitle,
            DoubleUnaryOperator unit,
            boolean logX,
            boolean logY) {}

    private void works(Path folder, String file, String title, boolean sessions) throws IOException {
        List<Work> works = Work.ALL.stream()
                .filter(work -> work.isSession() == sessions)
                .filter(work -> names.stream()
                        .anyMatch(name -> results.cpuMicros(work.key(), name).isPresent()))
                .toList();
        bars(folder, file, title, works.stream().map(Work::shortTitle).toList(), (name, group) -> {
            Optional<Spread> micros = results.cpuMicros(works.get(group).key(), name);
            return micros.isPresent() ? OptionalDouble.of(micros.get().median()) : OptionalDouble.empty();
        });
    }

    private void bars(Path folder, String file, String title, List<String> groups, Bar bar) throws IOException {
        CategoryChart chart = new CategoryChart(ChartStyle.WIDTH, ChartStyle.HEIGHT);
        ChartStyle.dress(chart, title);
        ChartStyle.dress(chart.getStyler());
        List<List<Double>> all = new ArrayList<>();
        for (String name : names) {
            List<Double> figures = new ArrayList<>();
            for (int group = 0; group < groups.size(); group++) {
                figures.add(bar.of(name, group).orElse(0));
            }
            if (figures.stream().anyMatch(figure -> figure > 0)) {
                chart.addSeries(results.label(name), groups, figures).setFillColor(ChartStyle.colour(name, names));
                all.add(figures);
            }
        }
        chart.addAnnotation(new BarLabels(all));
        chart.getStyler()
                .setYAxisMax(1.08
                        * all.stream()
                                .flatMap(List::stream)
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(1));
        save(chart, all.isEmpty(), folder, file);
    }

    private void curves(Path folder, Plot plot) throws IOException {
        XYChart chart = new XYChart(ChartStyle.WIDTH, ChartStyle.HEIGHT);
        ChartStyle.dress(chart, plot.title());
        chart.setXAxisTitle(plot.xTitle());
        ChartStyle.dress(chart.getStyler(), plot.logX(), plot.logY());
        double most = 0;
        CurveLabels labels = new CurveLabels();
        for (String name : names) {
            List<Point> points = results.curve(plot.curve(), name);
            if (points.isEmpty()) {
                continue;
            }
            Color colour = ChartStyle.colour(name, names);
            List<Double> xs = figures(points, Point::x);
            List<Double> ys = figures(points, point -> plot.unit().applyAsDouble(point.y()));
            var series = chart.addSeries(results.label(name), xs, ys);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
            series.setLineColor(colour).setLineStyle(new BasicStroke(Contestant.FLOOR.equals(name) ? 1.5f : 2.5f));
            int end = xs.size() - 1;
            most = Math.max(most, xs.get(end));
            labels.add(results.label(name), xs.get(end), ys.get(end), colour);
        }
        chart.addAnnotation(labels);
        // Room for the labels, which stand to the right of where the curves end.
        chart.getStyler().setXAxisMax(plot.logX() ? most * 4 : most * 1.2);
        save(chart, most == 0, folder, plot.file());
    }

    private static List<Double> figures(List<Point> points, Function<Point, Double> figure) {
        return points.stream().map(figure).toList();
    }

    private static void save(Chart<?, ?> chart, boolean empty, Path folder, String file) throws IOException {
        if (!empty) {
            VectorGraphicsEncoder.saveVectorGraphic(chart, folder.resolve(file).toString(), VectorGraphicsFormat.SVG);
        }
    }
}
