package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.archive.ArchiveContents;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as a user runs it: the project's template, handlers and samples. */
class RunCommandTest {

  private static final String SAMPLES = Project.file("samples/trades.jsonl").toString();
  private static final String BROKEN = Project.file("samples/broken.jsonl").toString();

  @TempDir private Path folder;

  @Test
  void everySampleComesOutAsOneResultInInputOrder() {
    List<JsonNode> results = results(Cli.run("run", "--json", SAMPLES));

    assertThat(results).hasSizeGreaterThanOrEqualTo(40);
    assertThat(results.stream().map(r -> r.get("line").asInt()))
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(Project.text("samples/trades.jsonl").lines().toList().size());
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(fieldNames(result))
                    .containsExactly(
                        "line",
                        "tradeId",
                        "execution",
                        "status",
                        "outcome",
                        "violations",
                        "enrichment",
                        "record",
                        "error"));
  }

  @Test
  void anArchiveHasEveryRecordOfTheStore() {
    Path store = folder.resolve("store");
    Path archive = folder.resolve("archive");

    Cli.Ended ended =
        Cli.run("run", "--store", store.toString(), "--archive", archive.toString(), SAMPLES);

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("the archive of the records is in " + archive);
    List<String> archived = ArchiveContents.recordHashes(archive);
    assertThat(archived)
        .hasSize(67)
        .containsAll(
            results(Cli.run("run", "--json", "--store", store.toString(), SAMPLES)).stream()
                .map(result -> result.at("/record/recordHash").asText())
                .toList());
  }

  @Test
  void anArchiveThatCannotBeWrittenFailsTheRunAndSaysWhatHolds() throws IOException {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    String[] run = {
      "run", "--store", folder.resolve("store").toString(), "--archive", archive.toString(), SAMPLES
    };
    assertThat(Cli.run(run).code()).isZero();
    Path records = archive.resolve("records");
    Files.move(records, folder.resolve("aside"));
    Files.writeString(records, "in the way");

    Cli.Ended ended = Cli.run(run);

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err())
        .contains("the archive folder " + archive + " cannot be written to")
        .contains("Every result that was printed is on record in the store");
  }

  @Test
  void anArchiveNeedsAStoreThatIsElsewhere() {
    String one = folder.resolve("one").toString();
    Cli.Ended alone = Cli.run("run", "--archive", one, SAMPLES);
    Cli.Ended same = Cli.run("run", "--archive", one, "--store", one + "/../one", SAMPLES);

    assertThat(alone.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(alone.err()).contains("--archive needs --store DIR");
    assertThat(same.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(same.err()).contains("--archive " + one + " is the store folder");
    assertThat(Path.of(one)).doesNotExist();
  }

  @Test
  void theSamplesShowEachOutcomeThatIsNoFailure() {
    Cli.Ended ended = Cli.run("run", "--json", SAMPLES);

    assertThat(ended.code()).isZero();
    assertThat(byOutcome(results(ended)).keySet())
        .containsExactlyInAnyOrder("ACCEPTED", "REJECTED", "DUPLICATE");
  }

  @Test
  void anAcceptedTradeHasEnrichmentAndARecord() {
    JsonNode first = results(Cli.run("run", "--json", SAMPLES)).getFirst();

    assertThat(first.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(first.get("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(first.get("violations")).isEmpty();
    assertThat(first.at("/enrichment/notional").asText()).isEqualTo("25937.00");
    assertThat(first.at("/enrichment/settlementDate").asText()).isEqualTo("2026-01-13");
    assertThat(first.at("/record/timestamp").asText()).startsWith("1768228200123456.0");
    assertThat(first.at("/record/sequence").asLong()).isEqualTo(1);
    assertThat(first.at("/record/recordHash").asText()).matches("[0-9a-f]{64}");
    assertThat(first.get("error").isNull()).isTrue();
  }

  @Test
  void everyKindOfBadTradeIsRejectedForItsReason() {
    Map<String, String> codes = new HashMap<>();
    for (JsonNode result : results(Cli.run("run", "--json", SAMPLES))) {
      if (result.get("outcome").asText().equals("REJECTED")) {
        codes.put(
            result.get("tradeId").asText(),
            result.at("/violations/0/code").asText()
                + " "
                + result.at("/violations/0/field").asText());
      }
    }

    assertThat(codes)
        .containsEntry("BAD-01", "MISSING /quantity")
        .containsEntry("BAD-02", "WRONG_TYPE /side")
        .containsEntry("BAD-04", "OUT_OF_RANGE /quantity")
        .containsEntry("BAD-06", "BAD_CHECK_DIGIT /instrument/isin")
        .containsEntry("BAD-08", "INCONSISTENT /instrument/cusip")
        .containsEntry("BAD-10", "MINOR_UNIT_CURRENCY /currency")
        .containsEntry("BAD-11", "EXPIRED_CODE /currency")
        .containsEntry("BAD-12", "UNKNOWN_CODE /currency")
        .containsEntry("BAD-13", "UNKNOWN_CODE /venue")
        .containsEntry("BAD-15", "SOURCE_MISMATCH /sourceSystem")
        .containsEntry("BAD-16", "UNSUPPORTED_VERSION /schemaVersion")
        .containsEntry("has space", "BAD_FORMAT /tradeId");
    assertThat(codes.values().stream().map(v -> v.substring(0, v.indexOf(' '))).distinct())
        .contains("IN_THE_FUTURE");
  }

  @Test
  void theEventsOfOneTradeAreChainedInInputOrder() {
    List<JsonNode> life =
        results(Cli.run("run", "--json", SAMPLES)).stream()
            .filter(r -> r.get("tradeId").asText().equals("LDN:20260112:0002"))
            .toList();

    assertThat(life.stream().map(r -> r.at("/record/eventType").asText()))
        .containsExactly("NEW", "CANCEL", "NEW");
    assertThat(life.stream().map(r -> r.at("/record/sequence").asLong()))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatCannotBeProcessedIsReportedByLineAndTheRestGoesOn() {
    Cli.Ended ended = Cli.run("run", "--json", BROKEN);

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(results(ended).stream().map(r -> r.get("line") + " " + r.get("outcome").asText()))
        .containsExactly(
            "1 ACCEPTED",
            "2 UNREADABLE",
            "3 UNREADABLE",
            "4 ACCEPTED",
            "5 UNROUTED",
            "6 UNREADABLE",
            "8 ACCEPTED");
  }

  @Test
  void aConflictIsRecordedAndFlagged() {
    JsonNode conflict = results(Cli.run("run", "--json", BROKEN)).get(3);

    assertThat(conflict.get("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(conflict.at("/record/conflict").asBoolean()).isTrue();
  }

  @Test
  void withoutJsonTheSummaryCountsBySourceAndOutcome() {
    Cli.Ended ended = Cli.run("run", SAMPLES);

    assertThat(ended.out())
        .containsPattern(
            "(?m)^source +ACCEPTED +REJECTED +DUPLICATE +DEAD_LETTERED +UNROUTED +UNREADABLE"
                + " +TOTAL$")
        .containsPattern("(?m)^system1 ")
        .containsPattern("(?m)^total ")
        .containsPattern("(?m)^rejected for ")
        .contains("line 22: DUPLICATE S1-20260112-0001")
        .contains("BAD_CHECK_DIGIT /instrument/isin: ");
  }

  @Test
  void aStoreFolderKeepsTheRecordsSoASecondRunFindsDuplicates() {
    String store = folder.resolve("store").toString();
    results(Cli.run("run", "--json", "--store", store, SAMPLES));

    Map<String, Long> again =
        byOutcome(results(Cli.run("run", "--json", "--store", store, SAMPLES)));

    assertThat(again).containsOnlyKeys("DUPLICATE");
  }

  @Test
  void theLastRecordIsCommittedWhenTheRunEnds() {
    Path store = folder.resolve("store");

    Cli.run("run", "--json", "--store", store.toString(), SAMPLES);

    // SQLite removes its journal as it commits.
    assertThat(store.resolve("records.db")).exists();
    assertThat(store.resolve("records.db-journal")).doesNotExist();
  }

  @Test
  void aStoreFolderKeepsDeadLettersWithEventErrorAndExecution() throws IOException {
    Path store = folder.resolve("store");
    Path events = folder.resolve("deep.jsonl");
    Files.writeString(events, TooDeep.event() + "\n");
    Cli.run("run", "--json", "--store", store.toString(), events.toString());

    JsonNode letter = TooDeep.deadLetter(store);
    assertThat(letter.at("/event/detail/tradeId").asText()).isEqualTo(TooDeep.TRADE_ID);
    assertThat(letter.at("/error").asText()).endsWith("MalformedJsonException");
    assertThat(letter.at("/state").asText()).isIn("ValidateTrade", "EnrichTrade");
    assertThat(letter.at("/execution/id").asText()).startsWith("arn:aws:states:");
    assertThat(store.resolve("outcome-events.jsonl")).doesNotExist();
  }

  @Test
  void aStoreFolderInUseIsRefusedInOneSentence() throws IOException {
    Path lock = folder.resolve("in-use.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Cli.Ended ended = Cli.run("run", "--store", folder.toString(), SAMPLES);

      assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(ended.err().lines())
          .containsExactly(
              "trades: the store folder "
                  + folder
                  + " is in use by another trades command: wait for it to end, or name another"
                  + " folder");
    }
  }

  @Test
  void aStoreFolderThatIsAFileIsRefusedInOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Cli.Ended ended = Cli.run("run", "--store", file.toString(), SAMPLES);

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines()).singleElement().asString().contains("cannot be written to");
  }

  @Test
  void aFirmProfileDecidesWhichRegimesARunRulesOn() throws IOException {
    Path profile = Files.writeString(folder.resolve("firm.json"), "{\"regimes\": [\"CAT\"]}");

    JsonNode first =
        results(Cli.run("run", "--json", "--firm-profile", profile.toString(), SAMPLES)).getFirst();

    JsonNode ruling = first.at("/enrichment/regimes/0");
    assertThat(first.at("/enrichment/regimes")).hasSize(1);
    assertThat(ruling.at("/regime").asText()).isEqualTo("CAT");
    assertThat(ruling.at("/status").asText()).isEqualTo("REQUIRED");
    assertThat(ruling.at("/deadline").asText()).isEqualTo("2026-01-13T13:00:00Z");
  }

  @Test
  void theSampleProfileIsOne() {
    String profile = Project.file("samples/firm-profile.json").toString();

    JsonNode first =
        results(Cli.run("run", "--json", "--firm-profile", profile, SAMPLES)).getFirst();

    assertThat(first.at("/enrichment/regimes").findValuesAsText("regime"))
        .containsExactly("MIFIR", "CAT", "TRACE", "EMIR");
  }

  @Test
  void aFirmProfileThatCannotBeUsedIsRefusedBeforeTheRun() throws IOException {
    Path profile = Files.writeString(folder.resolve("firm.json"), "{\"regimes\": [\"MIFID\"]}");
    Path missing = folder.resolve("missing.json");

    Cli.Ended malformed = Cli.run("run", "--firm-profile", profile.toString(), SAMPLES);
    Cli.Ended absent = Cli.run("run", "--firm-profile", missing.toString(), SAMPLES);

    assertThat(malformed.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(malformed.err())
        .startsWith("trades: --firm-profile " + profile + ", field regimes: 'MIFID' is not one of");
    assertThat(absent.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(absent.err()).contains("does not exist");
  }

  @Test
  void anEmptyFileIsNoErrorButSaidSo() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");

    Cli.Ended ended = Cli.run("run", empty.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).contains("no events in " + empty);
    assertThat(ended.out()).contains("0 events");
  }

  @Test
  void anEventBeyondWhatAnExecutionTakesIsDeadLettered() throws IOException {
    ObjectNode event =
        (ObjectNode)
            Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());
    ((ObjectNode) event.get("detail")).put("note", "x".repeat(256 * 1024));
    Path large = Files.writeString(folder.resolve("large.jsonl"), event + "\n");

    JsonNode result = results(Cli.run("run", "--json", large.toString())).getFirst();

    assertThat(result.get("outcome").asText()).isEqualTo("DEAD_LETTERED");
    assertThat(result.get("error").asText()).contains("an execution takes 262144");
  }

  @Test
  void aBareTradeAndAnArrayAreTakenToo() throws IOException {
    JsonNode trade =
        Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow())
            .get("detail");
    Path array = Files.writeString(folder.resolve("array.json"), "[\n" + trade + "\n]\n");

    assertThat(results(Cli.run("run", "--json", array.toString())))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.get("line").asInt()).isEqualTo(2);
              assertThat(result.get("outcome").asText()).isEqualTo("ACCEPTED");
            });
  }

  @Test
  void aMissingFileIsWrongUse() {
    Cli.Ended ended = Cli.run("run", "no-such-file.jsonl");

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err().lines())
        .containsExactly(
            "trades: no-such-file.jsonl does not exist: give a file of events, or - for standard"
                + " input");
  }

  @Test
  void aDefinitionThatCannotBeReadNamesThePlace() throws IOException {
    Files.createDirectory(folder.resolve("statemachine"));
    Files.writeString(
        folder.resolve("statemachine/trade-processing.asl.json"),
        Project.text("statemachine/trade-processing.asl.json")
            .replace("\"Next\": \"RecordCompliance\"", "\"Next\": \"RecordComplience\""));
    Path template =
        Files.writeString(folder.resolve("template.yaml"), Project.text("template.yaml"));

    Cli.Ended ended = Cli.run("run", "--template", template.toString(), SAMPLES);

    assertThat(ended.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(ended.err()).contains("/States/ValidateAndEnrich/Next").contains("RecordComplience");
  }

  private static List<JsonNode> results(Cli.Ended ended) {
    return ended.lines().stream().map(Project::parse).toList();
  }

  private static Map<String, Long> byOutcome(List<JsonNode> results) {
    return results.stream()
        .collect(Collectors.groupingBy(r -> r.get("outcome").asText(), Collectors.counting()));
  }

  private static List<String> fieldNames(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
