package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.HtmlTable.Column;
import io.tradeprocessing.cli.html.HtmlTable.Kind;
import io.tradeprocessing.cli.records.Mark;
import io.tradeprocessing.cli.run.Summary;
import java.util.ArrayList;
import java.util.List;

/** Accepted events of a run that somebody should look at. */
final class FlagSection {

  private FlagSection() {}

  static List<Html> of(Summary summary) {
    if (summary.flagged().isEmpty()) {
      return List.of(Html.element("p", "No accepted event was flagged."));
    }
    List<List<Html>> rows = new ArrayList<>();
    summary
        .flagged()
        .forEach(
            (flag, flagged) -> {
              Mark mark = mark(flag);
              rows.add(
                  List.of(
                      Html.text(mark.label()),
                      Html.text(Figures.count(flagged.events())),
                      Html.text(ReportParts.sentence(mark.meaning())),
                      Html.breakable(
                          "Line %s, %s"
                              .formatted(
                                  Figures.count(flagged.line()),
                                  Figures.excerpt(flagged.tradeId(), 64)))));
            });
    return List.of(
        new HtmlTable(
                "flags",
                "Accepted events by flag, as they were known when they arrived; trades records"
                    + " shows each trade as it stands now",
                List.of(
                    Column.text("Flag"),
                    Column.number("Events"),
                    new Column(Html.text("Meaning"), Kind.PROSE),
                    new Column(Html.text("First seen"), Kind.CODE)),
                rows,
                List.of())
            .html());
  }

  private static Mark mark(Summary.Flag flag) {
    return switch (flag) {
      case CONFLICT -> Mark.CONFLICT;
      case UNMATCHED -> Mark.UNMATCHED;
      case REPLACES -> Mark.REPLACES;
    };
  }
}
