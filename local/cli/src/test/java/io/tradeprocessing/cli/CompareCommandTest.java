package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

  private static final String SAMPLES = Project.file("samples/trades.jsonl").toString();

  @TempDir private static Path shared;
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by run
  private static Path results;

  @BeforeAll
  static void run() throws IOException {
    String store = shared.resolve("store").toString();
    results =
        Files.writeString(
            shared.resolve("a.jsonl"), Cli.run("run", "--json", "--store", store, SAMPLES).out());
  }

  private Path changed(int line, String from, String to) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(results));
    assertThat(lines.get(line)).contains(from);
    lines.set(line, lines.get(line).replace(from, to));
    return Files.write(folder.resolve("b.jsonl"), lines);
  }

  private static Cli.Ended compare(Path a, Path b, String... more) {
    List<String> all = new ArrayList<>(List.of("compare", a.toString(), b.toString()));
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void twoRunsOfTheSameRulesDoNotDiffer() throws IOException {
    Path again =
        Files.writeString(folder.resolve("b.jsonl"), Cli.run("run", "--json", SAMPLES).out());

    Cli.Ended ended = compare(results, again);

    assertThat(ended.code()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out())
        .isEqualTo("67 events compared: 0 changed, 0 only in the first, 0 only in the second\n");
  }

  @Test
  void aRunAndWhatItLeftOnRecordDoNotDiffer() {
    Path store = shared.resolve("store");
    assertThat(compare(results, store).out()).contains("67 events compared: 0 changed, 0 only in");
    assertThat(compare(store, results).code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aChangedOutcomeIsShownWithTheCodeThatMadeIt() throws IOException {
    Path other =
        changed(
            0,
            "\"violations\":[]",
            "\"violations\":[{\"code\":\"OUT_OF_RANGE\",\"field\":\"/detail/price\",\"severity\":\"ERROR\"}]");

    Cli.Ended ended = compare(results, other);

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains("S1-20260112-0001  outcome ACCEPTED -> REJECTED, + OUT_OF_RANGE /detail/price\n")
        .contains("1 changed")
        .containsPattern("outcome +ACCEPTED -> REJECTED +1")
        .containsPattern("code added +OUT_OF_RANGE +1");
  }

  @Test
  void aChangedEnrichmentIsShownFieldByField() throws IOException {
    Path other =
        changed(0, "\"settlementDate\":\"2026-01-13\"", "\"settlementDate\":\"2026-01-14\"");

    assertThat(compare(results, other).out())
        .contains("S1-20260112-0001  settlementDate 2026-01-13 -> 2026-01-14\n");
    Cli.Ended ended = compare(results, other, "--json");

    JsonNode change = Project.parse(ended.out());
    assertThat(change.path("enrichment"))
        .isEqualTo(
            Project.parse("{\"settlementDate\":{\"from\":\"2026-01-13\",\"to\":\"2026-01-14\"}}"));
    assertThat(change.has("outcome")).isFalse();
    assertThat(ended.err()).containsPattern("enrichment +settlementDate +1");
  }

  @Test
  void theDatesOfReferenceDataAreNoChange() throws IOException {
    Path other = changed(0, "\"asOf\":\"20", "\"asOf\":\"19");
    assertThat(compare(results, other).code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void whatIsOnOneSideOnlyIsNamed() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(results));
    // Its neighbor is in the file once; the first line's event is repeated further down.
    assertThat(lines.remove(1)).contains("S1-20260112-0002");
    Path shorter = Files.write(folder.resolve("b.jsonl"), lines);

    assertThat(compare(results, shorter).out())
        .contains("S1-20260112-0002  only in the first\n")
        .contains("1 only in the first");
    assertThat(compare(shorter, results).out()).contains("1 only in the second");
  }

  @Test
  void wrongUseIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello\n");
    assertThat(compare(results, folder.resolve("none")).err()).contains("does not exist");
    assertThat(compare(results, text).err()).contains("text, line 1: not a result");
    assertThat(compare(results, text).code()).isEqualTo(ExitCode.WRONG_USE);
  }
}
