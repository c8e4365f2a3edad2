package dev.ringdown.benchmarks.compare;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** How charts look: dark on a white card, so that they can be read on a page of any colour. */
final class ChartStyle {
    static final int WIDTH = 860;
    static final int HEIGHT = 420;
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    static final Font FIGURE = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /** The share of the width that bars take. */
    static final double FILL = 0.85;

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final String NUMBER = "#,##0.##";
    static final Color INK = new Color(0x24292F);
    private static final Color FAINT = new Color(0xD8DEE4);

    /** For variants of Ringdown, in the order in which they come. */
    private static final List<Color> VARIANTS =
            List.of(new Color(0x0A3069), new Color(0x54AEFF), new Color(0x8250DF), new Color(0xBF3989));

    private ChartStyle() {}

    /** The colour of a contestant: the well-known ones have their own. */
    static Color colour(String name, List<String> names) {
        return switch (name) {
            case "ringdown" -> new Color(0x0969DA);
            case Contestant.FLOOR -> new Color(0x8C959F);
            case "netty" -> new Color(0xCF6A10);
            case "node" -> new Color(0x2DA44E);
            default -> VARIANTS.get(names.indexOf(name) % VARIANTS.size());
        };
    }

    static void dress(Chart<?, ?> chart, String title) {
        chart.setTitle(title);
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartFontColor(INK)
                .setChartTitleFont(TITLE)
                .setChartTitleBoxVisible(false)
                .setChartPadding(16)
                .setLegendFont(TEXT)
                .setLegendBorderColor(Color.WHITE);
    }

    /** Draws text as outlines, as XChart does: a picture looks the same where a font is missing. */
    static void write(Graphics2D graphics, Font font, String text, double x, double y) {
        graphics.fill(
                font.createGlyphVector(graphics.getFontRenderContext(), text).getOutline((float) x, (float) y));
    }

    /** How wide it will be. */
    static double width(Graphics2D graphics, Font font, String text) {
        return font.getStringBounds(text, graphics.getFontRenderContext()).getWidth();
    }

    /** Bars, each with its {@link BarLabels figure} above it. */
    static void dress(CategoryStyler styler) {
        axes(styler);
        styler.setYAxisTicksVisible(false)
                .setPlotGridLinesVisible(false)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        styler.setAvailableSpaceFill(FILL);
    }

    /** Curves, each with its {@link CurveLabels name} at its end. */
    static void dress(XYStyler styler, boolean logX, boolean logY) {
        axes(styler);
        styler.setXAxisLogarithmic(logX)
                .setYAxisLogarithmic(logY)
                .setYAxisLogarithmicDecadeOnly(true)
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(FAINT)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setLegendVisible(false)
                .setMarkerSize(6);
        styler.setXAxisDecimalPattern(NUMBER).setYAxisDecimalPattern(NUMBER);
        if (!logY) {
            styler.setYAxisMin(0.0);
        }
        if (!logX) {
            styler.setXAxisMin(0.0);
        }
    }

    private static void axes(AxesChartStyler styler) {
        styler.setAxisTickLabelsFont(TEXT)
                .setAxisTitleFont(TEXT)
                .setAxisTickLabelsColor(INK)
                .setAxisTicksLineVisible(false)
                .setPlotMargin(0)
                .setLocale(Locale.ROOT);
    }
}
