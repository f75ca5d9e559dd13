package io.tradeprocessing.cli.exceptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.bus.DeadLetterFiles;
import io.tradeprocessing.cli.records.Recorded;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExceptionReaderTest {

  private static final Instant NOW = Instant.parse("2026-01-20T12:00:00Z");
  private static final ExceptionFilter ALL =
      new ExceptionFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir private Path folder;
  private final Recorded recorded = new Recorded();

  @AfterEach
  void close() {
    recorded.close();
  }

  private ExceptionList list(ExceptionFilter filter, Selection selection)
      throws InterruptedException {
    try (OpenStore store = recorded.open()) {
      ExceptionReader reader = new ExceptionReader(store, "--store D", filter, NOW, _ -> {});
      DeadLetterFiles.read(folder, reader::letter);
      reader.letters(true, queue -> "run " + queue);
      reader.trades(selection, 2);
      reader.gaps(selection, Optional.empty());
      return reader.list("the test's store");
    }
  }

  private List<Waiting> all() throws InterruptedException {
    return list(ALL, new Selection.Everything()).waiting();
  }

  private static ExceptionFilter code(String code) {
    return new ExceptionFilter(
        Optional.empty(), Optional.of(code), Optional.empty(), Optional.empty());
  }

  @Test
  void theOldestDaysComeFirstAndWithinADayWhatIsWorthMost() throws InterruptedException {
    recorded
        .rejected(
            "MISSING /side", "SMALL", "NEW", "14:30:00", "notional=10", "notionalCurrency=USD")
        .rejected("MISSING /side", "UNKNOWN", "NEW", "14:30:00")
        .rejected("MISSING /side", "EUR", "NEW", "14:30:00", "notional=99", "notionalCurrency=EUR")
        .rejected(
            "MISSING /side",
            "BOTH",
            "NEW",
            "14:30:00",
            "notional=90",
            "notionalCurrency=EUR",
            "notionalUsd=-100.50")
        .accepted("GAP", "NEW", "14:30:00", "sourceSequence=2");

    assertThat(all())
        .extracting(Waiting::tradeId)
        .as("the gap has waited a day longer; what has no value in US dollar comes last")
        .containsExactly("", "BOTH", "SMALL", "UNKNOWN", "EUR");
    assertThat(all())
        .extracting(each -> each.value().map(Value::text).orElse("unknown"))
        .containsExactly("unknown", "90 EUR (-100.50 USD)", "10 USD", "unknown", "99 EUR");
  }

  @Test
  void filtersFindBySourceCodeTradeAndAge() throws InterruptedException {
    recorded
        .rejected("MISSING /side", "A", "NEW", "14:30:00")
        .rejected("BAD_FORMAT /price", "B", "NEW", "14:30:00")
        .from("system2")
        .accepted("C", "CANCEL", "14:30:00");

    assertThat(list(code("BAD_FORMAT"), new Selection.Everything()).waiting())
        .extracting(Waiting::tradeId)
        .containsExactly("B");
    ExceptionList unmatched = list(code("UNMATCHED"), new Selection.Everything());
    assertThat(unmatched.waiting()).extracting(Waiting::tradeId).containsExactly("C");
    assertThat(unmatched.summary())
        .isEqualTo("1 exception waits: 1 UNMATCHED; 2 more were not asked for");
    assertThat(list(ALL, new Selection.Trade("A")).waiting()).hasSize(1);
    assertThat(list(code("MISSING"), new Selection.Trade("B")).summary())
        .isEqualTo("nothing waits for a person; 1 more were not asked for");
    ExceptionFilter week =
        new ExceptionFilter(
            Optional.of("system1"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofDays(7)));
    assertThat(list(week, Selection.Sent.ever("system1")).waiting())
        .extracting(Waiting::tradeId)
        .containsExactly("A", "B");
    ExceptionFilter longer =
        new ExceptionFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(8)));
    assertThat(list(longer, new Selection.Everything()).waiting()).isEmpty();
  }

  @Test
  void aPeriodHasItsOwnExceptionsAndWhatSettlesThemMayBeLater() throws InterruptedException {
    recorded
        .rejected("MISSING /side", "A", "NEW", "14:30:00")
        .rejected("MISSING /side", "B", "NEW", "14:30:00")
        .accepted("B", "NEW", "2026-01-14T10:00:00Z")
        .rejected("MISSING /side", "A", "CANCEL", "2026-01-14T10:00:00Z");
    long from = micros("2026-01-12T00:00:00Z");
    long to = micros("2026-01-13T00:00:00Z");

    assertThat(list(ALL, new Selection.Sent("system1", from, to)).waiting())
        .extracting(Waiting::reason)
        .containsExactly("NEW of 2026-01-12T14:30:00Z: MISSING /side is wrong");
  }

  private static long micros(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000;
  }

  @Test
  void anEventThatTwoRegionsRecordedWaitsOnce() throws InterruptedException {
    recorded
        .rejected("MISSING /side", "A", "NEW", "14:30:00")
        .in(new Region("eu-west-1", 1))
        .rejected("MISSING /side", "A", "NEW", "14:30:00");
    assertThat(all())
        .singleElement()
        .satisfies(each -> assertThat(each.since()).isEqualTo(Recorded.START));

    recorded.in(new Region("eu-west-1", 1)).rejected("MISSING /side", "B", "NEW", "14:30:00");
    recorded.in(Region.LOCAL).accepted("B", "NEW", "14:30:00");
    assertThat(all()).extracting(Waiting::tradeId).as("one accepted it").containsExactly("A");
  }

  @Test
  void anEventWithoutUsableIdentifierIsSettledByTheSameUnderOne() throws InterruptedException {
    recorded.rejected("BAD_FORMAT /tradeId", "no good", "NEW", "14:30:00", "price=1");
    assertThat(all())
        .singleElement()
        .satisfies(each -> assertThat(each.tradeId()).startsWith("invalid:"));

    recorded.accepted("OTHER", "NEW", "14:30:00", "price=2");
    assertThat(all()).as("another trade of the same time").hasSize(1);
    recorded.accepted("GOOD", "NEW", "14:30:00", "price=1");
    assertThat(all()).isEmpty();
  }

  @Test
  void orByTheSourcesOwnNumberOfTheSameTime() throws InterruptedException {
    recorded.rejected("BAD_FORMAT /tradeId", "", "NEW", "14:30:00", "sourceSequence=1");
    assertThat(all()).hasSize(1);
    recorded.accepted("GOOD", "NEW", "14:30:00", "sourceSequence=1", "note=repaired");
    assertThat(all()).isEmpty();
  }

  private void deadLetter(String queue, String tradeId, int number) throws IOException {
    ObjectNode trade = Project.parse("{}").deepCopy();
    trade
        .put("tradeId", tradeId)
        .put("eventType", "NEW")
        .put("timestamp", "2026-01-12T14:30:00Z")
        .put("sourceSequence", number);
    ObjectNode letter = Project.parse("{}").deepCopy();
    letter.putObject("event").put("source", "trading.system1").set("detail", trade);
    letter.put("state", "RecordCompliance").put("error", "X").put("cause", "no table");
    append(queue, letter);
  }

  private void append(String queue, JsonNode line) throws IOException {
    Path file = DeadLetterFiles.file(folder, queue);
    String before = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, before + line + "\n");
  }

  @Test
  void aDeadLetterWaitsUntilItsEventIsOnRecordHoweverOftenItFailed()
      throws IOException, InterruptedException {
    deadLetter("Q", "A", 1);
    deadLetter("Q", "A", 1);
    deadLetter("Q", "B", 2);
    assertThat(all())
        .extracting(Waiting::reason)
        .containsExactlyInAnyOrder(
            "Q: RecordCompliance failed: X: no table (2 times)",
            "Q: RecordCompliance failed: X: no table");

    recorded.accepted("A", "NEW", "14:30:00", "sourceSequence=1");
    assertThat(all())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.tradeId()).isEqualTo("B");
              assertThat(each.source()).isEqualTo("system1");
              assertThat(each.codes()).containsExactly("X");
              assertThat(each.command()).isEqualTo("run Q");
            });
    recorded.rejected("MISSING /side", "B", "NEW", "14:30:00", "sourceSequence=2");
    assertThat(all())
        .extracting(Waiting::kind)
        .as("it is on record now, and waits there")
        .containsExactly(Kind.REJECTED);
  }

  @Test
  void aMissingNumberThatIsADeadLetterWaitsAsThatAlone() throws IOException, InterruptedException {
    recorded
        .accepted("A", "NEW", "14:30:01", "sourceSequence=1")
        .accepted("B", "NEW", "14:30:05", "sourceSequence=5");
    deadLetter("Q", "C", 3);

    assertThat(all())
        .extracting(each -> each.kind() + " " + each.reason())
        .containsExactlyInAnyOrder(
            "GAP sequence number 2 is missing; the next one came on 2026-01-12",
            "GAP sequence number 4 is missing; the next one came on 2026-01-12",
            "DEAD_LETTER Q: RecordCompliance failed: X: no table");
    recorded
        .accepted("D", "NEW", "14:30:02", "sourceSequence=2")
        .accepted("E", "NEW", "14:30:04", "sourceSequence=4");
    assertThat(all()).extracting(Waiting::kind).containsExactly(Kind.DEAD_LETTER);
  }

  @Test
  void whatCannotBeReadWaitsToo() throws IOException, InterruptedException {
    append("Q", Project.parse("[1]"));
    append("Q", Project.parse("{\"event\":" + "[".repeat(80) + "]".repeat(80) + "}"));
    append(
        "Q",
        Project.parse(
            "{\"error\":\"E\",\"event\":{\"detail\":"
                + "[".repeat(80)
                + "1"
                + "]".repeat(80)
                + "}}"));

    assertThat(all())
        .extracting(each -> each.codes().getFirst())
        .containsExactlyInAnyOrder("UNREADABLE", "UNREADABLE", "E");
  }

  @Test
  void jsonHasAlwaysTheSameFields() throws IOException, InterruptedException {
    recorded
        .rejected("MISSING /side", "A", "NEW", "14:30:00", "notional=7", "notionalCurrency=USD")
        .accepted("B", "NEW", "14:30:05", "sourceSequence=3");
    deadLetter("Q", "C", 2);
    JsonNode json = list(ALL, new Selection.Everything()).json();

    assertThat(json.path("waiting").asInt()).isEqualTo(3);
    assertThat(json.path("kinds").toString())
        .isEqualTo("{\"REJECTED\":1,\"GAP\":1,\"DEAD_LETTER\":1}");
    for (JsonNode each : json.path("exceptions")) {
      assertThat(each.properties().stream().map(field -> field.getKey()).toList())
          .containsExactly(
              "kind",
              "since",
              "ageSeconds",
              "source",
              "tradeId",
              "eventType",
              "time",
              "region",
              "timestamp",
              "missing",
              "date",
              "queue",
              "times",
              "notional",
              "notionalCurrency",
              "notionalUsd",
              "codes",
              "reason",
              "todo",
              "command");
      switch (each.path("kind").asText()) {
        case "REJECTED" -> {
          assertThat(each.path("timestamp").asText()).startsWith("1768228200000000.0");
          assertThat(each.path("notionalUsd").asText()).isEqualTo("7");
          assertThat(each.path("command").asText()).isEqualTo("trades records --store D --trade A");
        }
        case "GAP" -> {
          assertThat(each.path("missing").toString()).isEqualTo("{\"from\":1,\"to\":1}");
          assertThat(each.path("command").asText())
              .isEqualTo("trades reconcile --store D --source system1 --date 2026-01-12");
        }
        default -> assertThat(each.path("queue").asText()).isEqualTo("Q");
      }
    }
  }
}
