package dev.ringdown.benchmarks.compare;

import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.Annotation;

/** The figures of a bar chart, each above its bar. */
final class BarLabels extends Annotation {
    private static final int GAP = 4;

    private final List<List<Double>> figures;

    /** @param figures of each series, for each group of bars; 0 where there is no bar */
    BarLabels(List<List<Double>> figures) {
        super(false);
        this.figures = List.copyOf(figures);
    }

    @Override
    public void paint(Graphics2D graphics) {
        graphics.setColor(ChartStyle.INK);
        int groups = figures.get(0).size();
        double all = getXAxisScreenValueForMax() - getXAxisScreenValueForMin();
        double used = all * styler.getPlotContentSize();
        double group = used / groups;
        double bar = group * ChartStyle.FILL / figures.size();
        for (int i = 0; i < figures.size(); i++) {
            for (int j = 0; j < groups; j++) {
                double figure = figures.get(i).get(j);
                double left = getXAxisScreenValueForMin() + (all - used) / 2 + group * (j + (1 - ChartStyle.FILL) / 2);
                if (figure > 0) {
                    String text = String.format(Locale.ROOT, figure < 100 ? "%.1f" : "%,.0f", figure);
                    double from = left + bar * (i + 0.5) - ChartStyle.width(graphics, ChartStyle.FIGURE, text) / 2;
                    ChartStyle.write(graphics, ChartStyle.FIGURE, text, from, getYAxisScreenValue(figure) - GAP);
                }
            }
        }
    }
}
