package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.bus.DeadLetterFiles;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeQueue;
import io.tradeprocessing.testkit.aws.FakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ExceptionsCommandTest {

  private static final String EVERYTHING =
      "CONFLICT CONFLICT-1, CONFLICT CONFLICT-1, DEAD_LETTER LETTER-1, GAP 7, REJECTED PERSON-1,"
          + " REJECTED REJECTED-1, REJECTED invalid, REPLACES REPLACES-1, UNMATCHED UNMATCHED-1";

  @TempDir private static Path shared;
  private static @Nullable LocalStore once;

  @TempDir private Path folder;
  private LocalStore store = new LocalStore(Path.of(""));

  @BeforeEach
  void copy() {
    if (once == null) {
      once = StoreOfExceptions.in(shared.resolve("store")).local();
    }
    store = once.copy(folder.resolve("store"));
  }

  private Cli.Ended exceptions(String... arguments) {
    return store.call("exceptions", arguments);
  }

  private String waiting(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(arguments));
    return names(exceptions(all.toArray(String[]::new)));
  }

  private static String names(Cli.Ended ended) {
    JsonNode json = Project.parse(ended.out());
    List<String> names = new ArrayList<>();
    for (JsonNode each : json.path("exceptions")) {
      names.add(
          each.path("kind").asText()
              + " "
              + (each.path("missing").isNull()
                  ? each.path("tradeId").asText().replaceFirst("invalid:.*", "invalid")
                  : each.at("/missing/from").asText()));
    }
    assertThat(ended.code()).isEqualTo(names.isEmpty() ? ExitCode.DONE : ExitCode.FAILED);
    return String.join(", ", names.stream().sorted().toList());
  }

  @Test
  void everythingThatWaitsIsInOneList() {
    assertThat(waiting()).isEqualTo(EVERYTHING);

    Cli.Ended ended = exceptions();
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains("REJECTED     system1  REJECTED-1", "BAD_FORMAT /price ")
        .contains("NEW of 2026-01-12T14:32:00Z: another accepted NEW of this time says something")
        .contains("sequence number 7 is missing; the next one came on 2026-01-12")
        .contains("TradeValidatorDLQ: ValidateTrade failed: io.tradeprocessing.common.config.")
        .contains("      trades records --store " + store.folder() + " --trade UNMATCHED-1\n")
        .contains(
            "      trades reconcile --store %s --source system1 --date 2026-01-12\n"
                .formatted(store.folder()))
        .endsWith(
            "9 exceptions wait: 3 REJECTED, 1 UNMATCHED, 2 CONFLICT, 1 REPLACES, 1 GAP,"
                + " 1 DEAD_LETTER in the store folder "
                + store.folder()
                + "\n");
  }

  /** Each goes away by what settles it, until nothing waits; nothing else goes with it. */
  @Test
  void eachGoesAwayAfterWhatSettlesIt() throws IOException {
    StoreOfExceptions again = StoreOfExceptions.in(folder.resolve("again"));
    store = again.local();
    List<String> rest = new ArrayList<>(List.of(EVERYTHING.split(", ")));

    again.event("REJECTED-1", "NEW", "14:30:00", 11);
    rest.remove("REJECTED REJECTED-1");
    settled(again, rest);
    again.event("UNMATCHED-1", "NEW", "14:30:30", 12);
    rest.remove("UNMATCHED UNMATCHED-1");
    settled(again, rest);
    again.event("CONFLICT-1", "CORRECT", "15:00:00", 13, "quantity=200");
    rest.removeIf("CONFLICT CONFLICT-1"::equals);
    settled(again, rest);
    again.event("REPLACES-1", "CANCEL", "14:33:30", 14);
    rest.remove("REPLACES REPLACES-1");
    settled(again, rest);
    again.event("GAP-1", "NEW", "14:34:30", 7);
    rest.remove("GAP 7");
    settled(again, rest);
    again.event("PERSON-1", "NEW", "14:35:00", 15);
    rest.remove("REJECTED PERSON-1");
    settled(again, rest);
    again.event("NAMED-1", "NEW", "14:36:00", 10);
    rest.remove("REJECTED invalid");
    settled(again, rest);

    // The command that the list says.
    JsonNode letter = Project.parse(exceptions("--json").out()).path("exceptions").get(0);
    assertThat(letter.path("command").asText())
        .isEqualTo("trades run --store %s %s".formatted(store.folder(), again.letters()));
    Cli.run("run", "--store", store.folder().toString(), again.letters().toString());
    assertThat(waiting()).isEmpty();
    assertThat(exceptions().out())
        .isEqualTo("nothing waits for a person in the store folder " + store.folder() + "\n");
  }

  private void settled(StoreOfExceptions again, List<String> rest) {
    again.run();
    assertThat(waiting()).isEqualTo(String.join(", ", rest));
  }

  /** Also where its source sends nothing again. */
  @Test
  void anAcceptedReviewSettlesTheEventThatItIsOf() {
    store = LocalStore.of(folder.resolve("reviewed"), Project.file("events/invalid-venue.json"));
    assertThat(waiting()).isEqualTo("REJECTED S1-VENUE-1");
    Cli.run(
        "run",
        "--store",
        store.folder().toString(),
        "--reviewers",
        Project.file("samples/reviewers.json").toString(),
        Project.file("events/review-override.json").toString());
    assertThat(waiting()).isEqualTo("");
  }

  /** The run appends to the file that it reads. */
  @Test
  void aRunOfDeadLettersThatFailAgainEnds() throws IOException {
    StoreOfExceptions again = StoreOfExceptions.in(folder.resolve("large"));
    again.event("LARGE-1", "NEW", "14:30:00", 20, "note=" + "x".repeat(256 * 1024));
    again.run();
    Path letters = DeadLetterFiles.file(again.local().folder(), "EventBridgeDLQ");
    assertThat(Files.readAllLines(letters)).hasSize(1);

    Cli.Ended ended =
        Cli.run("run", "--store", again.local().folder().toString(), letters.toString());

    assertThat(ended.out()).contains("1 event in ");
    assertThat(Files.readAllLines(letters)).hasSize(2);
    store = again.local();
    assertThat(exceptions("--trade", "LARGE-1").out()).contains("EventBridgeDLQ: ", "(2 times)");
  }

  @Test
  void filtersLeaveOutWhatWasNotAskedFor() {
    assertThat(waiting("--trade", "REPLACES-1")).isEqualTo("REPLACES REPLACES-1");
    assertThat(waiting("--code", "BAD_FORMAT")).contains("REJECTED REJECTED-1");
    assertThat(waiting("--code", "GAP")).isEqualTo("GAP 7");
    assertThat(waiting("--code", "io.tradeprocessing.common.config.ConfigurationException"))
        .isEqualTo("DEAD_LETTER LETTER-1");
    assertThat(waiting("--source", "system2")).isEmpty();
    assertThat(waiting("--source", "system1")).isEqualTo(EVERYTHING);
    assertThat(waiting("--source", "system1", "--from", "2026-01-13"))
        .isEqualTo("DEAD_LETTER LETTER-1");
    assertThat(waiting("--code", "UNMATCHED", "--older-than", "PT1H")).isEmpty();
    assertThat(exceptions("--older-than", "P365D", "--code", "UNMATCHED").out())
        .startsWith("nothing waits for a person; 9 more were not asked for in ");
  }

  @Test
  void nothingOfAPersonAndNothingHostileIsShown() throws IOException {
    Path page = folder.resolve("waiting.html");
    for (String out :
        List.of(
            exceptions("--report", page.toString()).out(),
            exceptions("--json").out(),
            Files.readString(page))) {
      assertThat(out)
          .contains("PERSON-1")
          .doesNotContain(StoreOfExceptions.PERSON, "JEAN", "\u001b");
    }
    assertThat(Files.readString(page))
        .contains("What waits for a person", "✕ A person has something to do.", "&lt;script&gt;")
        .doesNotContain("<script")
        .contains("<pre class=\"command\" tabindex=\"0\"><code>trades run --store ");
  }

  @Test
  void aPageSaysThatNothingWaits() throws IOException {
    Path page = folder.resolve("nothing.html");

    Cli.Ended ended = exceptions("--source", "system3", "--report", page.toString());

    assertThat(ended.code()).isZero();
    assertThat(Files.readString(page))
        .contains("✓ Nothing waits.", "8 more were not asked for", "<dt>DEAD_LETTER</dt>")
        .doesNotContain("What to do");
  }

  @Test
  void anUnknownTradeIsSaidSo() {
    Cli.Ended ended = exceptions("--trade", "nobody");
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err())
        .isEqualTo("trades: there is no trade nobody in the store folder " + store.folder() + "\n");
  }

  @Test
  void damagedItemsAreNamedBesideWhatWaits() {
    store.tamper(
        items ->
            items.set("UNMATCHED-1", 1_768_228_260_000_000L, "note", AttributeValue.fromS("x")));

    Cli.Ended ended = exceptions("--source", "system3");
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).contains("UNMATCHED-1", "attribute note is not one of ours");
  }

  @Test
  void onAwsTheQueuesOfTheTablesStackAreLookedInto() {
    FakeQueue queue = new FakeQueue("compliance-recorder-dlq-production");
    queue.with(DeadLetters.unrecorded("T1"), Map.of(), Duration.ofHours(26)).with("what?");
    try (EmbeddedTable table = LocalStore.table(store.folder());
        FakeAws.Server _ =
            new FakeAws()
                .with("AmazonSQS", queue)
                .with(
                    "DynamoDB_20120810",
                    new FakeTable("trade-records-production", table.client(), LocalTable.TABLE))
                .serve()) {
      Cli.Ended ended = Cli.run("exceptions", "--table", "trade-records-production", "--json");

      assertThat(names(ended))
          .isEqualTo(
              // The number of the folder's dead letter is missing here.
              EVERYTHING.replace("DEAD_LETTER LETTER-1", "DEAD_LETTER T1, DEAD_LETTER null"));
      JsonNode letter =
          Stream.of(Project.parse(ended.out()).path("exceptions"))
              .flatMap(all -> all.valueStream())
              .filter(each -> each.path("tradeId").asText().equals("T1"))
              .findFirst()
              .orElseThrow();
      assertThat(letter.path("command").asText())
          .isEqualTo("trades redrive compliance-recorder-dlq-production --execute");
      assertThat(letter.path("ageSeconds").asLong()).isBetween(93_590L, 93_700L);
      assertThat(ExactJson.write(letter)).doesNotContain("stackTrace");
      assertThat(queue.visible()).as("nothing was taken").hasSize(2);

      assertThat(Cli.run("exceptions", "--table", "trade-records-production", "--queue", "Q").err())
          .contains("the queue Q cannot be read");
    }
  }

  @Test
  void whereNoQueueIsKnownThatIsSaid() {
    try (EmbeddedTable table = LocalStore.table(store.folder());
        FakeAws.Server _ =
            new FakeAws()
                .with("AmazonSQS", new FakeQueue("other"))
                .with(
                    "DynamoDB_20120810", new FakeTable("records", table.client(), LocalTable.TABLE))
                .serve()) {
      assertThat(Cli.run("exceptions", "--table", "records").err())
          .contains("no dead-letter queue was looked into: name them by --queue");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--queue Q                          | --queue needs --table",
        "--older-than yesterday             | give one such as PT15M",
        "--older-than PT-1H                 | --older-than must not be negative",
        "--trade T --source system1         | give --trade or --source, not both",
        "--source system9                   | --source system9 is not a source",
        "--numbering weekly                 | --numbering weekly is not known",
        "--report no/page.html              | there is no folder",
      })
  void wrongUseIsOneSentence(String arguments, String expected) {
    Cli.Ended ended = exceptions(arguments.split(" "));

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains(expected);
  }
}
