package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.records.Mark;
import io.tradeprocessing.cli.records.RecordLine;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws each record of a trade as a line from its place by event time, on the left, to its place in
 * the chain, on the right. What was rejected has an open mark, what arrived late a dashed line.
 */
final class LifeLines {

  /** Records that are drawn; more would be a tangle. */
  private static final int SHOWN = 60;

  private static final double ROW = 24;
  private static final double TOP = 30;
  private static final double LEFT = 222;
  private static final double RIGHT = 352;
  private static final double WIDTH = 560;

  /** Of a character, about; the text of the widest label must fit. */
  private static final double CHARACTER = 7.2;

  private LifeLines() {}

  /**
   * The drawing.
   *
   * @param lines by arrival
   */
  static Element of(List<RecordLine> lines) {
    boolean severalRegions = lines.stream().map(l -> l.record().region()).distinct().count() > 1;
    List<RecordLine> arrived = lines.stream().limit(SHOWN).toList();
    List<RecordLine> byTime =
        arrived.stream()
            .sorted(Comparator.comparing(line -> line.record().key().timestamp()))
            .toList();
    int longest =
        arrived.stream().mapToInt(line -> label(line, severalRegions).length()).max().orElse(0);
    List<Html> shapes = new ArrayList<>();
    shapes.add(heading(LEFT - 14, "Event time", "end"));
    shapes.add(
        heading(RIGHT + 14, severalRegions ? "In each Region's chain" : "In the chain", "start"));
    for (int row = 0; row < byTime.size(); row++) {
      RecordLine line = byTime.get(row);
      shapes.add(line(line, y(row), y(arrived.indexOf(line))));
    }
    for (int row = 0; row < byTime.size(); row++) {
      shapes.add(
          text(LEFT - 14, y(row), byTime.get(row).record().entry().time().toString(), "end"));
      shapes.add(text(RIGHT + 14, y(row), label(arrived.get(row), severalRegions), "start"));
    }
    double height = TOP + ROW * byTime.size() + (lines.size() > SHOWN ? ROW : 0);
    if (lines.size() > SHOWN) {
      shapes.add(
          text(
              RIGHT + 14,
              y(byTime.size()),
              "and " + Figures.count(lines.size() - SHOWN) + " more",
              "start"));
    }
    return Html.element("svg")
        .with("class", "life")
        .with("role", "img")
        .with("aria-labelledby", "life-title life-desc")
        .with("width", Math.max(WIDTH, RIGHT + 14 + CHARACTER * longest))
        .with("height", height)
        .add(
            Html.element("title", "Event time against order of arrival").with("id", "life-title"),
            Html.element(
                    "desc",
                    "Dashed lines arrived late, open marks were rejected. The records below say the"
                        + " same in words.")
                .with("id", "life-desc"))
        .add(shapes);
  }

  private static double y(int row) {
    return TOP + ROW * row + ROW / 2;
  }

  private static Html line(RecordLine line, double from, double to) {
    ComplianceRecord record = line.record();
    boolean rejected = record.entry().status() == RecordStatus.REJECTED;
    boolean late = line.marks().contains(Mark.LATE);
    boolean inForce = line.marks().contains(Mark.IN_FORCE);
    double middle = (LEFT + RIGHT) / 2;
    return Html.element("g")
        .with(
            "class",
            "line"
                + (rejected ? " rejected" : "")
                + (late ? " late" : "")
                + (inForce ? " in-force" : ""))
        .add(
            Html.element("path")
                .with(
                    "d",
                    "M%s %s C%s %s %s %s %s %s"
                        .formatted(LEFT, from, middle, from, middle, to, RIGHT, to)),
            mark(LEFT, from),
            mark(RIGHT, to));
  }

  private static Html mark(double x, double y) {
    return Html.element("circle").with("cx", x).with("cy", y).with("r", 4.5);
  }

  private static String label(RecordLine line, boolean withRegion) {
    ComplianceRecord record = line.record();
    return (withRegion ? record.region().name() + " " : "")
        + record.link().sequence()
        + " "
        + record.entry().eventTypeName()
        + (record.entry().status() == RecordStatus.REJECTED ? ", rejected" : "")
        + (line.labels().isEmpty() ? "" : ", " + String.join(", ", line.labels()));
  }

  private static Html text(double x, double y, String text, String anchor) {
    return Html.element("text", text).with("x", x).with("y", y + 4.5).with("text-anchor", anchor);
  }

  private static Html heading(double x, String text, String anchor) {
    return Html.element("text", text)
        .with("class", "heading")
        .with("x", x)
        .with("y", 16)
        .with("text-anchor", anchor);
  }
}
