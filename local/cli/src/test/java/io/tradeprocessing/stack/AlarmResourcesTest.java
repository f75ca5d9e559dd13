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
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
    "StateMachineAbortAlarm,ExecutionsAborted,${TradeProcessingStateMachine}",
    "ArchiverDLQAlarm,ApproximateNumberOfMessagesVisible,${RecordArchiverDLQ.QueueName}",
    "ArchiverErrorAlarm,Errors,${RecordArchiverFunction}",
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

  /** What the workflow's retries absorb is no news; five minutes of it are. */
  @ParameterizedTest
  @CsvSource({
    "StateMachineThrottleAlarm,ExecutionThrottled,${TradeProcessingStateMachine},5",
    "ValidatorErrorAlarm,Errors,${TradeValidatorFunction},3",
    "EnricherErrorAlarm,Errors,${MetadataEnricherFunction},3",
    "RecorderErrorAlarm,Errors,${ComplianceRecorderFunction},3",
    "ValidatorThrottleAlarm,Throttles,${TradeValidatorFunction},5",
    "EnricherThrottleAlarm,Throttles,${MetadataEnricherFunction},5",
    "RecorderThrottleAlarm,Throttles,${ComplianceRecorderFunction},5",
    "ArchiverThrottleAlarm,Throttles,${RecordArchiverFunction},5"
  })
  void whatIsRetriedGoesOffWhenItLasts(String id, String metric, String watched, int minutes) {
    Resource alarm = stack.resource(id);
    assertThat(alarm.get("MetricName")).isEqualTo(metric);
    assertThat(alarm.get("Dimensions", 0, "Value")).isEqualTo(watched);
    assertThat(alarm.get("Statistic")).isEqualTo("Sum");
    assertThat(alarm.get("Threshold")).isEqualTo(1);
    assertThat(alarm.get("Period")).isEqualTo(60);
    assertThat(alarm.get("EvaluationPeriods")).isEqualTo(5);
    assertThat(alarm.find("DatapointsToAlarm").orElse(5)).isEqualTo(minutes);
  }

  /**
   * SQS stops to report a queue that nobody uses for six hours, although a letter is in it; then
   * the alarm stays as it is.
   */
  @Test
  void anUntouchedDeadLetterKeepsItsAlarm() {
    assertThat(stack.ofType("AWS::CloudWatch::Alarm"))
        .filteredOn(
            alarm ->
                alarm
                    .find("MetricName")
                    .filter("ApproximateNumberOfMessagesVisible"::equals)
                    .isPresent())
        .hasSize(stack.ofType("AWS::SQS::Queue").size())
        .allSatisfy(alarm -> assertThat(alarm.get("TreatMissingData")).isEqualTo("ignore"));
  }

  private static final Map<String, String> HOURS =
      Map.of("SourceSystem1Hours", "7-21", "SourceSystem3Hours", "0-24");

  @Test
  void anOutageSendsOneMailAndWhatItLeftAnotherWhenItIsOver() {
    assertThat(spokenFor("OutageAlarm", stack))
        .containsExactly(
            "ValidatorErrorAlarm",
            "EnricherErrorAlarm",
            "RecorderErrorAlarm",
            "RecordLatencyAlarm",
            "ProbeAlarm");
    assertThat(stack.resource("OutageAlarm").find("ActionsSuppressor")).isEmpty();
    for (String suppressed : List.of("FailedTradesAlarm", "ThrottlingAlarm")) {
      Resource alarm = stack.resource(suppressed);
      assertThat(alarm.get("ActionsSuppressor")).isEqualTo("${OutageAlarm.Arn}");
      assertThat(alarm.get("ActionsSuppressorExtensionPeriod")).isEqualTo(300);
      assertThat(alarm.get("ActionsSuppressorWaitPeriod")).isEqualTo(120);
    }
    assertThat(spokenFor("FailedTradesAlarm", stack))
        .containsExactly(
            "ValidatorDLQAlarm",
            "EnricherDLQAlarm",
            "RecorderDLQAlarm",
            "OutcomeDLQAlarm",
            "EventBridgeDLQAlarm",
            "StateMachineErrorAlarm",
            "StateMachineTimeoutAlarm",
            "StateMachineAbortAlarm");
    assertThat(spokenFor("ThrottlingAlarm", stack))
        .containsExactly(
            "StateMachineThrottleAlarm",
            "ValidatorThrottleAlarm",
            "EnricherThrottleAlarm",
            "RecorderThrottleAlarm",
            "TableThrottleAlarm",
            "ArchiverThrottleAlarm");
  }

  /** The alarms that a composite alarm names; each is in the stack, or it cannot be resolved. */
  private static List<String> spokenFor(String composite, ResolvedStack of) {
    String rule = String.valueOf(of.resource(composite).get("AlarmRule"));
    assertThat(rule).matches("ALARM\\(\"[^\"]+\"\\)( OR ALARM\\(\"[^\"]+\"\\))*");
    return Pattern.compile("\\{(\\w+)\\.Arn}")
        .matcher(rule)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void theServiceLevelIsAShareOfTheRecordsInTime() {
    Resource alarm =
        deploy(Map.of("RecordLatencyLimit", "2000", "RecordLatencyTarget", "95"))
            .resource("RecordLatencyAlarm");

    assertThat(alarm.get("Metrics", 0, "Expression"))
        .isEqualTo("100 * FILL(intime_count, 0) / all");
    assertThat(alarm.get("Metrics", 1, "MetricStat", "Stat")).isEqualTo("TC(:2000)");
    assertThat(alarm.get("Metrics", 2, "MetricStat", "Stat")).isEqualTo("SampleCount");
    assertThat(alarm.get("Metrics", 1, "MetricStat", "Metric"))
        .isEqualTo(alarm.get("Metrics", 2, "MetricStat", "Metric"));
    assertThat(alarm.get("Threshold")).isEqualTo("95");
    assertThat(alarm.get("ComparisonOperator")).isEqualTo("LessThanThreshold");
  }

  @ParameterizedTest
  @EnumSource(SourceSystem.class)
  void theRejectionsOfEachSourceAreMonitored(SourceSystem source) {
    Resource alarm = stack.resource(alarmOf(source, "RejectionAlarm"));

    assertThat(alarm.get("Metrics", 0, "Expression"))
        .isEqualTo("100 * FILL(rejected, 0) / IF(total < 20, 20, total)");
    assertThat(alarm.get("Metrics", 1, "Expression"))
        .isEqualTo("FILL(accepted, 0) + FILL(rejected, 0)");
    for (int metric : List.of(2, 3)) {
      assertThat(asList(alarm.get("Metrics", metric, "MetricStat", "Metric", "Dimensions")))
          .containsExactly(
              Map.of("Name", "Environment", "Value", "dev"),
              Map.of("Name", "Service", "Value", "compliance-recorder"),
              Map.of("Name", "sourceSystem", "Value", source.id()));
    }
  }

  private static String alarmOf(SourceSystem source, String kind) {
    return StackTemplate.ruleOf(source).replace("Rule", kind);
  }

  @Test
  void silenceIsAnAlarmInTheHoursOfASourceThatHasSome() {
    assertThat(stack.resources()).doesNotContainKeys("SilenceAlarm", "SourceSystem1SilenceAlarm");

    ResolvedStack timed = deploy(HOURS);
    assertThat(timed.resources()).doesNotContainKey("SourceSystem2SilenceAlarm");
    assertThat(spokenFor("SilenceAlarm", timed))
        .containsExactly("SourceSystem1SilenceAlarm", "SourceSystem3SilenceAlarm");
    Resource alarm = timed.resource("SourceSystem1SilenceAlarm");
    assertThat(alarm.get("Metrics", 0, "Expression"))
        .isEqualTo(
            "IF(DAY(clock) < 6 AND HOUR(clock) >= 7 AND HOUR(clock) < 21, FILL(arrived, 0), 1)");
    assertThat(alarm.get("TreatMissingData")).isEqualTo("breaching");
    assertThat(alarm.get("Threshold")).isEqualTo(1);
    assertThat(alarm.get("ComparisonOperator")).isEqualTo("LessThanThreshold");
  }

  /** A rule of the default bus has no dimension EventBusName. */
  @Test
  void theMetricsOfARuleDependOnItsBus() {
    for (String bus : List.of("default", "trades")) {
      ResolvedStack timed = deploy(HOURS, Map.of("EventBusName", bus));
      Object rule =
          Map.of("Name", "RuleName", "Value", timed.resource("SourceSystem1Rule").get("Name"));
      List<Object> expected =
          bus.equals("default")
              ? List.of(rule)
              : List.of(Map.of("Name", "EventBusName", "Value", bus), rule);

      assertThat(
              timed
                  .resource("SourceSystem1SilenceAlarm")
                  .get("Metrics", 2, "MetricStat", "Metric", "Dimensions"))
          .isEqualTo(expected);
      assertThat(
              timed
                  .resource("DeadLetterDeliveryAlarm")
                  .get("Metrics", 1, "MetricStat", "Metric", "Dimensions"))
          .isEqualTo(expected);
    }
  }

  @Test
  void anAlarmCountsWhatEachRuleCouldSendToNoQueue() {
    Resource alarm = stack.resource("DeadLetterDeliveryAlarm");
    List<Object> names = new ArrayList<>();
    for (int rule = 0; rule < StackTemplate.RULES.size(); rule++) {
      names.add(alarm.get("Metrics", rule + 1, "MetricStat", "Metric", "Dimensions", 0, "Value"));
      assertThat(String.valueOf(alarm.get("Metrics", 0, "Expression")))
          .contains("FILL(" + alarm.get("Metrics", rule + 1, "Id") + ", 0)");
    }
    assertThat(names)
        .isEqualTo(StackTemplate.RULES.stream().map(id -> stack.resource(id).get("Name")).toList());
  }

  /** Otherwise every source would be silent in a standby. */
  @Test
  void onlyARegionThatTakesEventsTellsOfSilence() {
    assertThat(deploy(HOURS).resource("SilenceAlarm").get("ActionsEnabled")).isEqualTo(true);
    assertThat(deployStandby(HOURS).resource("SilenceAlarm").get("ActionsEnabled"))
        .isEqualTo(false);
    assertThat(
            deploy(HOURS, Map.of("Intake", "disabled"))
                .resource("SilenceAlarm")
                .get("ActionsEnabled"))
        .isEqualTo(false);
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
  void everyAlarmNotifiesTheTopicItselfOrThroughOneOther() {
    ResolvedStack timed = deploy(HOURS);
    List<Resource> composites = timed.ofType("AWS::CloudWatch::CompositeAlarm");
    List<String> spokenFor =
        composites.stream().flatMap(alarm -> spokenFor(alarm.id(), timed).stream()).toList();

    assertThat(spokenFor).doesNotHaveDuplicates();
    assertThat(composites).hasSize(4);
    assertThat(
            Stream.concat(composites.stream(), timed.ofType("AWS::CloudWatch::Alarm").stream())
                .toList())
        .allSatisfy(
            alarm -> {
              if (spokenFor.contains(alarm.id())) {
                assertThat(alarm.find("AlarmActions")).isEmpty();
                assertThat(alarm.find("OKActions")).isEmpty();
              } else {
                assertThat(alarm.get("AlarmActions")).isEqualTo(List.of("${AlarmTopic}"));
                assertThat(alarm.get("OKActions")).isEqualTo(List.of("${AlarmTopic}"));
              }
              assertThat(String.valueOf(alarm.get("AlarmDescription"))).isNotBlank();
            });
  }

  /** What says that nothing happens any more has no data. */
  @Test
  void onlyAlarmsOnSilenceGoOffWithoutData() {
    assertThat(deploy(HOURS).ofType("AWS::CloudWatch::Alarm"))
        .allSatisfy(
            alarm ->
                assertThat(alarm.get("TreatMissingData").equals("breaching"))
                    .as(alarm.id())
                    .isEqualTo(alarm.id().matches("ProbeAlarm|.*SilenceAlarm")));
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
