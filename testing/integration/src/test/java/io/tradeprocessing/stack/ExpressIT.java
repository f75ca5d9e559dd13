package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * The stack with {@code WorkflowType=EXPRESS}, changed in place as an operator does it: both state
 * machines are there until the executions of the other one have ended.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpressIT {

  @SuppressWarnings("NullAway.Init") // by change
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @BeforeAll
  void change() {
    deployment = Deployment.get();
    source = new SourceSystem(deployment);
    // The functions are started before, so that their first invocations do not use up the retries.
    source.process(Trade.of("system1"));
    deployment.deploy(Map.of("WorkflowType", "EXPRESS", "WorkflowDraining", "true"));
  }

  @AfterAll
  void changeBack() {
    deployment.deploy(Map.of("WorkflowDraining", "true"));
    deployment.deploy(Map.of());
  }

  @Test
  void theRulesStartTheExpressWorkflow() {
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      assertThat(events.listTargetsByRule(r -> r.rule("trade-processing-system1-it")).targets())
          .singleElement()
          .satisfies(target -> assertThat(target.arn()).endsWith(":trade-processing-express-it"));
    }
  }

  @Test
  void aTradeIsRecordedByAnExpressExecution() {
    Trade trade = Trade.of("system1");
    source.send(trade);

    Map<String, AttributeValue> record =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> source.records(trade.id()), records -> records.size() == 1)
            .getFirst();

    assertThat(record.get("status")).isEqualTo(AttributeValue.fromS("ACCEPTED"));
    assertThat(record.values())
        .anyMatch(
            value -> value.s() != null && value.s().contains(":trade-processing-express-it:"));
  }

  @Test
  void whatCannotBeRecordedIsADeadLetterWithItsEvent() {
    Trade trade = Trade.of("system1");
    JsonNode letter =
        deployment.whileLive(
            "compliance-recorder-it",
            Map.of("TABLE_NAME", "no-such-table"),
            () -> {
              source.send(trade);
              return source.deadLetter("RecorderDLQUrl", trade.id());
            });

    assertThat(letter.path("state").asText()).isEqualTo("RecordCompliance");
    assertThat(letter.at("/event/detail/tradeId").asText()).isEqualTo(trade.id());
    assertThat(letter.at("/execution/id").asText()).contains("trade-processing-express-it");
  }
}
