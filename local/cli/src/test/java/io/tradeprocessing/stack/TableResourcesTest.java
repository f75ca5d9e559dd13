package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.deployStandby;
import static io.tradeprocessing.stack.StackTemplate.tags;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of records and its replicas. */
class TableResourcesTest {

  private static final String RESTORED_STREAM =
      "arn:aws:dynamodb:eu-west-1:111122223333:table/trade-records-restored/stream/2026-01-12T00:00:00.000";

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void theTableIsKeyedByTradeAndTimeAndIndexedBySource() {
    Resource table = stack.resource("TradeTable");
    assertThat(table.type()).isEqualTo("AWS::DynamoDB::GlobalTable");
    assertThat(table.get("KeySchema")).isEqualTo(key("tradeId", "timestamp"));
    assertThat(table.get("GlobalSecondaryIndexes", 0, "IndexName")).isEqualTo("SourceSystemIndex");
    assertThat(table.get("GlobalSecondaryIndexes", 0, "KeySchema"))
        .isEqualTo(key("sourceSystem", "timestamp"));
    assertThat(table.get("GlobalSecondaryIndexes", 0, "Projection"))
        .isEqualTo(
            Map.of(
                "ProjectionType",
                "INCLUDE",
                "NonKeyAttributes",
                List.of("status", "eventType", "eventHash", "sourceSequence")));
    assertThat(asList(table.get("AttributeDefinitions")))
        .extracting(a -> asMap(a).get("AttributeName") + ":" + asMap(a).get("AttributeType"))
        .containsExactlyInAnyOrder("tradeId:S", "timestamp:N", "sourceSystem:S");
  }

  @Test
  void theTableIsOnDemandEncryptedStreamedAndKeepsItsItems() {
    Resource table = stack.resource("TradeTable");
    assertThat(table.get("BillingMode")).isEqualTo("PAY_PER_REQUEST");
    assertThat(table.get("SSESpecification"))
        .isEqualTo(Map.of("SSEEnabled", true, "SSEType", "KMS"));
    assertThat(table.get("StreamSpecification", "StreamViewType")).isEqualTo("NEW_AND_OLD_IMAGES");
    assertThat(table.find("TimeToLiveSpecification")).isEmpty();
  }

  /** Whatever its value, a warm throughput is a request to DynamoDB, and it needs both figures. */
  @Test
  void tableAndIndexAreWarmedOnlyWhereAParameterAsksForIt() {
    Resource table = stack.resource("TradeTable");
    assertThat(table.find("WarmThroughput")).isEmpty();
    assertThat(table.find("GlobalSecondaryIndexes", 0, "WarmThroughput")).isEmpty();

    Resource warmed = deploy(Map.of("WarmWriteUnits", "40000")).resource("TradeTable");
    Map<String, String> units =
        Map.of("ReadUnitsPerSecond", "12000", "WriteUnitsPerSecond", "40000");
    assertThat(warmed.get("WarmThroughput")).isEqualTo(units);
    assertThat(warmed.get("GlobalSecondaryIndexes", 0, "WarmThroughput")).isEqualTo(units);
  }

  @Test
  void theTableHasAReplicaInTheReplicaRegion() {
    List<Object> replicas = asList(stack.resource("TradeTable").get("Replicas"));
    assertThat(replicas)
        .extracting(replica -> asMap(replica).get("Region"))
        .containsExactly("us-east-1", "eu-west-1");
    assertThat(replicas)
        .allSatisfy(
            replica -> {
              assertThat(asMap(asMap(replica).get("PointInTimeRecoverySpecification")))
                  .containsEntry("PointInTimeRecoveryEnabled", true);
              assertThat(tags(asMap(replica).get("Tags")))
                  .containsEntry("Environment", "dev")
                  .containsEntry("Application", "trade-processing");
            });
  }

  @Test
  void anEnvironmentWithoutReplicaHasTheTableInOneRegion() {
    ResolvedStack single = deploy(Map.of("ReplicaRegion", "none"));
    assertThat(asList(single.resource("TradeTable").get("Replicas")))
        .extracting(replica -> asMap(replica).get("Region"))
        .containsExactly("us-east-1");
    assertThat(single.resources())
        .doesNotContainKeys("ReplicationLatencyAlarm", "ForwardRule", "ForwardDLQ");
  }

  @Test
  void aTableOfAnotherNameIsUsedEverywhere() {
    Map<String, String> restored = Map.of("TableName", "trade-records-restored");
    Map<String, String> standby =
        Map.of("TableName", "trade-records-restored", "TableStreamArn", RESTORED_STREAM);
    for (ResolvedStack environment : List.of(deploy(restored), deployStandby(standby))) {
      assertThat(environment.toString())
          .contains("trade-records-restored")
          .doesNotContain("trade-records-dev");
    }
    assertThat(deploy(restored).resource("TradeTable").get("TableName"))
        .isEqualTo("trade-records-restored");
  }

  @Test
  void retainDataProtectsTableAndLogsFromDeletion() {
    for (boolean retained : new boolean[] {false, true}) {
      ResolvedStack environment = deploy(Map.of("RetainData", String.valueOf(retained)));
      assertThat(asList(environment.resource("TradeTable").get("Replicas")))
          .hasSize(2)
          .allSatisfy(
              replica ->
                  assertThat(asMap(replica)).containsEntry("DeletionProtectionEnabled", retained));
      assertThat(environment.ofType("AWS::Logs::LogGroup"))
          .hasSize(5)
          .allSatisfy(
              group -> assertThat(group.get("DeletionProtectionEnabled")).isEqualTo(retained));
    }
  }

  private static List<Map<String, Object>> key(String hash, String range) {
    return List.of(
        Map.of("AttributeName", hash, "KeyType", "HASH"),
        Map.of("AttributeName", range, "KeyType", "RANGE"));
  }
}
