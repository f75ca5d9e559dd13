package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a run: what it printed as recorded is on record, and what it published too. */
@DisabledOnOs(OS.WINDOWS)
class DurabilityTest {

  private static final int KILLS = Integer.getInteger("kills", 50);
  private static final int EVENTS = 300;

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

  /** The command in a process of its own. */
  private Process start(String shell, Path input, Path err) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", shell + "exec \"$@\"", "sh"));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Dtrades.terminal=false"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.tradeprocessing.cli.Trades",
            "run",
            "--json",
            "--template",
            Project.file("template.yaml").toString(),
            "--store",
            store.toString(),
            input.toString()));
    return new ProcessBuilder(command).redirectError(err.toFile()).start();
  }

  @Test
  void aRunThatIsKilledHasOnRecordWhatItPrintedAndPublished() throws Exception {
    Random random = new Random(1);
    int printed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path input =
          Files.writeString(folder.resolve("events.jsonl"), events("K" + kill + "-", EVENTS));
      Process process = start("", input, folder.resolve("err"));
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
    Process process = start("ulimit -f 6000; ", input, err);
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    assertThat(lines).isNotEmpty().hasSizeLessThan(1_500);
    assertThat(Files.readString(err)).contains("trades: the ").contains("run the same input again");
    mustBeOnRecord(lines);
    assertThat(new LocalStore(store).call("verify").code()).isZero();
  }

  @Test
  void aFolderThatIsRemovedEndsTheRunInOneSentence() throws Exception {
    Path err = folder.resolve("err");
    Process process = start("", Path.of("-"), err);
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
