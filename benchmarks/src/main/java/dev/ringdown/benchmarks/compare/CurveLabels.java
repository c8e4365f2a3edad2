package dev.ringdown.benchmarks.compare;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Annotation;

/** The names of curves, each in its colour, to the right of where it ends, and none on top of another. */
final class CurveLabels extends Annotation {
    private static final int GAP = 12;
    private static final int LINE = 17;

    private record Label(String text, double x, double y, Color colour) {}

    /** A label as it is drawn, in pixels. */
    private record Placed(Label label, int left, int right, int baseline) {
        boolean overlaps(Placed other) {
            return left < other.right && other.left < right && Math.abs(baseline - other.baseline) < LINE;
        }
    }

    private final List<Label> labels = new ArrayList<>();

    CurveLabels() {
        super(false);
    }

    void add(String text, double x, double y, Color colour) {
        labels.add(new Label(text, x, y, colour));
    }

    @Override
    public void paint(Graphics2D graphics) {
        List<Placed> placed = new ArrayList<>();
        for (Label label : byHeight()) {
            int left = getXAxisScreenValue(label.x()) + GAP;
            int right = left + (int) ChartStyle.width(graphics, ChartStyle.LABEL, label.text());
            Placed here = new Placed(label, left, right, getYAxisScreenValue(label.y()) + LINE / 3);
            while (placed.stream().anyMatch(here::overlaps)) {
                here = new Placed(label, left, right, here.baseline() + 1);
            }
            placed.add(here);
        }
        for (Placed here : placed) {
            graphics.setColor(here.label().colour());
            ChartStyle.write(graphics, ChartStyle.LABEL, here.label().text(), here.left(), here.baseline());
        }
    }

    private List<Label> byHeight() {
        return labels.stream()
                .sorted(Comparator.comparingDouble(Label::y).reversed())
                .toList();
    }
}
