package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.deployStandby;
import static io.tradeprocessing.stack.StackTemplate.statements;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alarms, their topic and the dashboard. */
class AlarmResourcesTest {

  private final ResolvedStack stack = deploy(Map.of());

  @ParameterizedTest
  @CsvSource({
    "ValidatorDLQAlarm,ApproximateNumberOfMessagesVisible,${TradeValidatorDLQ.QueueName}",
    "EnricherDLQAlarm,ApproximateNumberOfMessagesVisible,${MetadataEnricherDLQ.QueueName}",
    "RecorderDLQAlarm,ApproximateNumberOfMessagesVisible,${ComplianceRecorderDLQ.QueueName}",
    "OutcomeDLQAlarm,ApproximateNumberOfMessagesVisible,${OutcomeDLQ.QueueName}",
    "EventBridgeDLQAlarm,ApproximateNumberOfMessagesVisible,${EventBridgeDLQ.QueueName}",
    "ForwardDLQAlarm,ApproximateNumberOfMessagesVisible,${ForwardDLQ.QueueName}",
    "StateMachineErrorAlarm,ExecutionsFailed,${TradeProcessingStateMachine}",
    "StateMachineTimeoutAlarm,ExecutionsTimedOut,${TradeProcessingStateMachine}",
    "StateMachineThrottleAlarm,ExecutionThrottled,${TradeProcessingStateMachine}",
    "ValidatorErrorAlarm,Errors,${TradeValidatorFunction}",
    "EnricherErrorAlarm,Errors,${MetadataEnricherFunction}",
    "RecorderErrorAlarm,Errors,${ComplianceRecorderFunction}",
    "ValidatorThrottleAlarm,Throttles,${TradeValidatorFunction}",
    "EnricherThrottleAlarm,Throttles,${MetadataEnricherFunction}",
    "RecorderThrottleAlarm,Throttles,${ComplianceRecorderFunction}",
    "ArchiverDLQAlarm,ApproximateNumberOfMessagesVisible,${RecordArchiverDLQ.QueueName}",
    "ArchiverErrorAlarm,Errors,${RecordArchiverFunction}",
    "ArchiverThrottleAlarm,Throttles,${RecordArchiverFunction}",
    "TamperedRecordsAlarm,TamperedRecords,dev"
  })
  void anAlarmGoesOffAtTheFirstOccurrence(String id, String metric, String watched) {
    Resource alarm = stack.resource(id);
    assertThat(alarm.get("MetricName")).isEqualTo(metric);
    assertThat(alarm.get("Dimensions", 0, "Value")).isEqualTo(watched);
    assertThat(alarm.get("Threshold")).isEqualTo(1);
    assertThat(alarm.get("ComparisonOperator")).isEqualTo("GreaterThanOrEqualToThreshold");
    assertThat(alarm.get("EvaluationPeriods")).isEqualTo(1);
    assertThat(alarm.get("Statistic"))
        .isEqualTo(metric.startsWith("Approximate") ? "Maximum" : "Sum");
  }

  /** The names are those under which the recorder counts, by its environment variables. */
  @Test
  void anAlarmGoesOffAtTheFirstConflictThatTheRecorderCounts() {
    Resource alarm = stack.resource("ConflictsAlarm");
    assertThat(alarm.get("Namespace")).isEqualTo("TradeProcessing");
    assertThat(alarm.get("MetricName")).isEqualTo("Conflicts");
    assertThat(asList(alarm.get("Dimensions")))
        .containsExactly(
            Map.of("Name", "Environment", "Value", "dev"),
            Map.of("Name", "Service", "Value", "compliance-recorder"));
    assertThat(
            stack
                .resource("ComplianceRecorderFunction")
                .get("Environment", "Variables", "POWERTOOLS_SERVICE_NAME"))
        .isEqualTo("compliance-recorder");
    assertThat(alarm.get("Statistic")).isEqualTo("Sum");
    assertThat(alarm.get("Threshold")).isEqualTo(1);
    assertThat(alarm.get("ComparisonOperator")).isEqualTo("GreaterThanOrEqualToThreshold");
  }

  @Test
  void replicationIsMonitoredInBothDirections() {
    for (var direction :
        Map.of(stack, "eu-west-1", deployStandby(Map.of()), "us-east-1").entrySet()) {
      Resource alarm = direction.getKey().resource("ReplicationLatencyAlarm");
      assertThat(alarm.get("Metrics", 1, "MetricStat", "Metric", "MetricName"))
          .isEqualTo("ReplicationLatency");
      assertThat(asList(alarm.get("Metrics", 1, "MetricStat", "Metric", "Dimensions")))
          .containsExactly(
              Map.of("Name", "TableName", "Value", "trade-records-dev"),
              Map.of("Name", "ReceivingRegion", "Value", direction.getValue()));
    }
  }

  /**
   * An alarm on a metric of DynamoDB ignores missing data, and stopped replication reports none.
   */
  @Test
  void writesOfWhichNothingArrivesCountAsAnHourOfLatency() {
    Resource alarm = stack.resource("ReplicationLatencyAlarm");
    assertThat(alarm.get("Metrics", 0, "Expression"))
        .isEqualTo("IF(FILL(writes, 0) > 0, FILL(latency, 3600000), 0)");
    assertThat(asList(alarm.get("Metrics")))
        .extracting(metric -> asMap(metric).get("Id"), metric -> asMap(metric).get("ReturnData"))
        .containsExactly(
            tuple("replication", true), tuple("latency", false), tuple("writes", false));
    assertThat(asList(alarm.get("Metrics", 2, "MetricStat", "Metric", "Dimensions")))
        .contains(Map.of("Name", "Operation", "Value", "TransactWriteItems"));
    assertThat((int) alarm.get("Threshold")).isLessThan(3_600_000);
  }

  /** The dead letter is all that is left of an event whose EXPRESS execution failed. */
  @Test
  void anExpressExecutionThatFailsWithoutADeadLetterIsAnAlarm() {
    assertThat(stack.resources()).doesNotContainKey("MissingDeadLetterAlarm");

    Resource alarm = deploy(Map.of("WorkflowType", "EXPRESS")).resource("MissingDeadLetterAlarm");
    assertThat(alarm.get("Metrics", 0, "Expression"))
        .isEqualTo(
            "FILL(failed, 0) + FILL(timedout, 0)"
                + " - FILL(validator, 0) - FILL(enricher, 0) - FILL(recorder, 0)");
    assertThat(asList(alarm.get("Metrics")).subList(1, 6))
        .extracting(metric -> asMap(metric).get("Id"))
        .containsExactly("failed", "timedout", "validator", "enricher", "recorder");
    assertThat(alarm.get("Threshold")).isEqualTo(1);
    assertThat(alarm.get("ComparisonOperator")).isEqualTo("GreaterThanOrEqualToThreshold");
    assertThat(alarm.get("AlarmActions")).isEqualTo(List.of("${AlarmTopic}"));
    // What says that nothing happens any more has no data.
    assertThat(alarm.get("TreatMissingData"))
        .isEqualTo(alarm.id().equals("ProbeAlarm") ? "breaching" : "notBreaching");
  }

  @Test
  void recordingWithoutMarketDataIsMonitoredByTheMetricThatTheEnricherWrites() {
    Resource alarm = stack.resource("MarketDataAlarm");
    Resource enricher = stack.resource("MetadataEnricherFunction");
    assertThat(alarm.get("Namespace")).isEqualTo(Telemetry.NAMESPACE);
    assertThat(alarm.get("MetricName")).isEqualTo("MarketDataUnavailable");
    assertThat(asList(alarm.get("Dimensions")))
        .containsExactly(
            Map.of("Name", "Environment", "Value", "dev"),
            Map.of(
                "Name",
                "Service",
                "Value",
                enricher.get("Environment", "Variables", "POWERTOOLS_SERVICE_NAME")));
  }

  @Test
  void everyAlarmHasADescriptionNotifiesTheTopicAndIsQuietWithoutData() {
    assertThat(stack.ofType("AWS::CloudWatch::Alarm"))
        .hasSize(25)
        .allSatisfy(
            alarm -> {
              assertThat(alarm.get("AlarmActions")).isEqualTo(List.of("${AlarmTopic}"));
              // What says that nothing happens any more has no data.
              assertThat(alarm.get("TreatMissingData"))
                  .isEqualTo(alarm.id().equals("ProbeAlarm") ? "breaching" : "notBreaching");
              assertThat(String.valueOf(alarm.get("AlarmDescription"))).isNotBlank();
            });
  }

  @Test
  void theTopicIsEncryptedWithAKeyThatAlarmsMayUse() {
    assertThat(stack.resource("AlarmTopic").get("KmsMasterKeyId")).isEqualTo("${AlarmTopicKey}");
    List<Object> statements = asList(stack.resource("AlarmTopicKey").get("KeyPolicy", "Statement"));
    assertThat(statements)
        .filteredOn(
            s -> Map.of("Service", "cloudwatch.amazonaws.com").equals(asMap(s).get("Principal")))
        .singleElement()
        .satisfies(
            s ->
                assertThat(asMap(s).get("Action"))
                    .isEqualTo(List.of("kms:GenerateDataKey*", "kms:Decrypt")));
    assertThat(stack.resource("AlarmTopicKey").get("EnableKeyRotation")).isEqualTo(true);
  }

  @Test
  void alarmsAreMailedWhereThereIsAnAddress() {
    assertThat(stack.resources()).doesNotContainKey("AlarmSubscription");
    ResolvedStack mailing = deploy(Map.of("AlarmEmail", "desk@example.com"));
    assertThat(mailing.resource("AlarmSubscription").get("Endpoint")).isEqualTo("desk@example.com");
  }

  @Test
  void theDashboardIsJsonAndShowsOnlyWhatTheStackHas() throws IOException {
    for (ResolvedStack environment :
        List.of(stack, deployStandby(Map.of()), deploy(Map.of("ReplicaRegion", "none")))) {
      String body = String.valueOf(environment.resource("Dashboard").get("DashboardBody"));
      var widgets = new ObjectMapper().readTree(body).get("widgets");
      assertThat(widgets).hasSizeGreaterThanOrEqualTo(7);
    }
  }
}
