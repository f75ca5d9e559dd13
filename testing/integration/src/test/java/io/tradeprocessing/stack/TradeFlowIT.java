package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Trade events on their way from the bus to the record, on the deployed stack. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TradeFlowIT {

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @SuppressWarnings("NullAway.Init")
  private SourceSystem source;

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
    source = new SourceSystem(deployment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"system1", "system2", "system3"})
  void aGoodTradeOfEachSourceEndsAsAnAcceptedRecord(String system) {
    Trade trade = Trade.of(system);

    DescribeExecutionResponse execution = source.process(trade);

    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(source.records(trade.id()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(text(record, "status")).isEqualTo("ACCEPTED");
              assertThat(text(record, "sourceSystem")).isEqualTo(system);
              assertThat(text(record, "executionArn")).isEqualTo(execution.executionArn());
              assertThat(number(record, "timestamp")).startsWith("1772465400000001.0");
              assertThat(number(record, "sequence")).isEqualTo("1");
            });
  }

  @Test
  void theRecordHoldsTheEventAsSentWithVerdictAndEnrichment() {
    Trade trade = Trade.of("system1").with("quantity", "0.10").with("price", "1.2300");

    source.process(trade);

    Map<String, AttributeValue> record = source.records(trade.id()).getFirst();
    JsonNode event = SourceSystem.json(text(record, "event"));
    assertThat(event.path("source").asText()).isEqualTo("trading.system1");
    assertThat(event.path("detail")).isEqualTo(SourceSystem.json(trade.json()));
    assertThat(SourceSystem.json(text(record, "verdict")).path("valid").asBoolean()).isTrue();
    assertThat(text(record, "enrichment")).contains("settlementDate");
  }

  @Test
  void theExecutionsOutputSaysWhatWasRecorded() {
    Trade trade = Trade.of("system2");

    DescribeExecutionResponse execution = source.process(trade);

    JsonNode record = SourceSystem.json(execution.output()).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("RECORDED");
    assertThat(record.path("tradeId").asText()).isEqualTo(trade.id());
    assertThat(record.path("recordHash").asText())
        .isEqualTo(text(source.records(trade.id()).getFirst(), "recordHash"));
  }

  @Test
  void aTradeWithAWrongCheckDigitEndsAsARejectedRecordThatSaysWhy() {
    Trade trade = Trade.of("system1").with("currency", "GBX");

    DescribeExecutionResponse execution = source.process(trade);

    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    Map<String, AttributeValue> record = source.records(trade.id()).getFirst();
    assertThat(text(record, "status")).isEqualTo("REJECTED");
    assertThat(text(record, "verdict")).contains("MINOR_UNIT_CURRENCY");
  }

  @Test
  void aSourceCannotSpeakForAnother() {
    Trade trade = Trade.of("system1");
    source.send("trading.system3", "Trade Event", trade.json());

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(source.records(trade.id())).hasSize(1));

    Map<String, AttributeValue> record = source.records(trade.id()).getFirst();
    assertThat(text(record, "status")).isEqualTo("REJECTED");
    assertThat(text(record, "verdict")).contains("SOURCE_MISMATCH");
  }

  @Test
  void aTradeThatIsSentAgainIsRecordedOnce() {
    Trade trade = Trade.of("system2");
    source.process(trade);
    List<Map<String, AttributeValue>> before = source.records(trade.id());

    DescribeExecutionResponse again = source.process(trade, 2);

    assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(SourceSystem.json(again.output()).at("/record/outcome").asText())
        .isEqualTo("DUPLICATE");
    assertThat(source.records(trade.id())).isEqualTo(before);
  }

  @Test
  void anotherEventOfTheSameTimeIsOnRecordTooAndFlaggedAsConflict() {
    Trade trade = Trade.of("system3");
    source.process(trade);

    DescribeExecutionResponse conflict = source.process(trade.with("quantity", "200"), 2);

    assertThat(conflict.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    JsonNode record = SourceSystem.json(conflict.output()).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("RECORDED");
    assertThat(record.path("conflict").asBoolean()).isTrue();
    assertThat(source.records(trade.id())).hasSize(2);
  }

  @Test
  void aCorrectionIsChainedToTheTradeThatItCorrects() {
    Trade trade = Trade.of("system1");
    source.process(trade);

    source.process(
        trade
            .with("eventType", "CORRECT")
            .with("timestamp", "2026-03-02T16:00:00Z")
            .with("price", "189.30"),
        2);

    List<Map<String, AttributeValue>> records = source.records(trade.id());
    assertThat(records).extracting(r -> number(r, "sequence")).containsExactly("1", "2");
    assertThat(text(records.get(1), "previousHash")).isEqualTo(text(records.get(0), "recordHash"));
    assertThat(records.get(1).get("unmatched")).isEqualTo(AttributeValue.fromBool(false));
  }

  @Test
  void aCancelOfAnUnknownTradeIsRecordedAndFlagged() {
    Trade cancel =
        Trade.of("system2")
            .with("eventType", "CANCEL")
            .without("executedAt")
            .without("side")
            .without("quantity")
            .without("price")
            .without("currency")
            .without("instrument")
            .without("venue");

    source.process(cancel);

    assertThat(source.records(cancel.id()))
        .singleElement()
        .satisfies(
            record -> assertThat(record.get("unmatched")).isEqualTo(AttributeValue.fromBool(true)));
  }

  @Test
  void anEventWithoutATradeIdIsOnRecordUnderItsHash() {
    String marker = "marker-of-the-nameless";
    source.send(
        "trading.system1",
        "Trade Event",
        Trade.of("system1").without("tradeId").with("remark", marker).json());

    DescribeExecutionResponse execution =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> source.executionsOf(marker), found -> !found.isEmpty())
            .getFirst();

    String tradeId = SourceSystem.json(execution.output()).at("/record/tradeId").asText();
    assertThat(tradeId).matches("invalid:[0-9a-f]{32}");
    assertThat(source.records(tradeId))
        .singleElement()
        .satisfies(record -> assertThat(text(record, "status")).isEqualTo("REJECTED"));
  }

  @ParameterizedTest
  @CsvSource({"trading.system4,Trade Event", "trading.system1,Position Event"})
  void eventsThatNoRuleIsForStartNothing(String eventSource, String detailType) {
    Trade unrouted = Trade.of("system1");
    source.send(eventSource, detailType, unrouted.json());

    // What is sent after it has gone the whole way.
    source.process(Trade.of("system1"));
    source.process(Trade.of("system1"));

    assertThat(source.executionsOf(unrouted.id())).isEmpty();
    assertThat(source.records(unrouted.id())).isEmpty();
  }

  @Test
  void theIndexAnswersBySourceAndTime() {
    Trade early = Trade.of("system3").with("timestamp", "2026-02-02T10:00:00Z");
    Trade late = Trade.of("system3").with("timestamp", "2026-02-02T11:00:00Z");
    Trade other = Trade.of("system2").with("timestamp", "2026-02-02T10:30:00Z");
    for (Trade trade : List.of(late, early, other)) {
      source.process(trade.with("executedAt", "2026-02-02T09:59:59Z"));
    }

    try (DynamoDbClient table = deployment.client(DynamoDbClient.builder())) {
      var found =
          table.query(
              request ->
                  request
                      .tableName(deployment.output("TradeTableName"))
                      .indexName("SourceSystemIndex")
                      .keyConditionExpression(
                          "sourceSystem = :source AND #time BETWEEN :from AND :to")
                      .expressionAttributeNames(Map.of("#time", "timestamp"))
                      .expressionAttributeValues(
                          Map.of(
                              ":source", AttributeValue.fromS("system3"),
                              ":from", AttributeValue.fromN("1770026400000000"),
                              ":to", AttributeValue.fromN("1770033600000000"))));
      assertThat(found.items())
          .extracting(item -> text(item, "tradeId"))
          .containsExactly(early.id(), late.id());
    }
  }

  @Test
  void theStreamCarriesEveryRecord() {
    Trade trade = Trade.of("system1");
    source.process(trade);

    try (DynamoDbStreamsClient streams = deployment.client(DynamoDbStreamsClient.builder())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(newImages(streams))
                      .anySatisfy(
                          image -> {
                            assertThat(text(image, "tradeId")).isEqualTo(trade.id());
                            assertThat(text(image, "status")).isEqualTo("ACCEPTED");
                          }));
    }
  }

  private List<Map<String, AttributeValue>> newImages(DynamoDbStreamsClient streams) {
    String arn = deployment.output("TradeTableStreamArn");
    List<Map<String, AttributeValue>> images = new ArrayList<>();
    streams
        .describeStream(request -> request.streamArn(arn))
        .streamDescription()
        .shards()
        .forEach(
            shard -> {
              String iterator =
                  streams
                      .getShardIterator(
                          request ->
                              request
                                  .streamArn(arn)
                                  .shardId(shard.shardId())
                                  .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                      .shardIterator();
              for (Record record : streams.getRecords(r -> r.shardIterator(iterator)).records()) {
                if (record.dynamodb().newImage().containsKey("status")) {
                  images.add(record.dynamodb().newImage());
                }
              }
            });
    return images;
  }

  @ParameterizedTest
  @CsvSource({"USD,Trade Accepted", "GBX,Trade Rejected"})
  void theOutcomeIsPublishedOnTheBus(String currency, String detailType) {
    try (SqsClient queues = deployment.client(SqsClient.builder());
        EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      String name = "outcomes-" + currency;
      String url = queues.createQueue(request -> request.queueName(name)).queueUrl();
      String arn =
          queues
              .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      events.putRule(
          request ->
              request
                  .name(name)
                  .eventPattern(
                      "{\"source\": [\"trade-processing\"], \"detail-type\": [\"%s\"]}"
                          .formatted(detailType)));
      events.putTargets(r -> r.rule(name).targets(Target.builder().id("queue").arn(arn).build()));
      Trade trade = Trade.of("system2").with("currency", currency);

      DescribeExecutionResponse execution = source.process(trade);

      JsonNode outcome = source.message(url, trade.id());
      assertThat(outcome.at("/detail/record/tradeId").asText()).isEqualTo(trade.id());
      assertThat(outcome.at("/detail/execution").asText()).isEqualTo(execution.executionArn());
    }
  }

  static String text(Map<String, AttributeValue> item, String name) {
    return attribute(item, name).s();
  }

  private static String number(Map<String, AttributeValue> item, String name) {
    return attribute(item, name).n();
  }

  private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + item.keySet());
    }
    return value;
  }
}
