package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradeprocessing.testkit.Project;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * {@code trades doctor} on the deployed stack with an archive: sound, as far as LocalStack has what
 * AWS has, then broken in one place after the other.
 */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorIT {

  private static final String ENVIRONMENT = "bulk";

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @BeforeAll
  void deploy() {
    deployment = Deployment.bulk();
    // What other tests left.
    try (SqsClient sqs = deployment.client(SqsClient.builder())) {
      sqs.listQueues().queueUrls().stream()
          .filter(url -> url.endsWith("-dlq-bulk"))
          .forEach(url -> sqs.purgeQueue(r -> r.queueUrl(url)));
    }
  }

  private TradesCommand.Ended examine() {
    return new TradesCommand(deployment).call("doctor", "--environment", ENVIRONMENT);
  }

  /**
   * The lines of what fails or cannot be checked. LocalStack has no SERVICE_QUOTA, and enables no
   * point-in-time recovery for a global table.
   */
  private List<String> failures() {
    return examine()
        .output()
        .lines()
        .filter(line -> line.matches("(FAIL|UNKNOWN) .*"))
        .filter(line -> !line.contains("Amazon EventBridge, PutEvents"))
        .filter(line -> !line.contains("trade-records-bulk has no point-in-time recovery"))
        .toList();
  }

  @Test
  void theDeployedStackIsSoundApartFromWhatLocalStackLacks() {
    TradesCommand.Ended ended = examine();

    assertThat(ended.output())
        .contains(
            "OK       trade-processing-bulk is CREATE_COMPLETE",
            "OK       /trade-processing/bulk/ has all parameters",
            "OK       alarms are all there, and notify: ",
            "OK       trade-records-bulk is ACTIVE",
            "OK       trade-processing-system1-bulk is enabled",
            "OK       trade-validator-dlq-bulk is empty",
            " delivers the table's changes to the archiver",
            " locks objects for 7 years in mode GOVERNANCE",
            "has no subscription, so nobody is told of an alarm",
            "AWS Lambda, Concurrent executions is ",
            "because cloudwatch:GetMetricData failed");
    assertThat(failures()).as(ended.output()).isEmpty();
  }

  @Test
  void aMalformedParameterIsFound() {
    String name = "/trade-processing/bulk/max-retries";
    try (SsmClient ssm = deployment.client(SsmClient.builder())) {
      String good = ssm.getParameter(r -> r.name(name)).parameter().value();
      ssm.putParameter(r -> r.name(name).value("often").overwrite(true));
      try {
        assertThat(failures())
            .singleElement()
            .asString()
            .contains(name + " must be a whole number from 0 to 10, not 'often'");
      } finally {
        ssm.putParameter(r -> r.name(name).value(good).overwrite(true));
      }
    }
  }

  @Test
  void anAlarmThatLostItsActionIsFound() {
    String name = "conflicts-bulk";
    try (CloudWatchClient cloudWatch = deployment.client(CloudWatchClient.builder())) {
      var good = cloudWatch.describeAlarms(r -> r.alarmNames(name)).metricAlarms().getFirst();
      cloudWatch.putMetricAlarm(withoutActions(good).build());
      try {
        assertThat(failures()).singleElement().asString().contains(name + " has no action");
      } finally {
        cloudWatch.putMetricAlarm(
            withoutActions(good)
                .alarmActions(good.alarmActions())
                .okActions(good.okActions())
                .build());
      }
    }
  }

  private static PutMetricAlarmRequest.Builder withoutActions(MetricAlarm alarm) {
    return PutMetricAlarmRequest.builder()
        .alarmName(alarm.alarmName())
        .namespace(alarm.namespace())
        .metricName(alarm.metricName())
        .dimensions(alarm.dimensions())
        .statistic(alarm.statistic())
        .period(alarm.period())
        .evaluationPeriods(alarm.evaluationPeriods())
        .threshold(alarm.threshold())
        .comparisonOperator(alarm.comparisonOperator())
        .treatMissingData(alarm.treatMissingData());
  }

  @Test
  void aDisabledRuleIsFound() {
    String name = "trade-processing-system2-bulk";
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      events.disableRule(r -> r.name(name).eventBusName(deployment.bus()));
      try {
        assertThat(failures()).singleElement().asString().contains(name + " is disabled");
      } finally {
        events.enableRule(r -> r.name(name).eventBusName(deployment.bus()));
      }
    }
  }

  @Test
  void aDisabledEventSourceMappingIsFound() {
    try (LambdaClient lambda = deployment.client(LambdaClient.builder());
        CloudFormationClient cloudFormation = deployment.client(CloudFormationClient.builder())) {
      String uuid =
          cloudFormation
              .describeStackResource(
                  r ->
                      r.stackName("trade-processing-bulk")
                          .logicalResourceId("RecordArchiverEventSource"))
              .stackResourceDetail()
              .physicalResourceId();
      lambda.updateEventSourceMapping(r -> r.uuid(uuid).enabled(false));
      try {
        await()
            .until(
                () -> lambda.getEventSourceMapping(r -> r.uuid(uuid)).state().equals("Disabled"));
        assertThat(failures())
            .singleElement()
            .asString()
            .contains(uuid + " is Disabled, so nothing is archived");
      } finally {
        lambda.updateEventSourceMapping(r -> r.uuid(uuid).enabled(true));
      }
    }
  }

  @Test
  void aDeadLetterIsFound() {
    try (SqsClient sqs = deployment.client(SqsClient.builder())) {
      String url = sqs.getQueueUrl(r -> r.queueName("outcome-dlq-bulk")).queueUrl();
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("{}"));
      try {
        assertThat(failures())
            .singleElement()
            .asString()
            .contains("outcome-dlq-bulk holds 1 dead letter");
      } finally {
        sqs.purgeQueue(r -> r.queueUrl(url));
      }
    }
  }

  @Test
  void aFunctionThatIsSwitchedOffIsFound() {
    String name = "trade-validator-bulk";
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      lambda.putFunctionConcurrency(r -> r.functionName(name).reservedConcurrentExecutions(0));
      try {
        assertThat(failures()).singleElement().asString().contains(name + " is switched off");
      } finally {
        lambda.deleteFunctionConcurrency(r -> r.functionName(name));
      }
    }
  }

  private TradesCommand.Ended tryNewest() {
    return new TradesCommand(deployment)
        .call(
            "doctor",
            "--environment",
            ENVIRONMENT,
            "--try-newest",
            "--events",
            Project.file("events").toString());
  }

  /** A release whose recorder knows another table is found before the alias points at it. */
  @Test
  void aNewestVersionThatFailsIsFoundWhileTheOneBeforeServes() {
    TradesCommand.Ended sound = tryNewest();
    assertThat(sound.exitCode()).as(sound.output()).isZero();
    assertThat(sound.output()).contains("3 checked: 0 failed, 0 unknown, 0 warnings");

    String name = "compliance-recorder-bulk";
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      Map<String, String> good =
          lambda.getFunctionConfiguration(r -> r.functionName(name)).environment().variables();
      Map<String, String> bad = new HashMap<>(good);
      bad.put("TABLE_NAME", "no-such-table");
      publish(lambda, name, bad);
      try {
        TradesCommand.Ended ended = tryNewest();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
            .containsPattern(
                "FAIL     compliance-recorder-bulk:[0-9]+ fails on a probe: writing the probe of"
                    + " us-east-1 failed: ");
      } finally {
        publish(lambda, name, good);
      }
    }
  }

  private static void publish(LambdaClient lambda, String name, Map<String, String> variables) {
    lambda.updateFunctionConfiguration(
        r -> r.functionName(name).environment(e -> e.variables(variables)));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    String version = lambda.publishVersion(r -> r.functionName(name)).version();
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name).qualifier(version));
  }

  @Test
  void anEnvironmentThatDoesNotExistIsIncorrectUse() {
    TradesCommand.Ended ended =
        new TradesCommand(deployment).call("doctor", "--environment", "nowhere");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("there is no stack trade-processing-nowhere in us-east-1");
  }

  @Test
  void jsonHasTheSame() {
    TradesCommand.Ended ended =
        new TradesCommand(deployment).call("doctor", "--environment", ENVIRONMENT, "--json");

    assertThat(ended.json())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            finding ->
                assertThat(Map.of("OK", 1, "WARN", 1, "FAIL", 1, "UNKNOWN", 1))
                    .containsKey(finding.path("level").asText()));
  }
}
