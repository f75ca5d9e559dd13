package io.tradeprocessing.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.Cli;
import io.tradeprocessing.cli.ReportInBrowserTest;
import io.tradeprocessing.cli.TooDeep;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run, by its text; {@link ReportInBrowserTest} has a browser look at it. */
class RunReportTest {

  private static final String SAMPLES = Project.file("samples/trades.jsonl").toString();
  private static final String BROKEN = Project.file("samples/broken.jsonl").toString();

  @TempDir private Path folder;

  private String report(String events) throws IOException {
    Path file = folder.resolve("report.html");
    Cli.Ended ended = Cli.run("run", "--report", file.toString(), events);
    assertThat(ended.out()).contains("the report is in " + file);
    return Files.readString(file);
  }

  /** The cells of a row, by its heading. */
  private static List<String> row(String page, String heading) {
    Matcher row =
        Pattern.compile("<tr><th scope=\"row\"[^>]*>" + Pattern.quote(heading) + "</th>(.*?)</tr>")
            .matcher(page);
    assertThat(row.find()).as(heading).isTrue();
    return Pattern.compile("<td[^>]*>(.*?)</td>")
        .matcher(row.group(1))
        .results()
        .map(cell -> cell.group(1).replaceAll("<[^>]*>", ""))
        .toList();
  }

  @Test
  void itCountsWhatTheSummaryCounts() throws IOException {
    String page = report(SAMPLES);

    assertThat(page).contains("<h1>Run of trades.jsonl</h1>");
    assertThat(row(page, "system1")).containsExactly("12", "27", "1", "0", "0", "0", "40");
    assertThat(row(page, "All")).containsExactly("36", "31", "1", "0", "0", "0", "68");
    assertThat(row(page, "BAD_CHECK_DIGIT").subList(0, 2)).containsExactly("4", "12.9 %");
    assertThat(row(page, "BAD_CHECK_DIGIT").getLast()).startsWith("Line 32, /instrument/isin: ");
    assertThat(page).contains("Nothing was dead-lettered, unrouted or unreadable.");
  }

  @Test
  void theArrowsAreCountedAsTheEventsWent() throws IOException {
    String page = report(SAMPLES);

    assertThat(page)
        .contains(
            "<title>Start to ValidateAndEnrich: 68</title>",
            "<title>RecordCompliance to PublishOutcome: 68</title>",
            "<title>AcceptedOrRejected to TradeAccepted, if $.record.status = ACCEPTED: 37</title>",
            "<title>AcceptedOrRejected to TradeRejected, if $.record.status = REJECTED: 31</title>",
            "<title>RecordCompliance to DeadLetterRecording, caught States.ALL: 0</title>",
            "<title>TradeRejected to End: 31</title>");
  }

  @Test
  void everyStateThatWasEnteredHasItsTime() throws IOException {
    String page = report(SAMPLES);

    for (String state : List.of("ValidateAndEnrich", "ValidateTrade", "EnrichTrade")) {
      List<String> latency = row(page.substring(page.indexOf("id=\"latency\"")), state);
      assertThat(latency.subList(0, 3)).containsExactly("68", "0", "0");
      assertThat(latency.subList(3, 7))
          .allSatisfy(duration -> assertThat(duration).matches("[0-9.]+ (µs|ms|s)"));
    }
  }

  @Test
  void failuresAreListedWithLineTradeOutcomeErrorAndCause() throws IOException {
    Path events = folder.resolve("broken.jsonl");
    Files.writeString(events, Files.readString(Path.of(BROKEN)) + TooDeep.event() + "\n");
    String page = report(events.toString());

    assertThat(row(page, "2")).startsWith("–", "Unreadable", "–");
    assertThat(row(page, "5").getLast()).contains("no rule matches source");
    assertThat(row(page, "9").subList(0, 3))
        .containsExactly(
            TooDeep.TRADE_ID,
            "Dead-lettered",
            "io.tradeprocessing.common.json.MalformedJsonException");
    assertThat(row(page, "9").getLast()).contains("nesting depth");
    assertThat(page)
        .containsPattern(
            "<title>(ValidateTrade to DeadLetterValidation|EnrichTrade to DeadLetterEnrichment),"
                + " caught States.ALL: 1</title>")
        .contains("4 events without one: unreadable, unrouted or too large.");
  }

  @Test
  void ofManyFailuresTheFirstAreListedAndTheRestIsCounted() throws IOException {
    Path events = folder.resolve("many.jsonl");
    Files.write(events, IntStream.range(0, 1_234).mapToObj(i -> "0").toList());

    String page = report(events.toString());

    assertThat(page)
        .contains("The first 100 events that failed")
        .contains("1,134 more failed; trades run --json prints every one.");
    assertThat(row(page, "100")).isNotEmpty();
    assertThat(page).doesNotContain("<th scope=\"row\" class=\"number\">101</th>");
  }

  @Test
  void aHostileEventCannotBreakOut() throws IOException {
    String hostile = "</td><script>alert(1)</script><!--\" onmouseover='x' \u202e\u0007";
    List<String> events =
        Stream.of("tradeId", "source")
            .map(
                field -> {
                  ObjectNode event =
                      (ObjectNode)
                          Project.parse(
                              Project.text("samples/trades.jsonl").lines().findFirst().get());
                  ((ObjectNode) event.get("detail")).put("tradeId", hostile + field);
                  event.put("source", field.equals("source") ? hostile : "trading.system1");
                  return event.toString();
                })
            .toList();
    Path file = folder.resolve("<img src=x onerror=alert(2)>.jsonl");
    Files.write(file, events);

    String page = report(file.toString());

    assertThat(page)
        .doesNotContain("<script", "<img", "<!--", "\u202e", "\u0007")
        .contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--&quot; onmouseover=")
        .contains("<h1>Run of &lt;img src=x onerror=alert(2)&gt;.jsonl</h1>");
  }

  @Test
  void aVeryLongTradeIdIsCut() throws IOException {
    ObjectNode event =
        (ObjectNode) Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().get());
    ((ObjectNode) event.get("detail")).put("tradeId", "x".repeat(200_000));
    event.put("source", "nobody");
    Path events = Files.writeString(folder.resolve("long.jsonl"), event + "\n");

    assertThat(row(report(events.toString()), "1").getFirst()).isEqualTo("x".repeat(63) + "…");
  }

  @Test
  void anEmptyInputIsAReportToo() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");

    assertThat(report(empty.toString()))
        .contains(
            "The input held no events.", "No execution was started.", "No trade was rejected.");
  }

  @Test
  void itSaysWhatWasRunWithWhichData() throws IOException {
    assertThat(report(SAMPLES))
        .contains(
            "<dt>Input</dt><dd>" + SAMPLES + "</dd>",
            "<dt>Rule set</dt><dd>1.3</dd>",
            "<dd>none: bundled reference data only</dd>",
            "Java 25")
        .containsPattern("ISO 10383[^<]*</td><td class=\"text\">20[0-9]{2}-[0-9]{2}-[0-9]{2}</td>");
  }

  @Test
  void withJsonTheResultsKeepStandardOutputToThemselves() {
    Path file = folder.resolve("report.html");

    Cli.Ended ended = Cli.run("run", "--json", "--report", file.toString(), BROKEN);

    assertThat(ended.lines()).allSatisfy(line -> assertThat(line).startsWith("{"));
    assertThat(ended.err()).contains("the report is in " + file);
  }

  @Test
  void anOlderReportIsReplacedAsAWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("report.html"), "x".repeat(1_000_000));

    String page = report(BROKEN);

    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsRun() throws IOException {
    Path store = folder.resolve("store");
    Path file = Files.writeString(folder.resolve("file"), "");
    Path events = Files.copy(Path.of(BROKEN), folder.resolve("events.jsonl"));

    for (Path bad :
        List.of(folder, file.resolve("report.html"), folder.resolve("no/report.html"), events)) {
      Cli.Ended ended =
          Cli.run(
              "run", "--store", store.toString(), "--report", bad.toString(), events.toString());

      assertThat(ended.code()).as("%s", bad).isEqualTo(ExitCode.WRONG_USE);
      assertThat(ended.err().lines())
          .singleElement()
          .asString()
          .startsWith("trades: --report " + bad);
      assertThat(ended.out()).isEmpty();
    }
    assertThat(store).doesNotExist();
    assertThat(events).hasSameTextualContentAs(Path.of(BROKEN));
  }
}
