package dev.ringdown.benchmarks.compare;

import java.awt.Color;
import java.awt.Graphics2D;
import org.knowm.xchart.AnnotationText;

/** The name of a curve, in its colour, to the right of where it ends. */
final class EndLabel extends AnnotationText {
    private static final int GAP = 12;

    private final String label;
    private final Color colour;

    EndLabel(String text, double x, double y, Color colour) {
        super(text, x, y, false);
        this.label = text;
        this.colour = colour;
    }

    @Override
    public void paint(Graphics2D graphics) {
        int shift = GAP + graphics.getFontMetrics(Look.LABEL).stringWidth(label) / 2;
        graphics.translate(shift, 0);
        styler.setAnnotationTextFontColor(colour);
        super.paint(graphics);
        graphics.translate(-shift, 0);
    }
}
