package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Follows what samples/life.jsonl leaves in a store from trade to trade. */
class LifeOfTradesTest {

  @TempDir private static Path folder;
  private static LocalStore store = new LocalStore(Path.of(""));

  @BeforeAll
  static void runSamples() throws IOException {
    store = LocalStore.of(folder.resolve("store"), Project.file("samples/life.jsonl"));
  }

  /** The lines above the table. */
  private static List<String> state(String trade) {
    Cli.Ended ended = store.call("records", "--trade", trade);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.lines().stream()
        .takeWhile(line -> !line.contains("recorded; the last hash"))
        .map(String::strip)
        .toList();
  }

  @Test
  void aBlockLeadsToItsAllocations() {
    assertThat(state("BLK-1"))
        .containsExactly(
            "BLK-1",
            "system1: ALLOCATED at 2026-02-02T20:15:00Z",
            "ALLOCATION ALC-1 of 600 (by the ALLOCATION at 2026-02-02T20:00:00Z): ACTIVE",
            "ALLOCATION ALC-2 of 300 (by the ALLOCATION at 2026-02-02T20:00:00Z): ACTIVE",
            "ALLOCATION ALC-3 of 100 (by the ALLOCATION at 2026-02-02T20:15:00Z): CANCELLED");
  }

  @Test
  void anAllocationLeadsBackToItsBlock() {
    assertThat(state("ALC-1"))
        .containsExactly(
            "ALC-1",
            "system1: ACTIVE on the terms of 2026-02-02T20:00:00Z",
            "BLOCK BLK-1 (by the NEW at 2026-02-02T20:00:00Z): ALLOCATED");
  }

  @Test
  void aNovationLeadsToItsSuccessorsAndSaysWhichIsMissing() {
    assertThat(state("IRS-1"))
        .contains(
            "system3: NOVATED at 2026-02-02T11:00:00Z",
            "SUCCESSOR IRS-1-B of 25000000 (by the NOVATION at 2026-02-02T11:00:00Z): TERMINATED",
            "SUCCESSOR IRS-1-S of 25000000 (by the NOVATION at 2026-02-02T11:00:00Z): not on"
                + " record");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPT-1 | EXERCISED at 2026-02-20T16:30:00Z | UNDERLYING STK-1 of 1000",
        "STK-1 | ACTIVE on the terms of 2026-02-20T16:30:00Z | EXERCISED OPT-1 of 10",
        "FUT-1 | GIVEN_UP at 2026-02-02T10:45:00Z | TAKE_UP CLR-77 of 5"
      })
  void anExerciseLeadsToTheUnderlyingAndBackAndAGiveUpToItsTakeUp(
      String trade, String state, String link) {
    assertThat(state(trade))
        .contains("system3: " + state)
        .anyMatch(line -> line.startsWith(link + " "));
  }

  @Test
  void jsonHasTheLinksOfEachRecordAndTheReasonAmongItsMarks() {
    List<JsonNode> lines =
        store.call("records", "--trade", "IRS-1", "--json").lines().stream()
            .map(Project::parse)
            .toList();

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst().path("linkedTrades")).isEmpty();
    JsonNode novation = lines.get(1);
    assertThat(novation.path("eventType").asText()).isEqualTo("NOVATION");
    assertThat(novation.path("tradeState").asText()).isEqualTo("NOVATED");
    assertThat(novation.path("marks").toString()).contains("CLEARING");
    assertThat(novation.at("/linkedTrades/0").toString())
        .isEqualTo("{\"tradeId\":\"IRS-1-B\",\"role\":\"SUCCESSOR\",\"quantity\":\"25000000\"}");
  }

  @Test
  void thePageListsTheLinkedTrades() {
    String page = store.call("records", "--trade", "BLK-1", "--report", "-").out();

    assertThat(page).contains("Linked trades").contains("ALC-2").contains("ALLOCATED");
    assertThat(store.call("records", "--trade", "BAD-LIFE-1", "--report", "-").out())
        .doesNotContain("Linked trades");
  }

  @Test
  void aTradeThatWasReducedSaysSince() {
    Cli.Ended ended = store.call("records", "--trade", "BLK-1", "--as-of", "2026-02-02T20:10:00Z");

    assertThat(ended.lines())
        .contains(
            "  system1: ACTIVE on the terms of 2026-02-02T15:00:00Z, reduced by the ALLOCATION at"
                + " 2026-02-02T20:00:00Z");
  }

  @Test
  void theStoreVerifies() {
    assertThat(store.call("verify").code()).isZero();
  }
}
