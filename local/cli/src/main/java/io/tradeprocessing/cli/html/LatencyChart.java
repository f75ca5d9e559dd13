package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.run.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Histograms on one logarithmic axis, so that states can be compared: a decade is as wide
 * everywhere, and the bars of a state are as high as its most frequent duration.
 */
final class LatencyChart {

  private static final int BINS_A_DECADE = 6;
  private static final double BIN_WIDTH = 8;
  private static final double HEIGHT = 22;
  private static final double AXIS_HEIGHT = 16;
  private static final int MIN_DECADES = 4;
  private static final int MAX_DECADE = 11;

  /** Powers of ten, in microseconds. */
  private final int first;

  private final int last;

  private LatencyChart(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /** A chart whose axis holds all of these. */
  static LatencyChart of(List<LatencyHistogram> histograms) {
    long longest = histograms.stream().mapToLong(h -> micros(h.max())).max().orElse(1);
    long shortest =
        histograms.stream().mapToLong(h -> micros(h.percentile(Double.MIN_VALUE))).min().orElse(1);
    int first = decade(shortest);
    int last = Math.min(MAX_DECADE, decade(longest) + 1);
    return new LatencyChart(first, Math.max(last, first + MIN_DECADES));
  }

  private static long micros(Duration duration) {
    return Math.max(duration.toNanos() / 1_000, 1);
  }

  private static int decade(long micros) {
    return Math.min((int) Math.floor(Math.log10((double) micros)), MAX_DECADE - 1);
  }

  private double width() {
    return (last - first) * BINS_A_DECADE * BIN_WIDTH;
  }

  private static Duration power(double exponent) {
    return Duration.ofNanos(Math.round(Math.pow(10, exponent) * 1_000));
  }

  /** The axis, for the heading of the column of charts. */
  Html axis() {
    List<Html> ticks = new ArrayList<>();
    for (int decade = first; decade < last; decade++) {
      double x = (decade - first) * BINS_A_DECADE * BIN_WIDTH;
      ticks.add(Html.element("text", tick(decade)).with("x", x + 3).with("y", AXIS_HEIGHT - 5));
      ticks.add(gridLine(x, AXIS_HEIGHT));
    }
    return svg("axis", AXIS_HEIGHT)
        .with("role", "img")
        .add(
            Html.element(
                "title",
                "Distribution, logarithmic from %s to %s".formatted(tick(first), tick(last))))
        .add(ticks);
  }

  private static String tick(int decade) {
    int inUnit = (int) Math.pow(10, decade % 3);
    return switch (decade / 3) {
      case 0 -> inUnit + " µs";
      case 1 -> inUnit + " ms";
      default -> (long) Math.pow(10, decade - 6) + " s";
    };
  }

  /** The bars of one histogram, with a mark at its median. */
  Html bars(LatencyHistogram histogram) {
    int bins = (last - first) * BINS_A_DECADE;
    long[] counts = new long[bins];
    long most = 1;
    for (int i = 0; i < bins; i++) {
      Duration from = i == 0 ? Duration.ZERO : power(first + (double) i / BINS_A_DECADE);
      Duration to = power(first + (i + 1.0) / BINS_A_DECADE);
      counts[i] = histogram.between(from, to);
      most = Math.max(most, counts[i]);
    }
    List<Html> shapes = new ArrayList<>();
    for (int decade = first; decade < last; decade++) {
      shapes.add(gridLine((decade - first) * BINS_A_DECADE * BIN_WIDTH, HEIGHT));
    }
    for (int i = 0; i < bins; i++) {
      if (counts[i] > 0) {
        // One among thousands is still to be seen.
        double height = Math.max(1.5, (HEIGHT - 2) * counts[i] / most);
        shapes.add(
            Html.element("rect")
                .with("class", "fill")
                .with("x", i * BIN_WIDTH + 0.5)
                .with("y", HEIGHT - height)
                .with("width", BIN_WIDTH - 1)
                .with("height", height));
      }
    }
    double median =
        (Math.log10((double) micros(histogram.percentile(0.5))) - first)
            * BINS_A_DECADE
            * BIN_WIDTH;
    shapes.add(
        Html.element("line")
            .with("class", "median")
            .with("x1", median)
            .with("x2", median)
            .with("y1", 0)
            .with("y2", HEIGHT));
    return svg("histogram", HEIGHT)
        .with("role", "img")
        .add(
            Html.element(
                "title",
                "Half took up to %s, 99 %% up to %s"
                    .formatted(
                        Figures.duration(histogram.percentile(0.5)),
                        Figures.duration(histogram.percentile(0.99)))))
        .add(shapes);
  }

  private Element svg(String cssClass, double height) {
    return Html.element("svg")
        .with("class", cssClass)
        .with("width", width())
        .with("height", height);
  }

  private static Element gridLine(double x, double height) {
    return Html.element("line")
        .with("class", "grid")
        .with("x1", x)
        .with("x2", x)
        .with("y1", 0)
        .with("y2", height);
  }
}
