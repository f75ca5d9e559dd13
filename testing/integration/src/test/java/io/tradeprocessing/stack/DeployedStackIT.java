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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** The resources of the deployed stack, as an operator finds them. */
@ExtendWith(Deployment.Lifecycle.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployedStackIT {

  @SuppressWarnings("NullAway.Init") // by deploy
  private Deployment deployment;

  @BeforeAll
  void deploy() {
    deployment = Deployment.get();
  }

  @Test
  void theStackIsThereWithItsOutputs() {
    assertThat(deployment.stack().stackStatus())
        .isIn(StackStatus.CREATE_COMPLETE, StackStatus.UPDATE_COMPLETE);
    assertThat(deployment.output("TradeTableName")).isEqualTo("trade-records-it");
    assertThat(deployment.output("StateMachineArn")).endsWith(":stateMachine:trade-processing-it");
    assertThat(deployment.output("ValidatorFunctionArn")).endsWith(":function:trade-validator-it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trade-validator-it", "metadata-enricher-it", "compliance-recorder-it"})
  void theAliasIsAPublishedVersionOfTheZip(String function) {
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      String version =
          lambda.getAlias(r -> r.functionName(function).name("live")).functionVersion();
      assertThat(version).matches("[0-9]+");
      var live = lambda.getFunctionConfiguration(r -> r.functionName(function).qualifier(version));
      assertThat(live.runtime()).isEqualTo(Runtime.JAVA25);
      assertThat(live.architectures()).containsExactly(Architecture.ARM64);
      assertThat(live.environment().variables())
          .containsEntry("TABLE_NAME", "trade-records-it")
          .containsEntry("ENVIRONMENT", "it");
      assertThat(live.codeSize()).isLessThan(10_000_000);
    }
  }

  @Test
  void theDefinitionNamesTheDeployedAliasesAndQueues() {
    try (SfnClient workflow = deployment.client(SfnClient.builder())) {
      String definition =
          workflow
              .describeStateMachine(r -> r.stateMachineArn(deployment.output("StateMachineArn")))
              .definition();
      assertThat(definition)
          .doesNotContain("${")
          .contains("function:trade-validator-it:live")
          .contains("function:metadata-enricher-it:live")
          .contains("function:compliance-recorder-it:live")
          .contains(deployment.output("RecorderDLQUrl"))
          .contains(deployment.output("OutcomeDLQUrl"));
    }
  }

  /** LocalStack delivers nothing to a rule's dead-letter queue, so this is as far as it goes. */
  @ParameterizedTest
  @ValueSource(strings = {"system1", "system2", "system3"})
  void theRulesRetryAndKeepWhatTheyCannotDeliver(String system) {
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      List<Target> targets =
          events.listTargetsByRule(r -> r.rule("trade-processing-" + system + "-it")).targets();
      assertThat(targets)
          .singleElement()
          .satisfies(
              target -> {
                assertThat(target.arn()).isEqualTo(deployment.output("StateMachineArn"));
                assertThat(target.deadLetterConfig().arn()).endsWith(":eventbridge-dlq-it");
                assertThat(target.retryPolicy().maximumRetryAttempts()).isEqualTo(185);
                assertThat(target.retryPolicy().maximumEventAgeInSeconds()).isEqualTo(3600);
              });
    }
  }

  @Test
  void theRulesDeadLetterQueueLetsEventBridgeIn() {
    try (SqsClient queues = deployment.client(SqsClient.builder())) {
      Map<QueueAttributeName, String> attributes =
          queues
              .getQueueAttributes(
                  r ->
                      r.queueUrl(deployment.output("EventBridgeDLQUrl"))
                          .attributeNames(QueueAttributeName.ALL))
              .attributes();
      assertThat(attributes)
          .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")
          .containsEntry(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
      assertThat(attributes.get(QueueAttributeName.POLICY))
          .contains("events.amazonaws.com")
          .contains("rule/trade-processing-system2-it");
    }
  }

  @Test
  void theSettingsAreInOnePath() {
    try (SsmClient ssm = deployment.client(SsmClient.builder())) {
      assertThat(ssm.getParametersByPath(r -> r.path("/trade-processing/it/")).parameters())
          .extracting(Parameter::name)
          .containsExactlyInAnyOrder(
              "/trade-processing/it/api-endpoint",
              "/trade-processing/it/processing-threshold",
              "/trade-processing/it/max-retries",
              "/trade-processing/it/price-deviation-limit-bps",
              "/trade-processing/it/firm-profile",
              "/trade-processing/it/reviewers");
    }
  }

  @Test
  void aDeploymentOfTheSameChangesNothing() {
    try (LambdaClient lambda = deployment.client(LambdaClient.builder())) {
      String before =
          lambda.getAlias(r -> r.functionName("trade-validator-it").name("live")).functionVersion();
      deployment.deploy(Map.of());
      assertThat(
              lambda
                  .getAlias(r -> r.functionName("trade-validator-it").name("live"))
                  .functionVersion())
          .isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trade-validator", "metadata-enricher", "compliance-recorder"})
  void theFunctionsLogJsonThatNamesTradeSourceAndExecution(String service) {
    SourceSystem source = new SourceSystem(deployment);
    Trade trade = Trade.of("system2");
    String execution = source.process(trade).executionArn();

    JsonNode line = logLine(service + "-it", trade.id());

    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("service").asText()).isEqualTo(service);
    assertThat(line.path("tradeId").asText()).isEqualTo(trade.id());
    assertThat(line.path("sourceSystem").asText()).isEqualTo("system2");
    assertThat(line.path("executionId").asText()).isEqualTo(execution);
    assertThat(line.path("requestId").asText()).isNotEmpty();
    assertThat(line.path("coldStart").asText()).isIn("true", "false");
  }

  @Test
  void theRecorderCountsAcceptedTradesBySourceInEmbeddedMetricFormat() {
    new SourceSystem(deployment).process(Trade.of("system1"));

    JsonNode line = logLine("compliance-recorder-it", "\"TradesAccepted\"");

    JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
    assertThat(directive.path("Namespace").asText()).isEqualTo("TradeProcessing");
    assertThat(directive.at("/Metrics/0/Name").asText()).isEqualTo("TradesAccepted");
    assertThat(line.path("Environment").asText()).isEqualTo("it");
    assertThat(line.path("TradesAccepted").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trade-validator-it", "metadata-enricher-it", "compliance-recorder-it"})
  void everyLineThatAFunctionLogsIsJson(String function) {
    new SourceSystem(deployment).process(Trade.of("system3"));

    assertThat(logEvents(function))
        .extracting(event -> event.message().strip())
        // the platform's own lines, which are JSON too where LogFormat is not just accepted
        .filteredOn(line -> !line.matches("(START|END|REPORT|INIT_START) .*"))
        .allSatisfy(line -> assertThat(SourceSystem.json(line).isObject()).isTrue());
  }

  private JsonNode logLine(String function, String text) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                logEvents(function).stream()
                    .map(FilteredLogEvent::message)
                    .filter(line -> line.contains(text) && line.strip().startsWith("{"))
                    .map(SourceSystem::json)
                    .toList(),
            lines -> !lines.isEmpty())
        .getFirst();
  }

  private List<FilteredLogEvent> logEvents(String function) {
    try (CloudWatchLogsClient logs = deployment.client(CloudWatchLogsClient.builder())) {
      return logs
          .filterLogEventsPaginator(r -> r.logGroupName("/aws/lambda/" + function))
          .events()
          .stream()
          .toList();
    }
  }
}
