package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** What becomes of a trade whose processing fails, on the deployed stack. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureIT {

  private static final List<String> QUEUES =
      List.of("ValidatorDLQUrl", "EnricherDLQUrl", "RecorderDLQUrl", "OutcomeDLQUrl");

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
    source = new SourceSystem(deployment);
    deployment.putSettings("poisoned", Map.of("processing-threshold", "a lot"));
  }

  @ParameterizedTest
  @CsvSource({
    "trade-validator-it,ENVIRONMENT,poisoned,ValidatorDLQUrl,ValidateTrade,"
        + "io.tradeprocessing.common.config.ConfigurationException",
    "metadata-enricher-it,ENVIRONMENT,nowhere,EnricherDLQUrl,EnrichTrade,"
        + "io.tradeprocessing.common.config.ConfigurationException",
    "compliance-recorder-it,TABLE_NAME,no-such-table,RecorderDLQUrl,RecordCompliance,"
        + "io.tradeprocessing.common.store.StoreMisconfiguredException"
  })
  void aFailingFunctionSendsTheEventToItsOwnDeadLetterQueueAndFailsTheExecution(
      String function, String variable, String value, String queue, String state, String error) {
    Trade trade = Trade.of("system1");

    DescribeExecutionResponse execution =
        deployment.whileLive(function, Map.of(variable, value), () -> source.process(trade));

    JsonNode letter = source.deadLetter(queue, '"' + trade.id() + '"');
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(execution.error()).isEqualTo(error);
    assertThat(SourceSystem.json(execution.cause()).path("errorType").asText()).isEqualTo(error);
    assertThat(letter.path("event")).isEqualTo(SourceSystem.json(execution.input()));
    assertThat(letter.path("state").asText()).isEqualTo(state);
    assertThat(letter.path("error").asText()).isEqualTo(error);
    assertThat(letter.path("cause").asText()).isEqualTo(execution.cause());
    assertThat(letter.at("/execution/id").asText()).isEqualTo(execution.executionArn());
    if (value.equals("poisoned")) {
      assertThat(execution.cause()).contains("/poisoned/processing-threshold", "a lot");
    }
    assertThat(QUEUES)
        .filteredOn(other -> !other.equals(queue))
        .allMatch(other -> source.waiting(other) == 0);
    assertThat(source.records(trade.id())).isEmpty();
  }

  @Test
  void aDeadLetterThatIsSentAgainAfterTheRepairIsRecorded() {
    Trade trade = Trade.of("system2");
    deployment.whileLive(
        "compliance-recorder-it",
        Map.of("TABLE_NAME", "no-such-table"),
        () -> source.process(trade));
    JsonNode event = source.deadLetter("RecorderDLQUrl", '"' + trade.id() + '"').path("event");

    source.send(
        event.path("source").asText(),
        event.path("detail-type").asText(),
        event.path("detail").toString());

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(source.records(trade.id())).hasSize(1));
  }

  @Test
  void aThrottledFunctionIsTriedAgainUntilItSucceeds() {
    Trade trade = Trade.of("system3");
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      lambda.putFunctionConcurrency(
          r -> r.functionName("compliance-recorder-it").reservedConcurrentExecutions(0));
      try {
        source.send(trade);
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> source.failures(trade, "Lambda.TooManyRequestsException") >= 1);
      } finally {
        lambda.deleteFunctionConcurrency(r -> r.functionName("compliance-recorder-it"));
      }
    }

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(source.executionsOf(trade.id()))
                    .singleElement()
                    .extracting(DescribeExecutionResponse::status)
                    .isEqualTo(ExecutionStatus.SUCCEEDED));
    assertThat(source.records(trade.id())).hasSize(1);
    assertThat(QUEUES).allMatch(queue -> source.waiting(queue) == 0);
  }
}
