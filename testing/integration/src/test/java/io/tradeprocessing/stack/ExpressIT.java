package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The stack with {@code WorkflowType=EXPRESS}, while the STANDARD state machine is drained. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpressIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @BeforeAll
  void deploy() {
    deployment = Deployment.bulk();
    source = new SourceSystem(deployment);
    // Started before, so that the first invocations do not use up the few retries of EXPRESS.
    SdkBytes event = SdkBytes.fromUtf8String(Project.text("events/trade-new.json"));
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      for (String function :
          List.of("trade-validator-bulk", "metadata-enricher-bulk", "compliance-recorder-bulk")) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(
                () ->
                    lambda
                            .invoke(r -> r.functionName(function).qualifier("live").payload(event))
                            .statusCode()
                        == 200);
      }
    }
  }

  @Test
  void theRulesStartTheExpressWorkflow() {
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      assertThat(
              events
                  .listTargetsByRule(
                      r -> r.rule("trade-processing-system1-bulk").eventBusName(deployment.bus()))
                  .targets())
          .singleElement()
          .satisfies(target -> assertThat(target.arn()).endsWith(":trade-processing-express-bulk"));
    }
  }

  @Test
  void aTradeIsRecordedByAnExpressExecution() {
    Trade trade = Trade.of("system1");
    source.send(trade);

    Map<String, AttributeValue> record =
        await()
            .atMost(PATIENCE)
            .until(() -> source.records(trade.id()), records -> records.size() == 1)
            .getFirst();

    assertThat(record.get("status")).isEqualTo(AttributeValue.fromS("ACCEPTED"));
    assertThat(record.values())
        .anyMatch(
            value -> value.s() != null && value.s().contains(":trade-processing-express-bulk:"));
  }

  @Test
  void whatCannotBeRecordedIsADeadLetterWithItsEvent() {
    Trade trade = Trade.of("system1");
    JsonNode letter =
        deployment.whileLive(
            "compliance-recorder-bulk",
            Map.of("TABLE_NAME", "no-such-table"),
            () -> {
              source.send(trade);
              return source.deadLetter("RecorderDLQUrl", trade.id());
            });

    assertThat(letter.path("state").asText()).isEqualTo("RecordCompliance");
    assertThat(letter.at("/event/detail/tradeId").asText()).isEqualTo(trade.id());
    assertThat(letter.at("/execution/id").asText()).contains("trade-processing-express-bulk");
  }
}
