package io.tradeprocessing.cli.html;

import io.tradeprocessing.cli.console.Age;
import io.tradeprocessing.cli.exceptions.ExceptionList;
import io.tradeprocessing.cli.exceptions.Kind;
import io.tradeprocessing.cli.exceptions.Value;
import io.tradeprocessing.cli.exceptions.Waiting;
import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.html.HtmlTable.Column;
import java.util.ArrayList;
import java.util.List;

/** What waits for a person as a page. */
public final class ExceptionsReport {

  /** Exceptions in the table. */
  private static final int SHOWN = 1_000;

  /** Commands that are shown of a kind. */
  private static final int COMMANDS = 10;

  private ExceptionsReport() {}

  /** The page. */
  public static HtmlPage page(ExceptionList list) {
    List<Html> body = new ArrayList<>();
    body.add(notice(list));
    body.add(figures(list));
    if (!list.waiting().isEmpty()) {
      body.add(ReportParts.section("What waits", List.of(table(list))));
      body.add(ReportParts.section("What to do", advice(list)));
    }
    body.add(
        Html.element("p", "Read from " + list.where() + " at " + list.at() + ".")
            .with("class", "detail"));
    return new HtmlPage("What waits for a person", body);
  }

  private static Html notice(ExceptionList list) {
    Element notice = Html.element("p").with("role", "note");
    return list.waiting().isEmpty()
        ? notice
            .with("class", "notice sound")
            .add(
                Html.element("strong", "✓ Nothing waits."),
                Html.text(" " + ReportParts.sentence(list.summary())))
        : notice
            .with("class", "notice")
            .add(
                Html.element("strong", "✕ A person has something to do."),
                Html.text(" " + ReportParts.sentence(list.summary())));
  }

  private static Html figures(ExceptionList list) {
    Element figures = Html.element("dl").with("class", "figures");
    for (Kind kind : Kind.values()) {
      figures =
          figures.add(
              ReportParts.figure(kind.name(), Figures.count(list.kinds().getOrDefault(kind, 0L))));
    }
    return figures;
  }

  private static Html table(ExceptionList list) {
    int rest = list.waiting().size() - SHOWN;
    return new HtmlTable(
            "waiting",
            "By age in days, the oldest first; within a day by value in US dollar, where it is on"
                + " record"
                + (rest > 0
                    ? "; %s more are in the output of --json".formatted(Figures.count(rest))
                    : ""),
            List.of(
                Column.text("Waits"),
                Column.text("Kind"),
                Column.text("Source"),
                new Column(Html.text("Trade"), HtmlTable.Kind.CODE),
                Column.number("Value"),
                new Column(Html.text("Why"), HtmlTable.Kind.PROSE)),
            list.waiting().stream().limit(SHOWN).map(each -> row(each, list)).toList(),
            List.of())
        .html();
  }

  private static List<Html> row(Waiting each, ExceptionList list) {
    return List.of(
        Html.text(Age.of(each.age(list.at()))),
        Html.text(each.kind().name()),
        Html.text(each.source().isEmpty() ? "–" : each.source()),
        each.tradeId().isEmpty() ? Html.text("–") : Html.breakable(each.tradeId()),
        Html.text(each.value().map(Value::text).orElse("unknown")),
        Html.text(each.reason()));
  }

  private static List<Html> advice(ExceptionList list) {
    List<Html> advice = new ArrayList<>();
    for (Kind kind : list.kinds().keySet()) {
      advice.add(Html.element("h3", kind.name()));
      advice.add(Html.element("p", ReportParts.sentence(kind.meaning()) + " " + kind.todo()));
      List<String> commands = list.commands(kind);
      commands.stream().limit(COMMANDS).map(ReportParts::command).forEach(advice::add);
      if (commands.size() > COMMANDS) {
        advice.add(
            Html.element("p", "And so on; the output of --json has the command of each.")
                .with("class", "detail"));
      }
    }
    return advice;
  }
}
