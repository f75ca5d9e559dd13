package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a trade that two Regions recorded. */
class TwoRegionRecordsTest {

  @TempDir private static Path folder;
  private static LocalStore store = new LocalStore(Path.of(""));

  @BeforeAll
  static void record() {
    store = TwoRegionStore.in(folder.resolve("store"));
  }

  @Test
  void everyRecordSaysWhatItIsAmongTheOthers() {
    List<String> lines =
        store.call("records", "--trade", TwoRegionStore.TRADE).lines().stream()
            .filter(line -> line.contains("system1"))
            .filter(line -> line.startsWith("2026"))
            .map(line -> line.replaceAll("  +", "|").replaceFirst("\\|system1\\|TWO-1", ""))
            .toList();

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "2026-01-12T14:30:00Z|us-east-1|1|NEW|REJECTED|same time, repaired",
            "2026-01-12T14:30:00Z|us-east-1|2|NEW|ACCEPTED|same time, repairs",
            "2026-01-12T14:40:00Z|us-east-1|3|CORRECT|ACCEPTED|same time, conflict",
            "2026-01-12T14:40:00Z|eu-west-1|1|CORRECT|ACCEPTED|same time, conflict",
            "2026-01-12T15:00:00Z|eu-west-1|3|CANCEL|ACCEPTED|late",
            "2026-01-12T15:30:00Z|eu-west-1|2|NEW|ACCEPTED|replaced a live trade on arrival",
            "2026-01-12T16:00:00Z|us-east-1|4|NEW|ACCEPTED|in force, replaces a live trade,"
                + " recorded twice",
            "2026-01-12T16:00:00Z|eu-west-1|4|NEW|ACCEPTED|in force, replaces a live trade,"
                + " recorded twice");
  }

  @Test
  void theWordsAreExplainedBelow() {
    assertThat(store.call("records", "--trade", TwoRegionStore.TRADE).lines())
        .contains(
            "  4 recorded in us-east-1; the last hash of the chain is "
                + json().get(6).get("recordHash").asText(),
            "  recorded twice: two Regions recorded this event at the same time; it counts once,"
                + " and is accepted if one of them accepted it")
        .noneMatch(line -> line.startsWith("  unmatched"));
  }

  @Test
  void jsonHasTheMarksBesideTheFlagsOfTheRecord() {
    JsonNode first = json().get(2);

    assertThat(first.get("region").asText()).isEqualTo("us-east-1");
    assertThat(first.get("conflict").asBoolean()).as("nothing contradicted it yet").isFalse();
    assertThat(first.get("marks")).extracting(JsonNode::asText).contains("conflict");
    assertThat(first.get("timestamp").isTextual()).isTrue();
  }

  @Test
  void theWholeTradeVerifiesInBothRegionsAndCountsByEvent() {
    Cli.Ended ended = store.call("verify", "--trade", TwoRegionStore.TRADE);

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("8 records (7 events) of 1 trade verified");
  }

  @Test
  void thePageShowsBothChainsAndWhatTheMarksMean() throws IOException {
    Path file = folder.resolve("page.html");

    Cli.Ended ended =
        store.call("records", "--trade", TwoRegionStore.TRADE, "--report", file.toString());

    assertThat(ended.code()).isZero();
    assertThat(Files.readString(file))
        .contains(
            "the chains of 2 Regions, what they say of each other and their heads were recomputed",
            "In each Region&#39;s chain",
            "us-east-1 up to record 3",
            "<dt>Events</dt>",
            "<dt>repairs</dt>")
        .containsSubsequence("us-east-1 1 NEW, rejected", "us-east-1 4 NEW", "eu-west-1 1 CORRECT");
  }

  private static List<JsonNode> json() {
    return store.call("records", "--trade", TwoRegionStore.TRADE, "--json").lines().stream()
        .map(Project::parse)
        .toList();
  }
}
