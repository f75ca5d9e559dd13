package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same definition and handler as on AWS, on a folder. */
class BackfillCommandTest {

  private static final Path SAMPLES = Project.file("samples/trades.jsonl");

  /** Samples whose time is in their future would be judged by the clock. */
  private static final List<String> SOURCES = List.of("system1", "system2", "system3");

  @TempDir private Path folder;

  private static Cli.Ended backfill(String... arguments) {
    return Cli.run(
        Stream.concat(
                Stream.of("backfill", "--template", Project.file("template.yaml").toString()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static List<ObjectNode> json(Cli.Ended ended) {
    return ended.lines().stream().map(line -> (ObjectNode) Project.parse(line)).toList();
  }

  /** Samples, most of them once more, and lines that are no events. */
  private Path events() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(SAMPLES));
    lines.add(3, "{\"tradeId\": ");
    lines.add(9, "[]");
    // Nothing says in which order 'run' takes events without an identifier.
    Files.readAllLines(SAMPLES).stream()
        .filter(BackfillCommandTest::hasTradeId)
        .forEach(lines::add);
    return Files.write(folder.resolve("events.jsonl"), lines);
  }

  private static boolean hasTradeId(String line) {
    JsonNode event = Project.parse(line);
    return (event.has("detail") ? event.path("detail") : event).path("tradeId").isTextual();
  }

  /** What is on record of a store, without execution, function, time of recording and hashes. */
  private static Map<String, JsonNode> records(Path store) {
    Map<String, JsonNode> records = new TreeMap<>();
    for (String source : SOURCES) {
      Cli.Ended ended =
          Cli.run(
              "records",
              "--store",
              store.toString(),
              "--source",
              source,
              "--from",
              "2000-01-01",
              "--to",
              "2030-01-01",
              "--json");
      for (ObjectNode record : json(ended)) {
        String key = record.path("tradeId").asText() + " " + record.path("timestamp").asText();
        record.remove(
            List.of(
                "executionArn",
                "execution",
                "functionVersion",
                "recordedAt",
                "recordHash",
                "previousHash",
                "eventId",
                "event"));
        records.put(key, record);
      }
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "20"})
  void backfillAndLiveWayLeaveTheSameRecordsForAnyNumberOfPartitions(String partitions)
      throws IOException {
    Path events = events();
    Path live = folder.resolve("live");
    Path bulk = folder.resolve("bulk");
    List<ObjectNode> expected =
        json(Cli.run("run", "--json", "--store", live.toString(), events.toString()));

    Cli.Ended ended =
        backfill(
            "--local",
            "--json",
            "--store",
            bulk.toString(),
            "--partitions",
            partitions,
            events.toString());

    assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.FAILED); // lines that are no events
    assertThat(records(bulk)).hasSizeGreaterThan(40).isEqualTo(records(live));
    assertThat(Cli.run("verify", "--store", bulk.toString()).code()).isEqualTo(ExitCode.DONE);
    assertThat(json(ended))
        .extracting(BackfillCommandTest::comparable)
        .containsExactlyElementsOf(expected.stream().map(BackfillCommandTest::comparable).toList());
  }

  /** A result line without what differs between two executions. */
  private static String comparable(ObjectNode result) {
    JsonNode record = result.path("record");
    return Stream.of(
            result.path("line"),
            result.path("tradeId"),
            result.path("outcome"),
            result.path("violations").findValues("code"),
            result.path("enrichment").path("settlementDate"),
            result.path("enrichment").path("notional"),
            record.path("timestamp"),
            record.path("sequence"),
            record.path("eventHash"),
            record.path("conflict"))
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  @Test
  void theAccountNamesEveryOutcomeAndTheHashes() throws IOException {
    Cli.Ended ended = backfill("--local", "--partitions", "4", events().toString());

    assertThat(ended.out())
        .containsPattern("recorded +36")
        .containsPattern("rejected +31")
        .containsPattern("duplicate +68")
        .containsPattern("unreadable +2")
        .containsPattern("failed +0")
        .containsPattern("accounted +137 of 137 lines")
        .containsPattern("source SHA-256 [0-9a-f]{64}")
        .containsPattern("plan SHA-256   [0-9a-f]{64}");
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void theSameFileAgainIsAllDuplicates() {
    String store = folder.resolve("store").toString();
    assertThat(backfill("--local", "--store", store, SAMPLES.toString()).code())
        .isEqualTo(ExitCode.DONE);

    Cli.Ended again = backfill("--local", "--json", "--store", store, SAMPLES.toString());

    assertThat(json(again))
        .hasSize(68)
        .allMatch(line -> line.path("outcome").asText().equals("DUPLICATE"));
    assertThat(again.err()).containsPattern("duplicate +68");
  }

  @Test
  void compressedFilesAndArraysAreRead() throws IOException {
    String lines = Files.readString(SAMPLES);
    Path compressed = folder.resolve("trades.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    Path array = folder.resolve("trades.json");
    Files.writeString(array, lines.lines().collect(Collectors.joining(",\n", "[", "]")));

    for (Path file : List.of(compressed, array)) {
      assertThat(backfill("--local", file.toString()).out())
          .containsPattern("accounted +68 of 68 lines");
    }
  }

  @Test
  void anEventThatIsTwiceOnOneLineIsRecordedOnce() throws IOException {
    String event = Files.readAllLines(SAMPLES).getFirst();
    Path file = Files.writeString(folder.resolve("one-line.json"), "[" + event + "," + event + "]");

    assertThat(json(backfill("--local", "--json", file.toString())))
        .extracting(line -> line.path("outcome").asText())
        .containsExactlyInAnyOrder("ACCEPTED", "DUPLICATE");
  }

  @Test
  void aFolderIsAccountedForByFileAndLine() throws IOException {
    Path day = Files.createDirectories(folder.resolve("day/late"));
    List<String> lines = Files.readAllLines(SAMPLES);
    Files.write(folder.resolve("day/a.jsonl"), lines.subList(0, 40));
    Files.write(day.resolve("b.jsonl"), lines.subList(40, lines.size()));

    Cli.Ended ended =
        backfill("--local", "--json", "--partitions", "3", folder.resolve("day").toString());

    assertThat(ended.err()).containsPattern("accounted +68 of 68 lines");
    assertThat(json(ended)).extracting(line -> line.path("line").asInt()).isSorted().hasSize(68);
    assertThat(json(ended).get(41).path("origin"))
        .isEqualTo(Project.parse("{\"object\":\"late/b.jsonl\",\"line\":2}"));
  }

  @Test
  void theSampleInCsvLeavesTheRecordsOfItsTrades() {
    Cli.Ended ended =
        backfill(
            "--local",
            "--json",
            "--csv",
            Project.file("samples/csv-mapping.json").toString(),
            Project.file("samples/trades.csv").toString());

    assertThat(json(ended))
        .extracting(line -> line.path("line").asInt() + " " + line.path("outcome").asText())
        .containsExactly("2 ACCEPTED", "3 ACCEPTED", "4 REJECTED", "5 ACCEPTED", "6 UNREADABLE");
    assertThat(json(ended).get(4).path("error").asText())
        .startsWith("column 5, 'Menge', must hold a decimal number with ','");
    assertThat(json(ended).getFirst().at("/enrichment/notional").toString()).contains("64842.5");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void theWorkFolderKeepsPlanResultsAndReport() throws IOException {
    Path work = folder.resolve("work");
    backfill("--local", "--work", work.toString(), "--partitions", "2", SAMPLES.toString());

    Path plans = work.resolve("backfill");
    String plan = names(plans).getFirst();
    assertThat(names(plans.resolve(plan)))
        .contains("plan.json", "items.json", "partitions", "cursors", "results", "report.json");
    Cli.Ended report = Cli.run("backfill", "report", "--work", work.toString(), plan);
    assertThat(report.code()).isEqualTo(ExitCode.DONE);
    assertThat(report.out()).contains("backfill " + plan).containsPattern("recorded +36");
    JsonNode whole =
        Project.parse(
            Cli.run("backfill", "report", "--json", "--work", work.toString(), plan).out());
    assertThat(whole.path("partitions")).hasSize(2);
    assertThat(whole.path("complete").asBoolean()).isTrue();
  }

  @Test
  void aDryRunOnlyPrintsWhatItWouldTake() {
    Cli.Ended ended = backfill("--dry-run", "--partitions", "3", SAMPLES.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("68 lines in 3 partitions").contains("dollars");
  }

  @Test
  void wrongUseIsNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(backfill("--local").err()).contains("SOURCE is missing");
    assertThat(backfill("--local", folder.resolve("none").toString()).err())
        .contains("none does not exist: give a file, a folder or s3://BUCKET/PREFIX");
    assertThat(backfill(SAMPLES.toString()).err())
        .contains("give either --local or --bucket BUCKET, or --dry-run");
    assertThat(backfill("--local", "--bucket", "b-1", SAMPLES.toString()).code())
        .isEqualTo(ExitCode.WRONG_USE);
    assertThat(backfill("--local", "--partitions", "0", SAMPLES.toString()).err())
        .contains("--partitions must be from 1 to 5000");
    assertThat(backfill("--local", "--concurrency", "0", SAMPLES.toString()).err())
        .contains("--concurrency must be at least 1");
    assertThat(backfill("--local", "--tolerated-failures=-1", SAMPLES.toString()).err())
        .contains("--tolerated-failures must be at least 0");
    assertThat(
            Cli.run("backfill", "resume", "--work", folder.toString(), "--bucket", "b-1", "p1")
                .err())
        .contains("there is no backfill p1 in");
    assertThat(backfill("--local", "--partitions", "5001", SAMPLES.toString()).err())
        .contains("must be from 1 to 5000");
    assertThat(Cli.run("backfill", "report", "p1").err())
        .contains("give either --bucket BUCKET or --work DIR");
    assertThat(Cli.run("backfill", "report", "--work", folder.toString(), "p1").err())
        .contains("there is no backfill/p1/report.json");
    assertThat(backfill("--local", empty.toString()).out())
        .containsPattern("accounted +0 of 0 lines");
  }
}
