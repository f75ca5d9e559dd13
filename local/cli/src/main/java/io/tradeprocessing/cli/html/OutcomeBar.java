package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.run.Result.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Outcomes as a bar: its whole width is all events of a source. The outcomes differ by colour and
 * by hatching, and always stand in the same order.
 */
final class OutcomeBar {

  private OutcomeBar() {}

  /** What the hatchings are drawn with; once in a page. */
  static Html patterns() {
    return Html.element("svg")
        .with("class", "patterns")
        .with("aria-hidden", "true")
        .with("width", 0)
        .with("height", 0)
        .add(
            Html.element("defs")
                .add(
                    pattern("rejected", "M-1 1L1 -1M0 6L6 0M5 7L7 5"),
                    pattern("duplicate", "M1.5 2.5h1M4.5 5.5h1"),
                    pattern("dead_lettered", "M0 0L6 6M0 6L6 0"),
                    pattern("unrouted", "M0 1.5h6M0 4.5h6"),
                    pattern("unreadable", "M1.5 0v6M4.5 0v6")));
  }

  private static Html pattern(String outcome, String path) {
    return Html.element("pattern")
        .with("id", "hatching-" + outcome)
        .with("width", 6)
        .with("height", 6)
        .with("patternUnits", "userSpaceOnUse")
        .add(Html.element("path").with("d", path));
  }

  /** An outcome as people write it: {@code Dead-lettered}. */
  static String name(Outcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** The outcome's colour and hatching, to stand beside its name. */
  static Html swatch(Outcome outcome) {
    Element svg =
        Html.element("svg")
            .with("class", "swatch")
            .with("aria-hidden", "true")
            .with("width", 11)
            .with("height", 11);
    return svg.add(segment(outcome, 0, 100));
  }

  /** The bar of a source with its name and the share that was accepted. */
  static Html of(String source, Map<Outcome, Long> counts) {
    long total = counts.values().stream().mapToLong(n -> n).sum();
    List<Html> segments = new ArrayList<>();
    double x = 0;
    for (Outcome outcome : Outcome.values()) {
      long count = counts.getOrDefault(outcome, 0L);
      if (count > 0) {
        double width = 100.0 * count / total;
        segments.add(
            Html.element("g")
                .add(
                    Html.element(
                        "title",
                        "%s: %s %s"
                            .formatted(
                                source,
                                Figures.count(count),
                                name(outcome).toLowerCase(Locale.ROOT))))
                .add(segment(outcome, x, width)));
        x += width;
      }
    }
    long accepted = counts.getOrDefault(Outcome.ACCEPTED, 0L);
    return Html.element("div")
        .with("class", "bar")
        .add(
            Html.element("span", source).with("class", "name"),
            Html.element("svg").with("height", 16).add(segments),
            Html.element("span", Figures.percent(accepted, total) + " accepted")
                .with("class", "share"));
  }

  private static List<Html> segment(Outcome outcome, double x, double width) {
    String place = String.format(Locale.ROOT, "%.4f%%", x);
    String size = String.format(Locale.ROOT, "%.4f%%", width);
    String kind = "o-" + outcome.name().toLowerCase(Locale.ROOT);
    Element area = Html.element("rect").with("x", place).with("width", size).with("height", "100%");
    return List.of(area.with("class", kind), area.with("class", kind + " hatching"));
  }
}
