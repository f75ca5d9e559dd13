package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.RULES;
import static io.tradeprocessing.stack.StackTemplate.WORKFLOW_QUEUES;
import static io.tradeprocessing.stack.StackTemplate.allowed;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.documentStatements;
import static io.tradeprocessing.stack.StackTemplate.referenced;
import static io.tradeprocessing.stack.StackTemplate.with;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machine, its settings, and the rules and queues around it. */
class WorkflowResourcesTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void theWorkflowIsStandardTracedAndLogged() {
    Resource workflow = stack.resource("TradeProcessingStateMachine");
    assertThat(workflow.get("Type")).isEqualTo("STANDARD");
    assertThat(workflow.get("Tracing", "Enabled")).isEqualTo(true);
    Object destination =
        workflow.get("Logging", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn");
    assertThat(String.valueOf(referenced(stack, destination).get("LogGroupName")))
        .startsWith("/aws/vendedlogs/states/");
    assertThat(workflow.get("Logging", "Level")).isEqualTo("ERROR");
    assertThat(workflow.get("Logging", "IncludeExecutionData")).isEqualTo(false);
  }

  @Test
  void theWorkflowIsOfOneTypeAndOfBothWhileItDrains() {
    ResolvedStack express = deploy(Map.of("WorkflowType", "EXPRESS"));
    assertThat(stack.resources()).doesNotContainKey("TradeProcessingExpressStateMachine");
    assertThat(express.resources()).doesNotContainKey("TradeProcessingStateMachine");
    for (String type : List.of("STANDARD", "EXPRESS")) {
      assertThat(
              deploy(Map.of("WorkflowType", type, "WorkflowDraining", "true"))
                  .ofType("AWS::Serverless::StateMachine"))
          .extracting(Resource::id)
          .contains("TradeProcessingStateMachine", "TradeProcessingExpressStateMachine");
    }
  }

  /** Whatever one has and the other has not is an outage after a change of WorkflowType. */
  @Test
  void theStateMachinesDifferInNameTypeAndDefinitionOnly() {
    Resource standard = stack.resource("TradeProcessingStateMachine");
    Resource express = onlyExpress().resource("TradeProcessingExpressStateMachine");
    Map<String, Object> expected = new HashMap<>(standard.properties());
    expected.put("Name", "trade-processing-express-dev");
    expected.put("Type", "EXPRESS");
    expected.put("DefinitionUri", "statemachine/trade-processing-express.asl.json");
    assertThat(express.properties()).isEqualTo(expected);
  }

  @Test
  void rulesAlarmsAndPermissionsFollowTheTypeOfTheWorkflow() {
    ResolvedStack express = onlyExpress();
    String machine = "${TradeProcessingExpressStateMachine}";
    for (String rule : RULES) {
      assertThat(express.resource(rule).get("Targets", 0, "Arn")).isEqualTo(machine);
    }
    for (String alarm :
        List.of(
            "StateMachineErrorAlarm", "StateMachineTimeoutAlarm", "StateMachineThrottleAlarm")) {
      assertThat(express.resource(alarm).get("Dimensions", 0, "Value")).isEqualTo(machine);
    }
    assertThat(allowed(express, "EventBridgeRole"))
        .containsExactly("states:StartExecution on " + machine);
    assertThat(express.outputs().get("StateMachineArn")).containsEntry("Value", machine);
    assertThat(String.valueOf(express.resource("Dashboard").get("DashboardBody")))
        .contains(machine);
    assertThat(
            asList(
                express
                    .resource("TradeProcessingStateMachineRole")
                    .get(
                        "AssumeRolePolicyDocument",
                        "Statement",
                        0,
                        "Condition",
                        "ArnLike",
                        "aws:SourceArn")))
        .contains(
            "arn:aws:states:us-east-1:111122223333:stateMachine:trade-processing-express-dev");
  }

  private static ResolvedStack onlyExpress() {
    return deploy(Map.of("WorkflowType", "EXPRESS"));
  }

  @Test
  void theDefinitionGetsEverySubstitutionThatItAsksFor() throws IOException {
    Resource workflow = stack.resource("TradeProcessingStateMachine");
    String definition =
        Files.readString(Project.file(String.valueOf(workflow.get("DefinitionUri"))));
    Set<String> asked =
        Pattern.compile("\\$\\{(\\w+)}")
            .matcher(definition)
            .results()
            .map(match -> match.group(1))
            .collect(toSet());
    assertThat(asMap(workflow.get("DefinitionSubstitutions")))
        .containsOnlyKeys(asked)
        .contains(
            entry("TradeValidatorFunctionArn", "${TradeValidatorFunction.Alias}"),
            entry("MetadataEnricherFunctionArn", "${MetadataEnricherFunction.Alias}"),
            entry("ComplianceRecorderFunctionArn", "${ComplianceRecorderFunction.Alias}"));
  }

  @Test
  void everyApplicationErrorThatTheWorkflowRetriesIsAnExceptionOfThatName()
      throws IOException, ClassNotFoundException {
    String definition = Files.readString(Project.file("statemachine/trade-processing.asl.json"));
    List<String> names =
        Pattern.compile("\"(io\\.tradeprocessing\\.[\\w.]+)\"")
            .matcher(definition)
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();
    assertThat(names).isNotEmpty();
    for (String name : names) {
      assertThat(Throwable.class).isAssignableFrom(Class.forName(name));
    }
  }

  @Test
  void everyQueueKeepsItsMessagesFor14DaysUnderAKeyThatItsSendersCanUse() {
    assertThat(stack.ofType("AWS::SQS::Queue"))
        .extracting(Resource::id)
        .containsExactlyInAnyOrderElementsOf(
            with(WORKFLOW_QUEUES, "EventBridgeDLQ", "ForwardDLQ", "RecordArchiverDLQ"));
    for (Resource queue : stack.ofType("AWS::SQS::Queue")) {
      assertThat(queue.get("MessageRetentionPeriod")).isEqualTo(14 * 24 * 60 * 60);
      assertThat(queue.get("SqsManagedSseEnabled")).isEqualTo(true);
      assertThat(queue.find("KmsMasterKeyId")).isEmpty();
    }
  }

  @Test
  void onlyTheThreeRulesMaySendToTheirDeadLetterQueue() {
    List<Map<String, Object>> allow =
        documentStatements(stack.resource("EventBridgeDLQPolicy")).stream()
            .filter(statement -> "Allow".equals(statement.get("Effect")))
            .toList();
    assertThat(allow).hasSize(1);
    Map<String, Object> statement = allow.getFirst();
    assertThat(statement)
        .contains(
            entry("Principal", Map.of("Service", "events.amazonaws.com")),
            entry("Action", "sqs:SendMessage"),
            entry("Resource", "${EventBridgeDLQ.Arn}"));
    assertThat(asMap(asMap(statement.get("Condition")).get("ArnEquals")).get("aws:SourceArn"))
        .isEqualTo(RULES.stream().map(id -> "${" + id + ".Arn}").toList());
  }

  @Test
  void everyQueueRefusesPlainHttp() {
    Set<Object> covered = new HashSet<>();
    for (Resource policy : stack.ofType("AWS::SQS::QueuePolicy")) {
      for (Map<String, Object> statement : documentStatements(policy)) {
        if ("Deny".equals(statement.get("Effect"))) {
          assertThat(statement.get("Condition"))
              .isEqualTo(Map.of("Bool", Map.of("aws:SecureTransport", "false")));
          covered.addAll(asList(policy.get("Queues")));
        }
      }
    }
    assertThat(covered).hasSameSizeAs(stack.ofType("AWS::SQS::Queue"));
  }

  @ParameterizedTest
  @EnumSource
  void eachRuleStartsTheWorkflowForItsSource(SourceSystem system) {
    startsTheWorkflow(StackTemplate.ruleOf(system), system.eventSource(), "Trade Event");
  }

  /** What operations decides has its own rule: no pattern lets another source send a review. */
  @Test
  void theRuleOfOperationsStartsTheWorkflowForReviews() {
    startsTheWorkflow(StackTemplate.OPERATIONS_RULE, "trading.operations", "Trade Review");
  }

  private void startsTheWorkflow(String id, String source, String detailType) {
    Resource rule = stack.resource(id);
    assertThat(rule.get("EventPattern"))
        .isEqualTo(Map.of("source", List.of(source), "detail-type", List.of(detailType)));
    assertThat(String.valueOf(rule.get("Description"))).isNotBlank();
    assertThat(asList(rule.get("Targets"))).hasSize(1);
    assertThat(rule.get("Targets", 0, "Arn")).isEqualTo("${TradeProcessingStateMachine}");
    assertThat(rule.get("Targets", 0, "RetryPolicy"))
        .isEqualTo(Map.of("MaximumRetryAttempts", "185", "MaximumEventAgeInSeconds", "3600"));
    assertThat(rule.get("Targets", 0, "DeadLetterConfig", "Arn"))
        .isEqualTo("${EventBridgeDLQ.Arn}");
    assertThat(rule.find("Targets", 0, "InputPath")).isEmpty();
  }

  /** A burst is throttled, and an event that gave up after two attempts was a dead letter. */
  @Test
  void howLongTheRulesRetryIsAParameter() {
    ResolvedStack patient = deploy(Map.of("EventRetryAttempts", "10", "EventMaximumAge", "86400"));
    for (String rule : RULES) {
      assertThat(patient.resource(rule).get("Targets", 0, "RetryPolicy"))
          .isEqualTo(Map.of("MaximumRetryAttempts", "10", "MaximumEventAgeInSeconds", "86400"));
    }
  }

  @Test
  void theBusIsOneParameterForRulesAndOutcomes() {
    assertThat(stack.resource("SourceSystem1Rule").get("EventBusName")).isEqualTo("default");
    ResolvedStack other = deploy(Map.of("EventBusName", "trading"));
    assertThat(other.resource("SourceSystem3Rule").get("EventBusName")).isEqualTo("trading");
    assertThat(
            other
                .resource("TradeProcessingStateMachine")
                .get("DefinitionSubstitutions", "EventBusName"))
        .isEqualTo("trading");
    assertThat(allowed(other, "TradeProcessingStateMachineRole"))
        .contains("events:PutEvents on arn:aws:events:us-east-1:111122223333:event-bus/trading");
  }

  @ParameterizedTest
  @CsvSource({
    "APIEndpointParameter,api-endpoint,none",
    "ProcessingThresholdParameter,processing-threshold,1000000",
    "MaxRetriesParameter,max-retries,3",
    "PriceDeviationLimitParameter,price-deviation-limit-bps,500",
    "FirmProfileParameter,firm-profile,none",
    "ReviewersParameter,reviewers,none"
  })
  void eachSettingIsAParameterUnderTheEnvironmentsPath(String id, String name, String value) {
    Resource parameter = stack.resource(id);
    assertThat(parameter.get("Name")).isEqualTo("/trade-processing/dev/" + name);
    assertThat(parameter.get("Value")).isEqualTo(value);
  }
}
