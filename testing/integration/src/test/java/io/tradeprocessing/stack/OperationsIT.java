package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What an operator does with the command on the deployed stack. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsIT {

  private static final String QUEUE = "compliance-recorder-dlq-it";
  private static final int SAMPLES = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @SuppressWarnings("NullAway.Init")
  private TradesCommand trades;

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
    source = new SourceSystem(deployment);
    trades = new TradesCommand(deployment);
    // Other tests leave dead letters, too.
    try (SqsClient sqs = deployment.client(SqsClient.builder())) {
      sqs.purgeQueue(r -> r.queueUrl(deployment.output("RecorderDLQUrl")));
    }
  }

  /** A trade whose event the recorder could not write. */
  private DescribeExecutionResponse fail(Trade trade) {
    return deployment.whileLive(
        "compliance-recorder-it",
        Map.of("TABLE_NAME", "no-such-table"),
        () -> source.process(trade));
  }

  private List<DescribeExecutionResponse> awaitExecutions(Trade trade, int count) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> source.executionsOf(trade.id()), found -> found.size() == count);
  }

  @Test
  void aDeadLetterIsListedRedrivenAndOnRecordOnce() {
    Trade trade = Trade.of("system1");
    DescribeExecutionResponse failed = fail(trade);

    TradesCommand.Ended listed = trades.call("dead-letters", QUEUE, "--json");
    assertThat(listed.exitCode()).as(listed.output()).isZero();
    assertThat(listed.json())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.path("tradeId").asText()).isEqualTo(trade.id());
              assertThat(letter.path("source").asText()).isEqualTo("trading.system1");
              assertThat(letter.path("state").asText()).isEqualTo("RecordCompliance");
              assertThat(letter.path("error").asText())
                  .isEqualTo("io.tradeprocessing.common.store.StoreMisconfiguredException");
              assertThat(letter.path("execution").asText()).isEqualTo(failed.executionArn());
              assertThat(letter.path("event")).isEqualTo(SourceSystem.json(failed.input()));
            });

    String table = deployment.output("TradeTableName");
    TradesCommand.Ended waiting = trades.call("exceptions", "--table", table, "--json");
    assertThat(waiting.exitCode()).as(waiting.output()).isEqualTo(1);
    assertThat(waiting.json().getFirst().path("exceptions"))
        .filteredOn(each -> each.path("tradeId").asText().equals(trade.id()))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.path("kind").asText()).isEqualTo("DEAD_LETTER");
              assertThat(each.path("queue").asText()).isEqualTo(QUEUE);
              assertThat(each.path("command").asText())
                  .startsWith("trades redrive " + QUEUE + " --endpoint ");
            });

    TradesCommand.Ended dry = trades.call("redrive", QUEUE);
    assertThat(dry.exitCode()).as(dry.output()).isZero();
    assertThat(dry.output()).contains("dry run: 1 would be sent from " + QUEUE);
    assertThat(source.executionsOf(trade.id())).hasSize(1);

    TradesCommand.Ended redriven = trades.call("redrive", QUEUE, "--execute", "--json");
    assertThat(redriven.exitCode()).as(redriven.output()).isZero();
    assertThat(redriven.json())
        .singleElement()
        .satisfies(result -> assertThat(result.path("outcome").asText()).isEqualTo("SENT"));

    List<DescribeExecutionResponse> executions = awaitExecutions(trade, 2);
    assertThat(executions.getLast().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(outcome(executions.getLast())).isEqualTo("RECORDED");
    JsonNode again = SourceSystem.json(executions.getLast().input());
    JsonNode first = SourceSystem.json(failed.input());
    for (String field : List.of("source", "detail-type", "detail", "time")) {
      assertThat(again.path(field)).as(field).isEqualTo(first.path(field));
    }
    assertThat(source.records(trade.id())).hasSize(1);
    assertThat(trades.call("dead-letters", QUEUE).output()).contains("0 dead letters in " + QUEUE);
  }

  @Test
  void anEventThatWasRecordedMeanwhileEndsAsDuplicate() {
    Trade trade = Trade.of("system2");
    fail(trade);
    assertThat(outcome(source.process(trade, 2))).isEqualTo("RECORDED");
    List<?> recorded = source.records(trade.id());

    TradesCommand.Ended redriven =
        trades.call("redrive", QUEUE, "--trade", trade.id(), "--execute");

    assertThat(redriven.exitCode()).as(redriven.output()).isZero();
    DescribeExecutionResponse third = awaitExecutions(trade, 3).getLast();
    assertThat(third.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(outcome(third)).isEqualTo("DUPLICATE");
    assertThat(source.records(trade.id())).hasSize(1).isEqualTo(recorded);
    assertThat(trades.call("dead-letters", QUEUE).output()).contains("0 dead letters in " + QUEUE);
  }

  /** A few a second are enough: LocalStack starts a container for each invocation at a time. */
  @Test
  void publishedSamplesAreOnRecordAndVerify(@TempDir Path folder) throws IOException {
    List<String> samples =
        Files.readAllLines(Project.file("samples/trades.jsonl")).subList(0, SAMPLES);
    Path file = Files.write(folder.resolve("samples.jsonl"), samples);

    TradesCommand.Ended published =
        trades.call("publish", file.toString(), "--rate", "2", "--json");

    assertThat(published.exitCode()).as(published.output()).isZero();
    assertThat(published.json())
        .hasSize(SAMPLES)
        .allSatisfy(result -> assertThat(result.path("eventId").asText()).isNotBlank());
    List<String> ids = published.json().stream().map(r -> r.path("tradeId").asText()).toList();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> assertThat(ids).allSatisfy(id -> assertThat(source.records(id)).isNotEmpty()));
    String table = deployment.output("TradeTableName");
    TradesCommand.Ended verified = trades.call("verify", "--table", table);
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("all sound");
    String id = ids.getFirst();
    assertThat(tradeIds(trades.call("records", "--table", table, "--trade", id, "--json")))
        .isNotEmpty()
        .containsOnly(id);
    assertThat(
            tradeIds(
                trades.call(
                    "records",
                    "--table",
                    table,
                    "--source",
                    "system1",
                    "--from",
                    "2026-01-12",
                    "--to",
                    "2026-01-13",
                    "--json")))
        .contains(id);
  }

  private static List<String> tradeIds(TradesCommand.Ended records) {
    assertThat(records.exitCode()).as(records.output()).isZero();
    return records.json().stream().map(record -> record.path("tradeId").asText()).toList();
  }

  private static String outcome(DescribeExecutionResponse execution) {
    return SourceSystem.json(execution.output()).at("/record/outcome").asText();
  }
}
