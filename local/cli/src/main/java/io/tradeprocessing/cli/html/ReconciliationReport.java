package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.html.HtmlTable.Column;
import io.tradeprocessing.cli.html.HtmlTable.Kind;
import io.tradeprocessing.cli.reconcile.Control.Difference;
import io.tradeprocessing.cli.reconcile.Reconciliation;
import io.tradeprocessing.cli.reconcile.Reconciliation.Letter;
import io.tradeprocessing.cli.reconcile.ReconciliationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A reconciliation as a page. */
public final class ReconciliationReport {

  private ReconciliationReport() {}

  /**
   * The page.
   *
   * @param at when it was made
   */
  public static HtmlPage page(Reconciliation day, Instant at) {
    List<Html> body = new ArrayList<>();
    body.add(
        day.isComplete()
            ? notice("✓ Complete.", "Nothing is missing, repeated, waiting or different.")
                .with("class", "notice sound")
            : notice("✕ Not complete.", "A person has something to do.").with("class", "notice"));
    body.add(figures(day));
    body.add(
        Html.element(
            "p",
            ReportParts.sentence(ReconciliationText.events(day))
                + " "
                + ReportParts.sentence(ReconciliationText.numbers(day))
                + ReconciliationText.places(day).stream()
                    .map(place -> " " + ReportParts.sentence(place))
                    .collect(Collectors.joining())));
    if (!day.isComplete()) {
      body.add(ReportParts.section("What to do", advice(day)));
    }
    table(
        body,
        "Missing",
        "Sequence numbers of no event on record",
        day.missing(),
        List.of(Column.text("Numbers"), Column.number("Count")),
        range -> List.of(Html.text(range.toString()), number(range.count())));
    table(
        body,
        "Repeated",
        "Sequence numbers of several events",
        day.repeated(),
        List.of(Column.text("Number"), code("Trades")),
        repeat ->
            List.of(
                Html.text(Long.toString(repeat.number())),
                Html.text(String.join(", ", repeat.tradeIds()))));
    table(
        body,
        "Waiting",
        "Events of the day in dead-letter queues",
        day.deadLetters(),
        List.of(code("Queue"), code("Trade"), Column.text("Number"), prose("Error")),
        ReconciliationReport::letter);
    day.control()
        .ifPresent(
            stated ->
                table(
                    body,
                    "Different",
                    "Totals that are not as the control file %s states them"
                        .formatted(stated.file()),
                    stated.differences(),
                    List.of(
                        Column.text("Total"),
                        Column.text("Figure"),
                        Column.number("In the file"),
                        Column.number("On record")),
                    ReconciliationReport::difference));
    table(
        body,
        "On record",
        "Events, each counted once, by type, side and currency",
        day.totals(),
        List.of(
            Column.text("Total"),
            Column.number("Events"),
            Column.number("Accepted"),
            Column.number("Quantity"),
            Column.number("Notional"),
            Column.number("Without notional")),
        total ->
            List.of(
                Html.text(ReconciliationText.label(total)),
                number(total.sum().events()),
                number(total.sum().accepted()),
                Html.text(total.sum().quantity().toPlainString()),
                Html.text(total.sum().notional().toPlainString()),
                number(total.sum().withoutNotional())));
    body.add(
        Html.element("p", "Read from " + day.where() + " at " + at + ".").with("class", "detail"));
    return new HtmlPage(day.source() + " on " + day.date(), body);
  }

  private static Html.Element notice(String verdict, String reason) {
    return Html.element("p")
        .with("role", "note")
        .add(Html.element("strong", verdict), Html.text(" " + reason));
  }

  private static Html figures(Reconciliation day) {
    return Html.element("dl")
        .with("class", "figures")
        .add(
            figure("Events", day.day().events()),
            figure("Missing", day.missingCount()),
            figure("Repeated", day.repeated().size()),
            figure("Waiting", day.deadLetters().size()),
            figure(
                "Different", day.control().map(stated -> stated.differences().size()).orElse(0)));
  }

  private static Html figure(String name, long value) {
    return ReportParts.figure(
        name, Figures.count(value), Html.element("span", "").with("class", "detail"));
  }

  private static List<Html> advice(Reconciliation day) {
    return ReconciliationText.advice(day).stream()
        .<Html>map(sentence -> Html.element("p", sentence))
        .toList();
  }

  private static <T> void table(
      List<Html> body,
      String heading,
      String caption,
      List<T> rows,
      List<Column> columns,
      Function<T, List<Html>> row) {
    if (!rows.isEmpty()) {
      String id = "table-" + body.size();
      body.add(
          ReportParts.section(
              heading,
              List.of(
                  new HtmlTable(id, caption, columns, rows.stream().map(row).toList(), List.of())
                      .html())));
    }
  }

  private static List<Html> letter(Letter letter) {
    return List.of(
        Html.text(letter.queue()),
        Html.text(letter.tradeId().isEmpty() ? "–" : letter.tradeId()),
        Html.text(letter.number() == 0 ? "–" : Long.toString(letter.number())),
        Html.text(letter.error()));
  }

  private static List<Html> difference(Difference difference) {
    return List.of(
        Html.text(difference.total()),
        Html.text(difference.figure()),
        Html.text(difference.stated()),
        Html.text(difference.onRecord()));
  }

  private static Html number(long value) {
    return Html.text(Figures.count(value));
  }

  private static Column code(String heading) {
    return new Column(Html.text(heading), Kind.CODE);
  }

  private static Column prose(String heading) {
    return new Column(Html.text(heading), Kind.PROSE);
  }
}
