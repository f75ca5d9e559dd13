package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileCommandTest {

  @TempDir private Path folder;

  private final List<String> events = new ArrayList<>();

  /** A share bought at 10.00; the number is part of its trade identifier. */
  private void event(String date, int number, String... changes) {
    JsonNode event =
        Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());
    ObjectNode trade = (ObjectNode) (event.has("detail") ? event.path("detail") : event);
    trade.put("tradeId", "T" + events.size() + "-" + number);
    trade.put("timestamp", date + "T10:00:%02d.%06dZ".formatted(number % 60, events.size()));
    trade.put("executedAt", trade.path("timestamp").asText());
    trade.remove(List.of("amount", "settlementDate"));
    trade.put("quantity", "5");
    trade.put("price", "10.00");
    if (number > 0) {
      trade.put("sourceSequence", number);
    }
    for (String change : changes) {
      int equals = change.indexOf('=');
      trade.put(change.substring(0, equals), change.substring(equals + 1));
    }
    events.add(event.toString());
  }

  private LocalStore store() throws IOException {
    Path input = Files.write(folder.resolve("events.jsonl"), events);
    return LocalStore.of(folder.resolve("store"), input);
  }

  private static Cli.Ended reconcile(LocalStore store, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--source", "system1", "--date", "2026-01-13"));
    arguments.addAll(List.of(more));
    return store.call("reconcile", arguments.toArray(String[]::new));
  }

  private static JsonNode json(LocalStore store, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--json"));
    arguments.addAll(List.of(more));
    return Project.parse(reconcile(store, arguments.toArray(String[]::new)).out());
  }

  private Path control(String text) throws IOException {
    return Files.writeString(folder.resolve("control.csv"), text);
  }

  @Test
  void aDayWithoutGapsIsComplete() throws IOException {
    event("2026-01-12", 1);
    event("2026-01-13", 2);
    event("2026-01-13", 3, "side=SELL");
    event("2026-01-14", 4);
    LocalStore store = store();

    Cli.Ended ended = reconcile(store);

    assertThat(ended.out()).contains("numbered continuously, 2 to 3").endsWith("complete\n");
    assertThat(ended.code()).isZero();
    JsonNode json = json(store);
    assertThat(json.path("complete").asBoolean()).isTrue();
    assertThat(json.path("missing")).isEmpty();
    assertThat(json.path("totals").toString())
        .isEqualTo(
            "[{\"eventType\":\"NEW\",\"side\":\"BUY\",\"currency\":\"USD\",\"count\":1,"
                + "\"accepted\":1,\"quantity\":\"5\",\"notional\":\"50.00\",\"withoutNotional\":0},"
                + "{\"eventType\":\"NEW\",\"side\":\"SELL\",\"currency\":\"USD\",\"count\":1,"
                + "\"accepted\":1,\"quantity\":\"5\",\"notional\":\"50.00\",\"withoutNotional\":0}]");
  }

  @Test
  void whatIsMissingOrRepeatedIsNamed() throws IOException {
    event("2026-01-12", 1);
    event("2026-01-13", 4);
    event("2026-01-13", 4);
    event("2026-01-13", 0);
    event("2026-01-14", 8);
    LocalStore store = store();

    Cli.Ended ended = reconcile(store);

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains("1 event has no number")
        .contains("missing: 5 numbers\n  2-3\n  5-7\n")
        .contains("repeated: 1 number of several events\n  4: T1-4, T2-4\n")
        .contains("have system1 send these numbers again")
        .endsWith("not complete\n");
    JsonNode json = json(store);
    assertThat(json.path("missing").toString())
        .isEqualTo("[{\"from\":2,\"to\":3},{\"from\":5,\"to\":7}]");
    assertThat(json.path("repeated").toString())
        .isEqualTo("[{\"sourceSequence\":4,\"tradeIds\":[\"T1-4\",\"T2-4\"]}]");
  }

  /** The source's own clock decides the date, and two events may change places around midnight. */
  @Test
  void aNumberOfTheNextDayIsNotMissing() throws IOException {
    event("2026-01-12", 1);
    event("2026-01-13", 2);
    event("2026-01-13", 4);
    event("2026-01-14", 3);
    event("2026-01-14", 5);

    assertThat(json(store(), "--numbering", "continuous").path("complete").asBoolean()).isTrue();
  }

  @Test
  void aSourceMayCountAnewEachDay() throws IOException {
    event("2026-01-12", 1);
    event("2026-01-12", 2);
    event("2026-01-13", 2);
    event("2026-01-14", 1);
    LocalStore store = store();

    assertThat(json(store).path("numbering").asText()).isEqualTo("DAILY");
    assertThat(json(store).path("missing").toString()).isEqualTo("[{\"from\":1,\"to\":1}]");
    assertThat(json(store, "--numbering", "continuous").path("expected").isNull()).isTrue();
  }

  @Test
  void theControlFileIsComparedFigureByFigure() throws IOException {
    event("2026-01-13", 1);
    event("2026-01-13", 2, "side=SELL");
    event("2026-01-13", 3, "side=SELL", "price=free");
    LocalStore store = store();
    String header = "side,count,quantity,notional,lastSequence\n";

    Path right = control(header + "BUY,1,5,50,3\nSELL,2,10.0,50.00,3\n");
    Cli.Ended agreed = reconcile(store, "--control", right.toString());
    assertThat(agreed.out()).contains("all totals agree");
    assertThat(agreed.code()).isZero();

    Path wrong = control(header + "SELL,3,10,100,5\n");
    Cli.Ended differs = reconcile(store, "--control", wrong.toString());
    assertThat(differs.code()).isEqualTo(ExitCode.FAILED);
    assertThat(differs.out())
        .contains("3 figures differ")
        .contains("  SELL: count is 3 in the file and 2 on record")
        .contains("  SELL: notional is 100 in the file and 50.00 on record")
        .contains("  NEW BUY USD: count is 0 in the file and 1 on record")
        .contains("missing: 2 numbers\n  4-5\n");
  }

  @Test
  void aDayWithoutEventsIsCompleteOnlyByItsControlFile() throws IOException {
    event("2026-01-20", 1);
    LocalStore store = store();

    Cli.Ended nothing = reconcile(store);
    assertThat(nothing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(nothing.out()).contains("Nothing is on record of this day");
    Path none = control("count\n0\n");
    assertThat(reconcile(store, "--control", none.toString()).code()).isZero();
  }

  @Test
  void aDeadLetterOfTheDayIsFoundWithItsNumber() throws IOException {
    event("2026-01-13", 1);
    event("2026-01-13", 3);
    LocalStore store = store();
    event("2026-01-13", 2);
    event("2026-01-12", 9);
    for (String line : events.subList(2, 4)) {
      JsonNode event = Project.parse(line);
      String envelope =
          event.has("detail") ? line : "{\"source\":\"trading.system1\",\"detail\":" + line + "}";
      String letter =
          "{\"event\":%s,\"state\":\"RecordCompliance\",\"error\":\"StoreUnavailableException\"}\n"
              .formatted(envelope);
      Files.writeString(
          folder.resolve("store").resolve("dead-letters-ComplianceRecorderDLQ.jsonl"),
          letter,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }

    Cli.Ended ended = reconcile(store);

    assertThat(ended.out())
        .contains("missing: 1 number\n  2: 2 waits in ComplianceRecorderDLQ\n")
        .contains("waiting: 1 dead letter\n")
        .contains("  ComplianceRecorderDLQ  T2-2  number 2  StoreUnavailableException")
        .contains("trades redrive ComplianceRecorderDLQ");
    assertThat(json(store).path("deadLetters")).hasSize(1);
  }

  @Test
  void theExpectedNumbersAreAddedUp() throws IOException {
    event("2026-01-13", 1);
    event("2026-01-13", 2);
    event("2026-01-13", 6);
    LocalStore store = store();
    letter(3);

    assertThat(reconcile(store).out())
        .contains("  6 numbers expected: 3 on record, 1 in dead-letter queues, 2 nowhere\n");
    assertThat(json(store).path("accounts").toString())
        .isEqualTo("{\"expected\":6,\"onRecord\":3,\"inQueues\":1,\"nowhere\":2}");
  }

  /** A dead letter of an event of system1. */
  private void letter(int number) throws IOException {
    event("2026-01-13", number);
    Files.writeString(
        folder.resolve("store").resolve("dead-letters-ComplianceRecorderDLQ.jsonl"),
        "{\"event\":{\"source\":\"trading.system1\",\"detail\":%s},\"error\":\"E\"}\n"
            .formatted(detail(events.getLast())));
  }

  private static String detail(String event) {
    JsonNode json = Project.parse(event);
    return (json.has("detail") ? json.path("detail") : json).toString();
  }

  /** The archive has a record twice where batches overlap, and no order. */
  @Test
  void anArchiveOfTheRecordsAnswersAsTheStoreDoes() throws IOException {
    event("2026-01-10", 7);
    event("2026-01-10", 8);
    event("2026-01-13", 10);
    event("2026-01-13", 11, "price=free");
    event("2026-01-13", 13, "side=SELL");
    event("2026-01-14", 9);
    event("2026-01-14", 15);
    LocalStore store = store();
    Path archive = folder.resolve("archive");
    Path none = Files.writeString(folder.resolve("none.jsonl"), "");
    assertThat(store.call("run", "--archive", archive.toString(), none.toString()).code()).isZero();

    JsonNode ofTheStore = json(store);
    Cli.Ended ended =
        Cli.run(
            "reconcile",
            "--archive",
            archive.toString(),
            "--source",
            "system1",
            "--date",
            "2026-01-13",
            "--json");

    assertThat(Project.parse(ended.out())).isEqualTo(ofTheStore);
    assertThat(ofTheStore.path("missing").toString()).isEqualTo("[{\"from\":12,\"to\":12}]");
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void thePageHasWhatTheTextHas() throws IOException {
    event("2026-01-13", 2);
    Path page = folder.resolve("day.html");
    Path control = control("count\n4\n");

    Cli.Ended _ = reconcile(store(), "--report", page.toString(), "--control", control.toString());

    assertThat(Files.readString(page))
        .contains("system1 on 2026-01-13", "✕ Not complete.", "Sequence numbers of no event")
        .contains("not as the control file", "each counted once", "NEW BUY USD");
  }

  @Test
  void aWrongOptionIsNamed() throws IOException {
    event("2026-01-13", 1);
    LocalStore store = store();
    assertThat(store.call("reconcile", "--source", "system9", "--date", "2026-01-13").err())
        .contains("--source system9 is not a source: give one of system1, system2, system3");
    assertThat(store.call("reconcile", "--source", "system1", "--date", "13.1.2026").err())
        .contains("--date 13.1.2026 is not a date");
    assertThat(reconcile(store, "--numbering", "weekly").err())
        .contains("--numbering weekly is not known: give continuous or daily");
    assertThat(reconcile(store, "--queue", "Q").err()).contains("--queue needs --table");
    assertThat(reconcile(store, "--archive", "A").err())
        .contains("--archive is read in place of a store: leave out --store and --table");
    assertThat(reconcile(store, "--control", "nowhere").code()).isEqualTo(ExitCode.WRONG_USE);
  }
}
