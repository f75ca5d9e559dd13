package io.tradeprocessing.cli.html;

import io.tradeprocessing.asl.model.Outline;
import io.tradeprocessing.asl.model.Transition;
import io.tradeprocessing.cli.console.Counted;
import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.html.HtmlTable.Column;
import io.tradeprocessing.cli.html.HtmlTable.Kind;
import io.tradeprocessing.cli.run.LatencyHistogram;
import io.tradeprocessing.cli.run.Result;
import io.tradeprocessing.cli.run.Result.Outcome;
import io.tradeprocessing.cli.run.Summary;
import io.tradeprocessing.cli.run.WorkflowActivity;
import io.tradeprocessing.common.reference.ReferenceData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run as a page: what came out, what failed and why, which way the events went and how long it
 * took. Holds a bounded part of the results, however many there are.
 */
public final class RunReport {

  /** Failures that are listed one by one. */
  static final int FAILURES_SHOWN = 100;

  /** A tradeId has 52 characters, a wrong one any number. */
  private static final int ID_LENGTH = 64;

  private static final int CAUSE_LENGTH = 400;

  private final Outline workflow;
  private final WorkflowActivity activity = new WorkflowActivity();
  private final List<Failed> failures = new ArrayList<>();

  /** An event that failed; its texts as far as they are shown, for they can be long. */
  private record Failed(long line, String tradeId, Outcome outcome, String error, String cause) {

    static Failed of(Result result) {
      Result.Failure failure = result.failure();
      return new Failed(
          result.line(),
          Figures.excerpt(result.tradeId(), ID_LENGTH),
          result.outcome(),
          Figures.excerpt(failure == null ? null : failure.error(), CAUSE_LENGTH),
          Figures.excerpt(failure == null ? null : failure.cause(), CAUSE_LENGTH));
    }
  }

  /** How a run ended. */
  public enum Ending {
    COMPLETE(""),
    INTERRUPTED(
        "The run was interrupted: the rest of the input was not read; started events are finished"
            + " and counted here."),
    READER_GONE(
        "The run ended early because its results could not be written; the rest of the input was"
            + " not read."),
    FAILED("The run ended early with an error; standard error names it.");

    private final String sentence;

    Ending(String sentence) {
      this.sentence = sentence;
    }
  }

  /** A line of the part that says what was run. */
  public record Fact(String name, String value) {}

  public RunReport(Outline workflow) {
    this.workflow = workflow;
  }

  /** What the executions are to tell. */
  public WorkflowActivity activity() {
    return activity;
  }

  public void add(Result result) {
    if (result.outcome().isFailure() && failures.size() < FAILURES_SHOWN) {
      failures.add(Failed.of(result));
    }
  }

  /**
   * The page.
   *
   * @param facts what was run
   */
  public HtmlPage page(
      String input, Summary summary, Ending ending, Duration elapsed, List<Fact> facts) {
    List<Html> body = new ArrayList<>();
    if (ending != Ending.COMPLETE) {
      body.add(Html.element("p", ending.sentence).with("class", "notice").with("role", "note"));
    }
    body.add(keyFigures(summary, elapsed));
    body.add(ReportParts.section("Outcome by source", outcome(summary)));
    body.add(ReportParts.section("Failures", failures(summary)));
    body.add(ReportParts.section("Rejections by code", rejections(summary)));
    body.add(ReportParts.section("Accepted, to be looked at", FlagSection.of(summary)));
    body.add(ReportParts.section("Workflow", workflow(summary)));
    body.add(ReportParts.section("Time in each state", latency()));
    body.add(ReportParts.section("What was run", whatWasRun(facts)));
    return new HtmlPage("Run of " + input, body);
  }

  private static Element paragraph(String text) {
    return Html.element("p", text);
  }

  private static Html keyFigures(Summary summary, Duration elapsed) {
    Map<Outcome, Long> all = summary.byOutcome();
    long total = summary.total();
    long accepted = all.getOrDefault(Outcome.ACCEPTED, 0L);
    long rejected = all.getOrDefault(Outcome.REJECTED, 0L);
    long failed = failed(all);
    return Html.element("dl")
        .with("class", "figures")
        .add(
            figure("Events", Figures.count(total), ""),
            figure("Accepted", Figures.count(accepted), Figures.percent(accepted, total)),
            figure("Rejected", Figures.count(rejected), Figures.percent(rejected, total)),
            figure(
                "Failed",
                (failed > 0 ? "✕ " : "") + Figures.count(failed),
                Figures.percent(failed, total)),
            figure("Duration", Figures.duration(elapsed), ""),
            figure(
                "Rate",
                String.format(Locale.ROOT, "%,.0f", summary.rate(elapsed)),
                "events a second"));
  }

  private static Html figure(String name, String value, String detail) {
    return ReportParts.figure(name, value, Html.element("span", detail).with("class", "detail"));
  }

  private static long failed(Map<Outcome, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isFailure())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static List<Html> outcome(Summary summary) {
    if (summary.total() == 0) {
      return List.of(paragraph("The input held no events."));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("Source"));
    for (Outcome outcome : Outcome.values()) {
      columns.add(
          new Column(
              Html.element("span")
                  .with("class", "key")
                  .add(OutcomeBar.swatch(outcome), Html.text(OutcomeBar.name(outcome))),
              Kind.NUMBER));
    }
    columns.add(Column.number("Total"));
    List<List<Html>> rows = new ArrayList<>();
    List<Html> bars = new ArrayList<>();
    summary
        .bySource()
        .forEach(
            (source, counts) -> {
              rows.add(row(source, counts));
              bars.add(OutcomeBar.of(source, counts));
            });
    if (summary.bySource().size() > 1) {
      bars.add(OutcomeBar.of("All", summary.byOutcome()));
    }
    return List.of(
        OutcomeBar.patterns(),
        Html.element("div").with("class", "bars").with("aria-hidden", "true").add(bars),
        new HtmlTable(
                "outcomes", "Events by outcome", columns, rows, row("All", summary.byOutcome()))
            .html());
  }

  private static List<Html> row(String source, Map<Outcome, Long> counts) {
    List<Html> row = new ArrayList<>();
    row.add(Html.text(source));
    Arrays.stream(Outcome.values())
        .forEach(outcome -> row.add(count(counts.getOrDefault(outcome, 0L))));
    row.add(count(counts.values().stream().mapToLong(n -> n).sum()));
    return row;
  }

  /** A zero is pale, so that the other numbers are seen. */
  private static Html count(long count) {
    Element text = Html.element("span", Figures.count(count));
    return count == 0 ? text.with("class", "zero") : text;
  }

  private List<Html> failures(Summary summary) {
    long all = failed(summary.byOutcome());
    if (all == 0) {
      return List.of(paragraph("Nothing was dead-lettered, unrouted or unreadable."));
    }
    List<List<Html>> rows =
        failures.stream()
            .map(
                failed ->
                    List.of(
                        Html.text(Figures.count(failed.line())),
                        Html.breakable(failed.tradeId()),
                        Html.text(OutcomeBar.name(failed.outcome())),
                        Html.breakable(failed.error()),
                        Html.text(failed.cause())))
            .toList();
    List<Html> content = new ArrayList<>();
    content.add(
        new HtmlTable(
                "failures",
                all > rows.size()
                    ? "The first " + rows.size() + " events that failed, in the order of the input"
                    : "Events that failed, in the order of the input",
                List.of(
                    Column.number("Line"),
                    new Column(Html.text("Trade"), Kind.CODE),
                    Column.text("Outcome"),
                    new Column(Html.text("Error"), Kind.CODE),
                    new Column(Html.text("Cause"), Kind.PROSE)),
                rows,
                List.of())
            .html());
    if (all > rows.size()) {
      content.add(
          paragraph(
              "%s more failed; trades run --json prints every one."
                  .formatted(Figures.count(all - rows.size()))));
    }
    return content;
  }

  private static List<Html> rejections(Summary summary) {
    long rejected = summary.byOutcome().getOrDefault(Outcome.REJECTED, 0L);
    if (rejected == 0) {
      return List.of(paragraph("No trade was rejected."));
    }
    List<List<Html>> rows =
        summary.rejections().stream()
            .map(
                entry -> {
                  Summary.Rejections rejections = entry.getValue();
                  Summary.Example first = rejections.first();
                  return List.<Html>of(
                      Html.text(entry.getKey()),
                      Html.text(Figures.count(rejections.trades())),
                      Html.text(Figures.percent(rejections.trades(), rejected)),
                      share(rejections.trades(), rejected),
                      Html.text(
                          "Line %s, %s: %s"
                              .formatted(
                                  Figures.count(first.line()),
                                  first.field().isEmpty() ? "the trade" : first.field(),
                                  first.message())));
                })
            .toList();
    return List.of(
        new HtmlTable(
                "rejections",
                "Rejected trades by violation code; a trade with several codes counts for each",
                List.of(
                    new Column(Html.text("Code"), Kind.CODE),
                    Column.number("Trades"),
                    Column.number("Share"),
                    new Column(
                        Html.element("span", "Share as a bar").with("class", "hidden"), Kind.CHART),
                    new Column(Html.text("First seen"), Kind.PROSE)),
                rows,
                List.of())
            .html());
  }

  private static Html share(long part, long whole) {
    return Html.element("svg")
        .with("class", "share")
        .with("aria-hidden", "true")
        .with("width", 90)
        .with("height", 10)
        .add(
            Html.element("rect").with("class", "track").with("width", 90).with("height", 10),
            Html.element("rect")
                .with("class", "fill")
                .with("width", Math.max(1.5, 90.0 * part / whole))
                .with("height", 10));
  }

  private List<Html> workflow(Summary summary) {
    Map<Outcome, Long> all = summary.byOutcome();
    long executions = activity.entered(workflow.startAt());
    long without = summary.total() - executions;
    List<Html> content = new ArrayList<>();
    content.add(
        paragraph(
                "%s. Solid arrows are the way of a state that went well, dashed ones that of an"
                        .formatted(Counted.of(executions, "execution"))
                    + " error that was caught; pale ones were never taken."
                    + (without > 0 && all.size() > 0
                        ? " %s without one: unreadable, unrouted or too large."
                            .formatted(Counted.of(without, "event"))
                        : ""))
            .with("id", "workflow-intro"));
    content.add(
        HtmlTable.scrolling("workflow-intro", WorkflowDrawing.of(workflow, activity, executions)));
    content.add(
        Html.element("details")
            .add(
                Html.element("summary", "The arrows as a table"),
                new HtmlTable(
                        "arrows",
                        "How often each arrow was taken",
                        List.of(
                            Column.text("From"),
                            Column.text("To"),
                            Column.number("Taken"),
                            new Column(Html.text("When"), Kind.CODE)),
                        states(workflow).flatMap(this::arrows).toList(),
                        List.of())
                    .html()));
    return content;
  }

  private Stream<List<Html>> arrows(Outline.Node state) {
    return state.transitions().stream()
        .map(
            transition -> {
              boolean caught = transition.kind() == Transition.Kind.CATCH;
              return List.<Html>of(
                  Html.text(state.name()),
                  Html.text(transition.target()),
                  count(
                      caught
                          ? activity.caught(state.name(), transition.target())
                          : activity.taken(state.name(), transition.target())),
                  Html.text(
                      caught
                          ? "caught " + transition.label()
                          : transition.label().isEmpty() ? "always" : transition.label()));
            });
  }

  /** All states, nested ones after the one they are in. */
  private static Stream<Outline.Node> states(Outline outline) {
    return outline.states().stream()
        .flatMap(
            state ->
                Stream.concat(Stream.of(state), state.parts().stream().flatMap(RunReport::states)));
  }

  private List<Html> latency() {
    List<Outline.Node> entered =
        states(workflow).filter(state -> activity.latency(state.name()).count() > 0).toList();
    if (entered.isEmpty()) {
      return List.of(paragraph("No execution was started."));
    }
    LatencyChart chart =
        LatencyChart.of(entered.stream().map(state -> activity.latency(state.name())).toList());
    List<List<Html>> rows =
        entered.stream()
            .map(
                state -> {
                  String name = state.name();
                  LatencyHistogram latency = activity.latency(name);
                  return List.of(
                      Html.text(name),
                      count(latency.count()),
                      count(activity.retried(name)),
                      count(activity.failed(name)),
                      Html.text(Figures.duration(latency.percentile(0.5))),
                      Html.text(Figures.duration(latency.percentile(0.9))),
                      Html.text(Figures.duration(latency.percentile(0.99))),
                      Html.text(Figures.duration(latency.max())),
                      chart.bars(latency));
                })
            .toList();
    return List.of(
        new HtmlTable(
                "latency",
                "From entering a state to leaving it, retries and waits included; percentiles are"
                    + " at most 3.2 % too high",
                List.of(
                    Column.text("State"),
                    Column.number("Count"),
                    Column.number("Retried"),
                    Column.number("Failed"),
                    Column.number("Median"),
                    Column.number("90 %"),
                    Column.number("99 %"),
                    Column.number("Longest"),
                    new Column(chart.axis(), Kind.CHART)),
                rows,
                List.of())
            .html());
  }

  private static List<Html> whatWasRun(List<Fact> facts) {
    List<Html> list =
        facts.stream().map(fact -> ReportParts.fact(fact.name(), Html.text(fact.value()))).toList();
    return List.of(
        Html.element("dl").with("class", "facts").add(list),
        new HtmlTable(
                "reference-data",
                "Reference data",
                List.of(
                    Column.text("Set"),
                    Column.text("Standard"),
                    Column.text("As of"),
                    Column.text("Origin")),
                ReferenceData.sources().stream()
                    .map(
                        source ->
                            List.of(
                                Html.text(source.name()),
                                Html.text(source.standard()),
                                Html.text(source.asOf().toString()),
                                Html.text(source.origin())))
                    .toList(),
                List.of())
            .html());
  }
}
