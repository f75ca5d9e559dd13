package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backfill of 20 partitions and some 2,000 lines through the deployed state machine, function and
 * bucket, by the command as an operator calls it.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackfillIT {

  private static final int TRADES = 900;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private String bucket;

  @BeforeAll
  void deploy() {
    deployment = Deployment.bulk();
    bucket = deployment.output("BackfillBucketName");
  }

  /** Each trade with its amendment, some events twice or of the same time, and unreadable lines. */
  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < TRADES; i++) {
      String trade = "BF-%04d".formatted(i);
      String first = event(trade, "NEW", "2026-01-12T14:30:00.%06dZ".formatted(i), "100");
      lines.add(first);
      lines.add(
          i % 3 == 0
              ? event(trade, "CORRECT", "2026-01-12T14:30:00.%06dZ".formatted(i), "150")
              : event(trade, "CORRECT", "2026-01-12T15:30:00.%06dZ".formatted(i), "150"));
      if (i % 10 == 0) {
        lines.add(first);
      }
      if (i % 50 == 0) {
        lines.add("{\"tradeId\": \"" + trade);
      }
      if (i % 100 == 0) {
        lines.add(event(trade + "-X", "NEW", "2026-01-12T14:30:00Z", "-1"));
      }
    }
    return lines;
  }

  private static String event(String trade, String type, String time, String quantity) {
    return """
    {"tradeId":"%s","sourceSystem":"system1","eventType":"%s","timestamp":"%s","executedAt":"2026-01-12T14:30:00Z",\
    "side":"BUY","quantity":"%s","price":"100","currency":"USD","instrument":{"isin":"US0378331005"},"venue":"XNAS"}\
    """
        .formatted(trade, type, time, quantity);
  }

  private TradesCommand.Ended backfill(Path file) {
    return new TradesCommand(deployment)
        .call(
            "backfill",
            "--bucket",
            bucket,
            "--environment",
            deployment.environmentSuffix(),
            "--partitions",
            "20",
            "--concurrency",
            "2",
            file.toString());
  }

  @Test
  void everyLineIsAccountedForAndTheSameFileAgainIsAllDuplicates() throws IOException {
    List<String> lines = lines();
    Path file = Files.write(folder.resolve("events.jsonl"), lines);

    TradesCommand.Ended first = backfill(file);

    assertThat(first.output())
        .containsPattern("recorded +1,800")
        .containsPattern("rejected +9")
        .containsPattern("duplicate +90")
        .containsPattern("unreadable +18")
        .containsPattern("failed +0")
        .containsPattern("accounted +1,917 of 1,917 lines");
    assertThat(first.exitCode()).as("unreadable lines").isEqualTo(1);
    assertThat(lines).hasSize(1_917);

    String name = first.output().replaceAll("(?s).*backfill (\\S+) is running.*", "$1");
    TradesCommand.Ended status =
        new TradesCommand(deployment)
            .call("backfill", "status", "--environment", deployment.environmentSuffix(), name);
    assertThat(status.output()).contains(name + " SUCCEEDED");
    JsonNode report =
        new TradesCommand(deployment)
            .call("backfill", "report", "--json", "--bucket", bucket, name)
            .json()
            .getFirst();
    assertThat(report.path("partitions")).hasSize(20);
    assertThat(report.path("complete").asBoolean()).isTrue();

    assertThat(new SourceSystem(deployment).records("BF-0003")).hasSize(2);
    assertThat(
            new TradesCommand(deployment)
                .call(
                    "verify",
                    "--table",
                    deployment.output("TradeTableName"),
                    "--source",
                    "system1",
                    "--from",
                    "2026-01-12T14:00:00Z",
                    "--to",
                    "2026-01-12T16:00:00Z")
                .exitCode())
        .isZero();

    TradesCommand.Ended again = backfill(file);
    assertThat(again.output())
        .containsPattern("recorded +0")
        .containsPattern("duplicate +1,899")
        .containsPattern("unreadable +18")
        .containsPattern("accounted +1,917 of 1,917 lines");

    TradesCommand.Ended redriven =
        new TradesCommand(deployment)
            .call(
                "backfill",
                "redrive",
                "--bucket",
                bucket,
                "--environment",
                deployment.environmentSuffix(),
                name);
    assertThat(redriven.output()).containsPattern("recorded +1,800");
  }
}
