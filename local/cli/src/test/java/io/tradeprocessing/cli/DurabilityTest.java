package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.archive.ArchiveContents;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.testkit.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends a run: what it printed as recorded is on record, and what it published too. */
@DisabledOnOs(OS.WINDOWS)
class DurabilityTest {

  private static final int KILLS = Integer.getInteger("kills", 50);
  private static final int ARCHIVE_KILLS = Integer.getInteger("archive.kills", 2);
  private static final int EVENTS = 100;

  @TempDir private Path folder;

  private Path store;
  private String event;

  /** Outcome events that were compared before. */
  private int seen;

  @BeforeEach
  void prepare() {
    store = folder.resolve("store");
    event = Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow();
  }

  private String events(String prefix, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(event.replace("S1-20260112-0001", prefix + i)).append('\n');
    }
    return lines.toString();
  }

  /** The run in a process of its own. */
  private Process start(List<String> before, Path input, Path err) throws IOException {
    return OwnProcess.start(
        before, err, "run", "--json", "--store", store.toString(), input.toString());
  }

  @Test
  void aRunThatIsKilledHasOnRecordWhatItPrintedAndPublished() throws Exception {
    Random random = new Random(1);
    int printed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path input =
          Files.writeString(folder.resolve("events.jsonl"), events("K" + kill + "-", EVENTS));
      Process process = start(List.of(), input, folder.resolve("err"));
      List<String> lines = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        for (int left = random.nextInt(EVENTS); left > 0; left--) {
          String line = out.readLine();
          if (line == null) {
            break;
          }
          lines.add(line);
        }
        // Not of the process itself, which would close the stream.
        boolean _ = process.toHandle().destroyForcibly();
        // What is still in the pipe was printed before the end; its last line may be torn.
        out.lines().filter(line -> line.endsWith("}")).forEach(lines::add);
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      printed += lines.size();
      mustBeOnRecord(lines);
    }
    assertThat(printed).isGreaterThan(KILLS * 20);
    assertThat(new LocalStore(store).call("verify").code()).isZero();
  }

  /** Every result is on record, and every outcome event that was published. */
  private void mustBeOnRecord(List<String> results) throws IOException {
    if (results.isEmpty() && !Files.exists(store.resolve(LocalTable.DATABASE))) {
      return;
    }
    try (LocalTable table = LocalTable.existing(store)) {
      TradeStore records =
          new TradeStore(table.client(), LocalTable.TABLE, Backoff.standard(new Random(1)));
      for (String line : results) {
        JsonNode result = Project.parse(line);
        assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(hashes(records.history(result.path("tradeId").asText())))
            .contains(result.at("/record/recordHash").asText());
      }
      Path outcomes = store.resolve("outcome-events.jsonl");
      List<String> published = Files.exists(outcomes) ? Files.readAllLines(outcomes) : List.of();
      // The last line may be torn, and is repaired by the next run.
      List<String> whole = published.stream().filter(line -> line.endsWith("}}")).toList();
      assertThat(published.size() - whole.size()).isLessThanOrEqualTo(1);
      for (String line : whole.subList(seen, whole.size())) {
        JsonNode record = Project.parse(line).at("/Detail/record");
        assertThat(hashes(records.history(record.path("tradeId").asText())))
            .contains(record.path("recordHash").asText());
      }
      seen = whole.size();
    }
  }

  @Test
  void whatAKilledRunLeftOutOfTheArchiveTheNextOneArchivesAndNothingTwice() throws Exception {
    Path archive = folder.resolve("archive");
    Path template = Files.writeString(folder.resolve("template.yaml"), smallBatches());
    Random random = new Random(2);
    for (int kill = 0; kill < ARCHIVE_KILLS; kill++) {
      Path input =
          Files.writeString(folder.resolve("events.jsonl"), events("A" + kill + "-", EVENTS));
      Process process =
          OwnProcess.start(
              List.of(),
              folder.resolve("err"),
              "run",
              "--json",
              "--store",
              store.toString(),
              "--archive",
              archive.toString(),
              "--template",
              template.toString(),
              input.toString());
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        for (int left = 1 + random.nextInt(EVENTS); left > 0 && out.readLine() != null; left--) {}
        boolean _ = process.toHandle().destroyForcibly();
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    Path none = Files.writeString(folder.resolve("none.jsonl"), "");
    Cli.Ended ended =
        new LocalStore(store).call("run", "--archive", archive.toString(), none.toString());

    assertThat(ended.code()).as(ended.err()).isZero();
    List<String> recorded = new ArrayList<>();
    try (LocalTable table = LocalTable.existing(store)) {
      table.arrivals(
          0,
          arrival -> {
            Optional.ofNullable(arrival.item().get("recordHash"))
                .ifPresent(hash -> recorded.add(hash.s()));
            return true;
          });
    }
    assertThat(recorded).hasSizeGreaterThan(ARCHIVE_KILLS * 20);
    assertThat(ArchiveContents.recordHashes(archive)).isEqualTo(recorded);
    assertThat(ArchiveContents.objects(archive)).hasSizeGreaterThan(ARCHIVE_KILLS);
  }

  /** Batches so small that some are archived before a kill. */
  private static String smallBatches() {
    String text = Project.text("template.yaml");
    assertThat(text).contains("BatchSize: 1000", "MaximumBatchingWindowInSeconds: 5");
    return text.replace("BatchSize: 1000", "BatchSize: 40")
        .replace("MaximumBatchingWindowInSeconds: 5", "MaximumBatchingWindowInSeconds: 0")
        .replace("DefinitionUri: ", "DefinitionUri: " + Project.ROOT + "/");
  }

  private static List<String> hashes(TradeHistory trade) {
    return trade.records().stream()
        .map(ComplianceRecord::link)
        .map(link -> link.recordHash())
        .toList();
  }

  @Test
  void aLimitOfTheFilesSizeEndsTheRunAndNothingIsPrintedThatIsNotOnRecord() throws Exception {
    Path input = Files.writeString(folder.resolve("events.jsonl"), events("L", 1_500));
    Path err = folder.resolve("err");
    // In blocks of 512 bytes or of a kilobyte; the file needs ten megabytes and more.
    List<String> limited = List.of("sh", "-c", "ulimit -f 6000; exec \"$@\"", "sh");
    Process process = start(limited, input, err);
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    assertThat(lines).isNotEmpty().hasSizeLessThan(1_500);
    assertThat(Files.readString(err)).contains("trades: the ").contains("run the same input again");
    mustBeOnRecord(lines);
    assertThat(new LocalStore(store).call("verify").code()).isZero();
  }

  /** On a file system of four megabytes of its own, copied out when the run has ended. */
  @Test
  void aFullDiskEndsTheRunAndNothingIsPrintedThatIsNotOnRecord() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.createDirectory(store);
    String script =
        "mount -t tmpfs -o size=4m none '%s' && { \"$@\"; code=$?; cp -r '%s/.' '%s'; exit $code; }"
            .formatted(store, store, copy);
    List<String> onSmallDisk =
        List.of("unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh");
    assumeTrue(OwnProcess.works(onSmallDisk), "no file system can be mounted here");
    Path input = Files.writeString(folder.resolve("events.jsonl"), events("D", 1_500));
    Path err = folder.resolve("err");

    Process process = start(onSmallDisk, input, err);
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(ExitCode.FAILED);
    assertThat(lines).isNotEmpty().hasSizeLessThan(1_500);
    assertThat(Files.readString(err)).contains("trades: the ").contains("is full");
    store = copy;
    mustBeOnRecord(lines);
    assertThat(new LocalStore(store).call("verify").code()).isZero();
  }

  /** The first calls that should bring a file to the disk make the table, later ones commit. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void aSyncThatFailsEndsTheRunAndTheNextOneFindsWhatWasPrinted(int first) throws Exception {
    List<String> failingSyncs =
        List.of(
            "strace",
            "--quiet=all",
            "--follow-forks",
            "--seccomp-bpf",
            "--output=/dev/null",
            "--trace=fsync,fdatasync",
            "--inject=fsync,fdatasync:error=EIO:when=" + first + "+");
    assumeTrue(OwnProcess.works(failingSyncs), "strace cannot be used here");
    Path input = Files.writeString(folder.resolve("events.jsonl"), events("S", 150));
    Path err = folder.resolve("err");

    Process failing = start(failingSyncs, input, err);
    List<String> lines = failing.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(failing.waitFor()).isIn(ExitCode.FAILED, ExitCode.WRONG_USE);
    assertThat(lines).hasSizeLessThan(150);
    assertThat(Files.readString(err)).contains("trades: the store folder ");

    Cli.Ended next = new LocalStore(store).call("run", "--json", input.toString());
    assertThat(next.code()).as(next.err()).isZero();
    Map<String, String> outcomes = new HashMap<>();
    for (String line : next.out().lines().toList()) {
      JsonNode result = Project.parse(line);
      outcomes.put(result.path("tradeId").asText(), result.path("outcome").asText());
    }
    assertThat(outcomes).hasSize(150);
    for (String line : lines) {
      assertThat(outcomes).containsEntry(Project.parse(line).path("tradeId").asText(), "DUPLICATE");
    }
    mustBeOnRecord(lines);
    assertThat(new LocalStore(store).call("verify").code()).isZero();
  }

  @Test
  void aFolderThatIsRemovedEndsTheRunInOneSentence() throws Exception {
    Path err = folder.resolve("err");
    Process process = start(List.of(), Path.of("-"), err);
    try (Writer in = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      in.write(events("A", 1));
      in.flush();
      assertThat(out.readLine()).contains("\"ACCEPTED\"");
      Files.move(store, folder.resolve("elsewhere"));
      in.write(events("B", 1));
      in.flush();
      assertThat(out.lines().toList()).noneMatch(line -> line.contains("\"ACCEPTED\""));
    }
    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    assertThat(Files.readString(err)).contains("no longer exists: it was deleted or moved");
  }
}
