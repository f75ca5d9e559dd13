package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  @Test
  void everySampleGetsOneVerdictALine() {
    Cli.Ended ended = Cli.run("validate", Project.file("samples/trades.jsonl").toString());

    assertThat(ended.code()).isZero();
    List<JsonNode> verdicts = ended.lines().stream().map(Project::parse).toList();
    assertThat(verdicts).hasSize(Project.text("samples/trades.jsonl").lines().toList().size());
    assertThat(verdicts.getFirst().toString())
        .isEqualTo(
            "{\"line\":1,\"valid\":true,\"tradeId\":\"S1-20260112-0001\",\"ruleSet\":\"1.3\",\"violations\":[]}");
  }

  @Test
  void theVerdictsAreThoseOfTheRun() {
    String samples = Project.file("samples/trades.jsonl").toString();
    List<String> validated =
        Cli.run("validate", samples).lines().stream()
            .map(line -> Project.parse(line).get("violations").toString())
            .toList();
    List<String> run =
        Cli.run("run", "--json", samples).lines().stream()
            .map(line -> Project.parse(line).get("violations").toString())
            .toList();

    assertThat(validated).isEqualTo(run);
  }

  @Test
  void anEventThatNoExecutionTakesIsRejectedForItsSize(@TempDir Path folder) throws IOException {
    Path large =
        Files.writeString(
            folder.resolve("large.jsonl"), "{\"note\":\"" + "x".repeat(256 * 1024) + "\"}\n");

    assertThat(Cli.run("validate", large.toString()).lines())
        .singleElement()
        .asString()
        .contains("\"OUT_OF_RANGE\",\"field\":\"\"", "at most 262144 bytes");
  }

  @Test
  void anUnreadableLineIsNamedAndTheRestIsValidated() {
    Cli.Ended ended = Cli.run("validate", Project.file("samples/broken.jsonl").toString());

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.lines()).hasSize(4);
    assertThat(ended.err().lines().map(l -> l.substring(0, "trades: line N:".length())))
        .containsExactly("trades: line 2:", "trades: line 3:", "trades: line 6:");
  }
}
