package io.tradeprocessing.stack;

import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.testkit.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the template says, for the environments that it can be deployed as. */
@TestInstance(PER_CLASS) // the template is read once
class TemplateTest {

  private static final List<String> FUNCTIONS =
      List.of("TradeValidatorFunction", "MetadataEnricherFunction", "ComplianceRecorderFunction");

  private static final List<String> FUNCTION_QUEUES =
      List.of("TradeValidatorDLQ", "MetadataEnricherDLQ", "ComplianceRecorderDLQ");

  private static final List<String> RULES =
      List.of("SourceSystem1Rule", "SourceSystem2Rule", "SourceSystem3Rule");

  private static final Map<String, String> VPC =
      Map.of(
          "VpcId", "vpc-0a1b2c3d",
          "PrivateSubnetIds", "subnet-0a1b2c3d,subnet-4e5f6a7b",
          "PrivateRouteTableIds", "rtb-0a1b2c3d,rtb-4e5f6a7b");

  /** CloudFormation has no tags for these. */
  private static final Set<String> WITHOUT_TAGS =
      Set.of(
          "AWS::SQS::QueuePolicy",
          "AWS::SNS::TopicPolicy",
          "AWS::SNS::Subscription",
          "AWS::CloudWatch::Dashboard",
          "AWS::ECR::ReplicationConfiguration");

  private final Template template = Template.read(Project.file("template.yaml"));
  private final ResolvedStack stack = deploy(Map.of());

  // --- functions

  @Test
  void everyFunctionIsAJava25ZipOnArm64WithADescription() {
    assertThat(stack.ofType("AWS::Serverless::Function"))
        .extracting(Resource::id)
        .containsExactlyInAnyOrderElementsOf(FUNCTIONS);
    for (Resource function : functions(stack)) {
      assertThat(function.get("Runtime")).isEqualTo("java25");
      assertThat(function.get("Architectures")).isEqualTo(List.of("arm64"));
      assertThat(function.find("PackageType")).isEmpty();
      assertThat(function.find("ImageUri")).isEmpty();
      assertThat(String.valueOf(function.get("Description"))).isNotBlank();
    }
  }

  @Test
  void everyHandlerIsAClassThatLambdaCanStart() throws ReflectiveOperationException {
    for (Resource function : functions(stack)) {
      Class<?> handler = Class.forName(String.valueOf(function.get("Handler")));
      assertThat(RequestStreamHandler.class).isAssignableFrom(handler);
      assertThat(handler.getConstructor().getParameterCount()).isZero();
    }
  }

  @Test
  void everyFunctionIsBuiltByTheMakefileWithoutFlags() throws IOException {
    String makefile = Files.readString(Project.file("Makefile"));
    for (Resource function : functions(stack)) {
      assertThat(asMap(function.attributes().get("Metadata")))
          .contains(
              entry("BuildMethod", "makefile"),
              entry("ContextPath", "."),
              entry("WorkingDirectory", "."));
      assertThat(Project.file(String.valueOf(function.get("CodeUri")))).isDirectory();
      assertThat(makefile).contains("build-" + function.id() + ":");
    }
  }

  @Test
  void everyFunctionPublishesSnapStartVersionsUnderTheAliasLive() {
    for (Resource function : functions(stack)) {
      assertThat(function.get("SnapStart", "ApplyOn")).isEqualTo("PublishedVersions");
      assertThat(function.get("AutoPublishAlias")).isEqualTo("live");
      assertThat(function.get("AutoPublishAliasAllProperties")).isEqualTo(true);
      assertThat(function.get("VersionDeletionPolicy")).isEqualTo("Delete");
    }
  }

  /**
   * SAM publishes when the template changes; the description is what a parameter's value changes.
   */
  @ParameterizedTest
  @CsvSource({
    "LogLevel,DEBUG",
    "FunctionMemorySize,2048",
    "Architecture,x86_64",
    "LambdaInsights,true"
  })
  void aParameterOfTheFunctionsReplacesTheirVersions(String parameter, String value) {
    ResolvedStack changed = deploy(Map.of(parameter, value));
    for (String id : FUNCTIONS) {
      assertThat(changed.resource(id).get("VersionDescription"))
          .isNotEqualTo(stack.resource(id).get("VersionDescription"))
          .asString()
          .hasSizeLessThan(256);
    }
  }

  @Test
  void noFunctionUsesWhatSnapStartExcludes() {
    for (Resource function : functions(stack)) {
      assertThat(function.find("ProvisionedConcurrencyConfig")).isEmpty();
      assertThat(function.find("FileSystemConfigs")).isEmpty();
      assertThat(function.find("EphemeralStorage")).isEmpty();
    }
  }

  @Test
  void everyFunctionIsTracedAndEndsBeforeItsTaskTimesOut() throws IOException {
    String definition = Files.readString(Project.file("statemachine/trade-processing.asl.json"));
    assertThat(definition).contains("\"TimeoutSeconds\": 30");
    for (Resource function : functions(stack)) {
      assertThat(function.get("Tracing")).isEqualTo("Active");
      assertThat((Integer) function.get("Timeout")).isLessThan(30);
    }
  }

  @Test
  void everyFunctionHasTheEnvironmentThatItsCodeReads() {
    for (Resource function : functions(stack)) {
      assertThat(asMap(function.get("Environment", "Variables")))
          .containsOnlyKeys(
              "TABLE_NAME",
              "ENVIRONMENT",
              "LOG_LEVEL",
              "AWS_LAMBDA_EXEC_WRAPPER",
              "POWERTOOLS_SERVICE_NAME")
          .contains(
              entry("TABLE_NAME", "trade-records-dev"),
              entry("ENVIRONMENT", "dev"),
              entry("LOG_LEVEL", "INFO"),
              entry("AWS_LAMBDA_EXEC_WRAPPER", "/var/task/runtime-wrapper"));
    }
    assertThat(functions(stack))
        .extracting(f -> f.get("Environment", "Variables", "POWERTOOLS_SERVICE_NAME"))
        .containsExactly("trade-validator", "metadata-enricher", "compliance-recorder");
  }

  @Test
  void everyFunctionLogsJsonToAGroupOfItsOwnWithRetention() {
    for (Resource function : functions(stack)) {
      assertThat(function.get("LoggingConfig", "LogFormat")).isEqualTo("JSON");
      Resource group = referenced(stack, function.get("LoggingConfig", "LogGroup"));
      assertThat(group.get("LogGroupName"))
          .isEqualTo("/aws/lambda/" + function.get("FunctionName"));
      assertThat(group.get("RetentionInDays")).isEqualTo("30");
    }
  }

  @ParameterizedTest
  @CsvSource({"TRACE,TRACE", "DEBUG,DEBUG", "INFO,INFO", "WARN,INFO", "ERROR,INFO"})
  void lambdaNeverFiltersMetricLinesByTheirLevel(String logLevel, String lambdaLevel) {
    for (Resource function : functions(deploy(Map.of("LogLevel", logLevel)))) {
      assertThat(function.get("Environment", "Variables", "LOG_LEVEL")).isEqualTo(logLevel);
      assertThat(function.get("LoggingConfig", "ApplicationLogLevel")).isEqualTo(lambdaLevel);
    }
  }

  @Test
  void noConcurrencyIsReservedUnlessAsked() {
    for (Resource function : functions(stack)) {
      assertThat(function.find("ReservedConcurrentExecutions")).isEmpty();
    }
    for (Resource function : functions(deploy(Map.of("ReservedConcurrency", "20")))) {
      assertThat(function.get("ReservedConcurrentExecutions")).isEqualTo("20");
    }
  }

  @Test
  void insightsAreALayerAndItsPolicyWhenAsked() {
    for (Resource function : functions(stack)) {
      assertThat(asList(function.get("Layers"))).isEmpty();
      assertThat(asList(role(stack, function).get("ManagedPolicyArns"))).isEmpty();
    }
    ResolvedStack watched = deploy(Map.of("LambdaInsights", "true"));
    for (Resource function : functions(watched)) {
      assertThat(function.get("Layers"))
          .isEqualTo(
              List.of(
                  "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:25"));
      assertThat(asList(role(watched, function).get("ManagedPolicyArns")))
          .containsExactly("arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy");
    }
  }

  @Test
  void noFunctionHasADeadLetterQueueOfTheAsynchronousKind() {
    for (Resource function : functions(stack)) {
      assertThat(function.find("DeadLetterQueue")).isEmpty();
      assertThat(function.find("DeadLetterConfig")).isEmpty();
    }
  }

  // --- permissions

  @Test
  void eachFunctionHasARoleOfItsOwn() {
    assertThat(functions(stack)).extracting(f -> f.get("Role")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TradeValidatorRole", "MetadataEnricherRole"})
  void theFirstTwoFunctionsMayReadTheSettingsAndNothingElseOfTheApplication(String role) {
    assertThat(allowed(stack, role))
        .containsExactlyInAnyOrderElementsOf(
            with(logsAndTraces(role), readingTheSettings("us-east-1")));
  }

  @Test
  void theRecorderMayReadTheSettingsAndAppendItemsOfItsTable() {
    assertThat(allowed(stack, "ComplianceRecorderRole"))
        .containsExactlyInAnyOrderElementsOf(recording("us-east-1", "${TradeTable.Arn}"));
    assertThat(allowed(template.deploy("eu-west-1", Map.of()), "ComplianceRecorderRole"))
        .containsExactlyInAnyOrderElementsOf(
            recording(
                "eu-west-1", "arn:aws:dynamodb:eu-west-1:111122223333:table/trade-records-dev"));
  }

  private static List<String> recording(String region, String table) {
    return with(
        with(logsAndTraces("ComplianceRecorderRole"), readingTheSettings(region)),
        "dynamodb:GetItem on " + table,
        "dynamodb:PutItem on " + table);
  }

  private static String[] readingTheSettings(String region) {
    String path =
        "ssm:GetParametersByPath on arn:aws:ssm:%s:111122223333:parameter/trade-processing/dev"
            .formatted(region);
    return new String[] {path, path + "/*"};
  }

  @Test
  void theWorkflowMayInvokeTheAliasesSendDeadLettersAndPublish() {
    assertThat(allowed(stack, "TradeProcessingStateMachineRole"))
        .filteredOn(permission -> !permission.endsWith(" on *"))
        .containsExactlyInAnyOrder(
            "lambda:InvokeFunction on ${TradeValidatorFunction.Alias}",
            "lambda:InvokeFunction on ${MetadataEnricherFunction.Alias}",
            "lambda:InvokeFunction on ${ComplianceRecorderFunction.Alias}",
            "sqs:SendMessage on ${TradeValidatorDLQ.Arn}",
            "sqs:SendMessage on ${MetadataEnricherDLQ.Arn}",
            "sqs:SendMessage on ${ComplianceRecorderDLQ.Arn}",
            "events:PutEvents on arn:aws:events:us-east-1:111122223333:event-bus/default");
  }

  @Test
  void theWorkflowMaySetUpItsLogDelivery() {
    assertThat(allowed(stack, "TradeProcessingStateMachineRole"))
        .contains(
            "logs:CreateLogDelivery on *",
            "logs:GetLogDelivery on *",
            "logs:UpdateLogDelivery on *",
            "logs:DeleteLogDelivery on *",
            "logs:ListLogDeliveries on *",
            "logs:PutResourcePolicy on *",
            "logs:DescribeResourcePolicies on *",
            "logs:DescribeLogGroups on *");
  }

  @Test
  void theRulesMayStartTheWorkflowOnly() {
    assertThat(allowed(stack, "EventBridgeRole"))
        .containsExactly("states:StartExecution on ${TradeProcessingStateMachine}");
  }

  @Test
  void onlyWhatHasNoResourceLevelPermissionIsAllowedOnEverything() {
    ResolvedStack inVpc = deploy(VPC);
    for (Resource role : inVpc.ofType("AWS::IAM::Role")) {
      assertThat(allowed(inVpc, role.id()))
          .filteredOn(permission -> permission.endsWith(" on *"))
          .allMatch(p -> p.matches("(xray|logs|ec2):[A-Za-z]+ on \\*"));
      assertThat(allowed(inVpc, role.id())).noneMatch(p -> p.contains(":*"));
    }
  }

  @Test
  void theNetworkPermissionsAreThereWithAVpcOnlyAndDeniedToTheCode() {
    ResolvedStack inVpc = deploy(VPC);
    for (String name : FUNCTIONS) {
      String role = role(stack, stack.resource(name)).id();
      assertThat(allowed(stack, role)).noneMatch(p -> p.startsWith("ec2:"));
      assertThat(allowed(inVpc, role))
          .contains("ec2:CreateNetworkInterface on *", "ec2:DeleteNetworkInterface on *");
      assertThat(statements(inVpc.resource(role)))
          .filteredOn(statement -> "Deny".equals(statement.get("Effect")))
          .singleElement()
          .satisfies(
              statement ->
                  assertThat(asMap(asMap(statement.get("Condition")).get("ArnEquals")))
                      .containsEntry(
                          "lambda:SourceFunctionArn",
                          "arn:aws:lambda:us-east-1:111122223333:function:"
                              + inVpc.resource(name).get("FunctionName")));
    }
  }

  @Test
  void noRoleHasAFixedName() {
    assertThat(stack.ofType("AWS::IAM::Role"))
        .hasSize(5)
        .allSatisfy(role -> assertThat(role.find("RoleName")).isEmpty());
  }

  @Test
  void servicesAssumeTheirRolesForThisAccountOnly() {
    for (String id : List.of("TradeProcessingStateMachineRole", "EventBridgeRole")) {
      Map<String, Object> trust =
          asMap(stack.resource(id).get("AssumeRolePolicyDocument", "Statement", 0));
      assertThat(asMap(asMap(trust.get("Condition")).get("StringEquals")))
          .containsEntry("aws:SourceAccount", ResolvedStack.ACCOUNT);
      assertThat(asMap(trust.get("Condition"))).containsKey("ArnLike");
    }
  }

  // --- workflow

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
  void everyErrorOfOursThatTheWorkflowRetriesIsAnExceptionOfThatName()
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

  // --- table

  @Test
  void theTableIsKeyedByTradeAndTimeAndIndexedBySource() {
    Resource table = stack.resource("TradeTable");
    assertThat(table.type()).isEqualTo("AWS::DynamoDB::GlobalTable");
    assertThat(table.get("KeySchema")).isEqualTo(key("tradeId", "timestamp"));
    assertThat(table.get("GlobalSecondaryIndexes", 0, "IndexName")).isEqualTo("SourceSystemIndex");
    assertThat(table.get("GlobalSecondaryIndexes", 0, "KeySchema"))
        .isEqualTo(key("sourceSystem", "timestamp"));
    assertThat(asList(table.get("AttributeDefinitions")))
        .extracting(a -> asMap(a).get("AttributeName") + ":" + asMap(a).get("AttributeType"))
        .containsExactlyInAnyOrder("tradeId:S", "timestamp:N", "sourceSystem:S");
  }

  @Test
  void theTableIsOnDemandEncryptedStreamedAndNeverExpires() {
    Resource table = stack.resource("TradeTable");
    assertThat(table.get("BillingMode")).isEqualTo("PAY_PER_REQUEST");
    assertThat(table.get("SSESpecification"))
        .isEqualTo(Map.of("SSEEnabled", true, "SSEType", "KMS"));
    assertThat(table.get("StreamSpecification", "StreamViewType")).isEqualTo("NEW_AND_OLD_IMAGES");
    assertThat(table.find("TimeToLiveSpecification")).isEmpty();
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
  void anEnvironmentWithoutReplicaHasTheTableInItsOwnRegionOnly() {
    ResolvedStack single = deploy(Map.of("ReplicaRegion", "none"));
    assertThat(asList(single.resource("TradeTable").get("Replicas")))
        .extracting(replica -> asMap(replica).get("Region"))
        .containsExactly("us-east-1");
    assertThat(single.resources()).doesNotContainKey("ReplicationLatencyAlarm");
  }

  @Test
  void theStandbyInTheReplicaRegionMakesNoTableAndTakesNoEvents() {
    ResolvedStack standby = template.deploy("eu-west-1", Map.of());
    assertThat(standby.resources()).doesNotContainKey("TradeTable");
    assertThat(standby.outputs()).doesNotContainKey("TradeTableStreamArn");
    assertThat(functions(standby))
        .allSatisfy(
            function ->
                assertThat(function.get("Environment", "Variables", "TABLE_NAME"))
                    .isEqualTo(stack.resource("TradeTable").get("TableName")));
    assertThat(RULES)
        .allSatisfy(id -> assertThat(standby.resource(id).get("State")).isEqualTo("DISABLED"));
  }

  @Test
  void failoverIsTheParameterIntake() {
    ResolvedStack takingOver = template.deploy("eu-west-1", Map.of("Intake", "enabled"));
    ResolvedStack stoodDown = deploy(Map.of("Intake", "disabled"));
    for (String id : RULES) {
      assertThat(stack.resource(id).get("State")).isEqualTo("ENABLED");
      assertThat(takingOver.resource(id).get("State")).isEqualTo("ENABLED");
      assertThat(stoodDown.resource(id).get("State")).isEqualTo("DISABLED");
    }
    assertThat(takingOver.resources()).doesNotContainKey("TradeTable");
    assertThat(stoodDown.resources()).containsKey("TradeTable");
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
          .hasSize(4)
          .allSatisfy(
              group -> assertThat(group.get("DeletionProtectionEnabled")).isEqualTo(retained));
    }
  }

  // --- queues and rules

  @Test
  void everyQueueKeepsItsMessagesFor14DaysUnderAKeyThatItsSendersCanUse() {
    assertThat(stack.ofType("AWS::SQS::Queue"))
        .extracting(Resource::id)
        .containsExactlyInAnyOrderElementsOf(with(FUNCTION_QUEUES, "EventBridgeDLQ"));
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
    assertThat(covered).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "SourceSystem1Rule,trading.system1",
    "SourceSystem2Rule,trading.system2",
    "SourceSystem3Rule,trading.system3"
  })
  void eachRuleStartsTheWorkflowForItsSource(String id, String source) {
    Resource rule = stack.resource(id);
    assertThat(rule.get("EventPattern"))
        .isEqualTo(Map.of("source", List.of(source), "detail-type", List.of("Trade Event")));
    assertThat(String.valueOf(rule.get("Description"))).isNotBlank();
    assertThat(asList(rule.get("Targets"))).hasSize(1);
    assertThat(rule.get("Targets", 0, "Arn")).isEqualTo("${TradeProcessingStateMachine}");
    assertThat(rule.get("Targets", 0, "RetryPolicy"))
        .isEqualTo(Map.of("MaximumRetryAttempts", 2, "MaximumEventAgeInSeconds", 3600));
    assertThat(rule.get("Targets", 0, "DeadLetterConfig", "Arn"))
        .isEqualTo("${EventBridgeDLQ.Arn}");
    assertThat(rule.find("Targets", 0, "InputPath")).isEmpty();
  }

  @Test
  void theBusIsAParameterForRulesAndOutcomesAlike() {
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

  // --- settings

  @ParameterizedTest
  @CsvSource({
    "APIEndpointParameter,api-endpoint,none",
    "ProcessingThresholdParameter,processing-threshold,1000000",
    "MaxRetriesParameter,max-retries,3",
    "PriceDeviationLimitParameter,price-deviation-limit-bps,500"
  })
  void eachSettingIsAParameterUnderTheEnvironmentsPath(String id, String name, String value) {
    Resource parameter = stack.resource(id);
    assertThat(parameter.get("Name")).isEqualTo("/trade-processing/dev/" + name);
    assertThat(parameter.get("Value")).isEqualTo(value);
  }

  // --- alarms

  @ParameterizedTest
  @CsvSource({
    "ValidatorDLQAlarm,ApproximateNumberOfMessagesVisible,${TradeValidatorDLQ.QueueName}",
    "EnricherDLQAlarm,ApproximateNumberOfMessagesVisible,${MetadataEnricherDLQ.QueueName}",
    "RecorderDLQAlarm,ApproximateNumberOfMessagesVisible,${ComplianceRecorderDLQ.QueueName}",
    "EventBridgeDLQAlarm,ApproximateNumberOfMessagesVisible,${EventBridgeDLQ.QueueName}",
    "StateMachineErrorAlarm,ExecutionsFailed,${TradeProcessingStateMachine}",
    "StateMachineTimeoutAlarm,ExecutionsTimedOut,${TradeProcessingStateMachine}",
    "StateMachineThrottleAlarm,ExecutionThrottled,${TradeProcessingStateMachine}",
    "ValidatorErrorAlarm,Errors,${TradeValidatorFunction}",
    "EnricherErrorAlarm,Errors,${MetadataEnricherFunction}",
    "RecorderErrorAlarm,Errors,${ComplianceRecorderFunction}",
    "ValidatorThrottleAlarm,Throttles,${TradeValidatorFunction}",
    "EnricherThrottleAlarm,Throttles,${MetadataEnricherFunction}",
    "RecorderThrottleAlarm,Throttles,${ComplianceRecorderFunction}"
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

  @Test
  void replicationIsWatchedWhereThereIsAReplica() {
    Resource alarm = stack.resource("ReplicationLatencyAlarm");
    assertThat(alarm.get("MetricName")).isEqualTo("ReplicationLatency");
    assertThat(asList(alarm.get("Dimensions")))
        .containsExactly(
            Map.of("Name", "TableName", "Value", "${TradeTable}"),
            Map.of("Name", "ReceivingRegion", "Value", "eu-west-1"));
  }

  @Test
  void everyAlarmExplainsItselfAndTellsTheTopicAndIsQuietWithoutData() {
    assertThat(stack.ofType("AWS::CloudWatch::Alarm"))
        .hasSize(14)
        .allSatisfy(
            alarm -> {
              assertThat(alarm.get("AlarmActions")).isEqualTo(List.of("${AlarmTopic}"));
              assertThat(alarm.get("TreatMissingData")).isEqualTo("notBreaching");
              assertThat(String.valueOf(alarm.get("AlarmDescription"))).isNotBlank();
            });
  }

  @Test
  void theTopicIsEncryptedByAKeyThatAlarmsMayUse() {
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
  void alarmsAreMailedWhenThereIsAnAddress() {
    assertThat(stack.resources()).doesNotContainKey("AlarmSubscription");
    ResolvedStack mailing = deploy(Map.of("AlarmEmail", "desk@example.com"));
    assertThat(mailing.resource("AlarmSubscription").get("Endpoint")).isEqualTo("desk@example.com");
  }

  @Test
  void theDashboardIsJsonAndShowsOnlyWhatTheStackHas() throws IOException {
    for (ResolvedStack environment :
        List.of(
            stack,
            template.deploy("eu-west-1", Map.of()),
            deploy(Map.of("ReplicaRegion", "none")))) {
      String body = String.valueOf(environment.resource("Dashboard").get("DashboardBody"));
      var widgets = new ObjectMapper().readTree(body).get("widgets");
      assertThat(widgets).hasSizeGreaterThanOrEqualTo(7);
    }
  }

  // --- network

  @Test
  void thereIsNoNetworkWithoutAVpc() {
    assertThat(stack.ofType("AWS::EC2::VPCEndpoint")).isEmpty();
    assertThat(stack.ofType("AWS::EC2::SecurityGroup")).isEmpty();
    assertThat(functions(stack)).allSatisfy(f -> assertThat(f.find("VpcConfig")).isEmpty());
  }

  @Test
  void inAVpcTheFunctionsReachTheirServicesByEndpoints() {
    ResolvedStack inVpc = deploy(VPC);
    for (Resource function : functions(inVpc)) {
      assertThat(function.get("VpcConfig"))
          .isEqualTo(
              Map.of(
                  "SubnetIds", List.of("subnet-0a1b2c3d", "subnet-4e5f6a7b"),
                  "SecurityGroupIds", List.of("${LambdaSecurityGroup}")));
    }
    for (String id : List.of("DynamoDBVPCEndpoint", "S3VPCEndpoint")) {
      assertThat(inVpc.resource(id).get("VpcEndpointType")).isEqualTo("Gateway");
      assertThat(inVpc.resource(id).get("RouteTableIds"))
          .isEqualTo(List.of("rtb-0a1b2c3d", "rtb-4e5f6a7b"));
    }
    Resource ssm = inVpc.resource("SSMVPCEndpoint");
    assertThat(ssm.get("VpcEndpointType")).isEqualTo("Interface");
    assertThat(ssm.get("PrivateDnsEnabled")).isEqualTo(true);
    assertThat(ssm.get("SubnetIds")).isEqualTo(List.of("subnet-0a1b2c3d", "subnet-4e5f6a7b"));
    assertThat(ssm.get("SecurityGroupIds")).isEqualTo(List.of("${EndpointSecurityGroup}"));
    assertThat(inVpc.resources()).doesNotContainKeys("LogsVPCEndpoint", "XRayVPCEndpoint");
    assertThat(inVpc.outputs()).containsKey("LambdaSecurityGroupId");
  }

  @Test
  void theEndpointsLetTheFunctionsInOn443() {
    Resource group = deploy(VPC).resource("EndpointSecurityGroup");
    assertThat(asList(group.get("SecurityGroupIngress"))).hasSize(1);
    assertThat(asMap(group.get("SecurityGroupIngress", 0)))
        .contains(
            entry("FromPort", 443),
            entry("ToPort", 443),
            entry("SourceSecurityGroupId", "${LambdaSecurityGroup}"));
  }

  @Test
  void insightsNeedTheLogsEndpointAndXRayHasOneWhenAsked() {
    ResolvedStack all = deploy(VPC, Map.of("LambdaInsights", "true", "XRayVpcEndpoint", "true"));
    assertThat(all.resource("LogsVPCEndpoint").get("ServiceName"))
        .isEqualTo("com.amazonaws.us-east-1.logs");
    assertThat(all.resource("XRayVPCEndpoint").get("ServiceName"))
        .isEqualTo("com.amazonaws.us-east-1.xray");
  }

  @Test
  void aVpcThatHasItsEndpointsGetsNoSecondOnes() {
    ResolvedStack inVpc =
        deploy(VPC, Map.of("CreateVpcEndpoints", "false", "LambdaInsights", "true"));
    assertThat(inVpc.ofType("AWS::EC2::VPCEndpoint")).isEmpty();
    assertThat(inVpc.resources()).containsKey("LambdaSecurityGroup");
  }

  // --- container registry

  @Test
  void theRegistryIsOffByDefault() {
    assertThat(stack.resources())
        .doesNotContainKeys("ECRRepository", "ECRReplicationConfiguration");
    assertThat(stack.outputs()).doesNotContainKey("ECRRepositoryUri");
  }

  @Test
  void theRepositoryScansKeepsTenImagesAndCanBeDestroyed() throws IOException {
    ResolvedStack withRegistry =
        deploy(Map.of("CreateECRRepository", "true", "ReplicateECRRegistry", "true"));
    Resource repository = withRegistry.resource("ECRRepository");
    assertThat(repository.get("ImageScanningConfiguration", "ScanOnPush")).isEqualTo(true);
    assertThat(repository.get("EncryptionConfiguration", "EncryptionType")).isEqualTo("AES256");
    assertThat(repository.get("ImageTagMutability")).isEqualTo("MUTABLE");
    assertThat(repository.get("EmptyOnDelete")).isEqualTo(true);
    String policy = String.valueOf(repository.get("LifecyclePolicy", "LifecyclePolicyText"));
    assertThat(new ObjectMapper().readTree(policy).at("/rules/0/selection/countNumber").asInt())
        .isEqualTo(10);
    assertThat(
            withRegistry
                .resource("ECRReplicationConfiguration")
                .get("ReplicationConfiguration", "Rules", 0, "Destinations", 0, "Region"))
        .isEqualTo("eu-west-1");
    assertThat(withRegistry.outputs()).containsKey("ECRRepositoryUri");
  }

  // --- everything

  @Test
  void everyResourceIsDeletedWithItsStack() {
    template
        .section("Resources")
        .forEach(
            (id, resource) ->
                assertThat(asMap(resource))
                    .as(id)
                    .contains(
                        entry("DeletionPolicy", "Delete"), entry("UpdateReplacePolicy", "Delete")));
  }

  @Test
  void everyResourceSaysItsEnvironmentAndApplication() {
    ResolvedStack everything =
        deploy(
            VPC,
            Map.of(
                "LambdaInsights", "true",
                "XRayVpcEndpoint", "true",
                "CreateECRRepository", "true",
                "ReplicateECRRegistry", "true",
                "AlarmEmail", "desk@example.com"));
    assertThat(everything.resources()).hasSameSizeAs(template.section("Resources"));
    everything.resources().values().stream()
        .filter(resource -> !WITHOUT_TAGS.contains(resource.type()))
        .filter(resource -> !resource.id().equals("TradeTable")) // tagged by replica
        .forEach(
            resource ->
                assertThat(tags(resource.get("Tags")))
                    .as(resource.id())
                    .containsEntry("Environment", "dev")
                    .containsEntry("Application", "trade-processing"));
  }

  @Test
  void everyNameEndsInTheEnvironment() {
    ResolvedStack other = deploy(Map.of("EnvironmentSuffix", "uat-2"));
    Set<String> names = new TreeSet<>();
    for (Resource resource : other.resources().values()) {
      resource
          .properties()
          .forEach(
              (property, value) -> {
                if (property.matches("(.+)?Name")
                    && !property.matches("MetricName|EventBusName")
                    && !resource.type().equals("AWS::SSM::Parameter")
                    && !resource.type().equals("AWS::EC2::VPCEndpoint")) {
                  names.add(String.valueOf(value));
                }
              });
    }
    assertThat(names).hasSizeGreaterThan(25).allMatch(name -> name.endsWith("-uat-2"));
  }

  @Test
  void theResourcesHaveTheNamesThatOperatorsKnow() {
    assertThat(template.section("Resources"))
        .containsKeys(
            "TradeValidatorFunction",
            "MetadataEnricherFunction",
            "ComplianceRecorderFunction",
            "TradeProcessingStateMachine",
            "TradeTable",
            "TradeValidatorDLQ",
            "MetadataEnricherDLQ",
            "ComplianceRecorderDLQ",
            "EventBridgeDLQ",
            "SourceSystem1Rule",
            "SourceSystem2Rule",
            "SourceSystem3Rule",
            "ValidatorDLQAlarm",
            "EnricherDLQAlarm",
            "RecorderDLQAlarm",
            "EventBridgeDLQAlarm",
            "StateMachineErrorAlarm",
            "APIEndpointParameter",
            "ProcessingThresholdParameter",
            "MaxRetriesParameter",
            "LambdaSecurityGroup",
            "DynamoDBVPCEndpoint",
            "S3VPCEndpoint",
            "ECRRepository",
            "ECRReplicationConfiguration");
  }

  @Test
  void everyOutputIsExportedUnderTheStacksName() {
    assertThat(template.section("Outputs"))
        .containsKeys(
            "StateMachineArn",
            "TradeTableName",
            "TradeTableArn",
            "ECRRepositoryUri",
            "ValidatorFunctionArn",
            "EnricherFunctionArn",
            "RecorderFunctionArn");
    stack
        .outputs()
        .forEach(
            (name, output) -> {
              assertThat(String.valueOf(output.get("Description"))).isNotBlank();
              assertThat(output.get("Export"))
                  .isEqualTo(Map.of("Name", "trade-processing-" + name));
            });
  }

  @Test
  void everyParameterSaysWhatItIsForAndWhatIsAllowed() {
    template
        .section("Parameters")
        .forEach(
            (name, value) -> {
              Map<String, Object> parameter = asMap(value);
              assertThat(parameter)
                  .as(name)
                  .containsKeys("Description", "ConstraintDescription", "Default");
              assertThat(
                      Stream.of("AllowedPattern", "AllowedValues", "MinValue")
                          .anyMatch(parameter::containsKey))
                  .as(name + " has a constraint")
                  .isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "EnvironmentSuffix,prod",
    "EnvironmentSuffix,uat-2",
    "ReplicaRegion,none",
    "ReplicaRegion,ap-southeast-2",
    "ReplicaRegion,us-gov-west-1",
    "EventBusName,trading/main",
    "ApiEndpoint,none",
    "ApiEndpoint,https://prices.example.com:8443/v1",
    "AlarmEmail,''",
    "AlarmEmail,desk@example.com",
    "ProcessingThreshold,0.01",
    "MaxRetries,0",
    "MaxRetries,10",
    "PriceDeviationLimitBps,1000000",
    "ReservedConcurrency,1000",
    "Architecture,x86_64",
    "FunctionMemorySize,512",
    "LogRetentionDays,365",
    "LogLevel,DEBUG"
  })
  void rightParametersAreTaken(String parameter, String value) {
    assertThat(deploy(Map.of(parameter, value)).resources()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EnvironmentSuffix,''",
    "EnvironmentSuffix,Prod",
    "EnvironmentSuffix,a_b",
    "EnvironmentSuffix,a-",
    "EnvironmentSuffix,seventeenletters1",
    "ReplicaRegion,''",
    "ReplicaRegion,eu-west",
    "ReplicaRegion,eu-west-1a",
    "VpcId,subnet-0a1b2c3d",
    "VpcId,vpc-xyz",
    "PrivateSubnetIds,'subnet-0a1b2c3d,vpc-0a1b2c3d'",
    "PrivateRouteTableIds,subnet-0a1b2c3d",
    "EventBusName,arn:aws:events:us-east-1:111122223333:event-bus/x",
    "EventBusName,''",
    "ApiEndpoint,http://prices.example.com",
    "ApiEndpoint,''",
    "ApiEndpoint,https://user@host/",
    "AlarmEmail,desk",
    "ProcessingThreshold,0",
    "ProcessingThreshold,0.00",
    "ProcessingThreshold,-1",
    "ProcessingThreshold,1e6",
    "MaxRetries,11",
    "MaxRetries,-1",
    "MaxRetries,many",
    "PriceDeviationLimitBps,1000001",
    "ReservedConcurrency,-1",
    "Intake,ENABLED",
    "RetainData,yes",
    "Architecture,arm",
    "FunctionMemorySize,256",
    "LogRetentionDays,4",
    "LogLevel,warning",
    "LambdaInsights,1",
    "CreateVpcEndpoints,no",
    "XRayVpcEndpoint,''",
    "CreateECRRepository,True",
    "ReplicateECRRegistry,on"
  })
  void wrongParametersAreRefusedWithWhatIsAllowed(String parameter, String value) {
    assertThatThrownBy(() -> deploy(Map.of(parameter, value)))
        .isInstanceOf(ResolvedStack.RefusedException.class)
        .hasMessageStartingWith(parameter + " must be ");
  }

  @ParameterizedTest
  @CsvSource({"PrivateSubnetIds", "PrivateRouteTableIds"})
  void aVpcWithoutSubnetsOrRouteTablesIsRefused(String missing) {
    Map<String, String> incomplete = new HashMap<>(VPC);
    incomplete.remove(missing);
    assertThatThrownBy(() -> deploy(incomplete)).hasMessageContaining("VpcId needs " + missing);
  }

  @Test
  void aVpcThatHasItsEndpointsNeedsNoRouteTables() {
    Map<String, String> incomplete = new HashMap<>(VPC);
    incomplete.remove("PrivateRouteTableIds");
    incomplete.put("CreateVpcEndpoints", "false");
    assertThat(deploy(incomplete).resources()).containsKey("LambdaSecurityGroup");
  }

  @Test
  void insightsOnX86AreRefused() {
    assertThatThrownBy(() -> deploy(Map.of("LambdaInsights", "true", "Architecture", "x86_64")))
        .hasMessageContaining("LambdaInsights needs Architecture arm64");
  }

  @Test
  void aReferenceToWhatAnEnvironmentDoesNotHaveIsFound() {
    Template broken =
        new Template(
            Map.of(
                "Conditions",
                Map.of("Never", Map.of("Fn::Equals", List.of("a", "b"))),
                "Resources",
                Map.of(
                    "Optional",
                    Map.of("Type", "X", "Condition", "Never", "Properties", Map.of()),
                    "Always",
                    Map.of("Type", "X", "Properties", Map.of("P", Map.of("Ref", "Optional"))))));
    assertThatThrownBy(() -> broken.deploy("us-east-1", Map.of()))
        .hasMessageContaining("a reference to Optional");
  }

  // --- reading aids

  private static List<String> logsAndTraces(String role) {
    String group = "${" + role.replace("Role", "LogGroup.Arn}");
    return List.of(
        "logs:CreateLogStream on " + group,
        "logs:PutLogEvents on " + group,
        "xray:PutTraceSegments on *",
        "xray:PutTelemetryRecords on *");
  }

  private ResolvedStack deploy(Map<String, String> parameters) {
    return template.deploy("us-east-1", parameters);
  }

  private ResolvedStack deploy(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return deploy(all);
  }

  private static List<Resource> functions(ResolvedStack stack) {
    return FUNCTIONS.stream().map(stack::resource).toList();
  }

  private static Resource role(ResolvedStack stack, Resource function) {
    return referenced(stack, function.get("Role"));
  }

  /** The resource that a placeholder stands for. */
  private static Resource referenced(ResolvedStack stack, Object placeholder) {
    return stack.resource(String.valueOf(placeholder).replaceAll("^\\$\\{|[.}].*$", ""));
  }

  /** {@code action on resource}, for each pair that a role's inline policies allow. */
  private static Set<String> allowed(ResolvedStack stack, String role) {
    Set<String> allowed = new TreeSet<>();
    for (Map<String, Object> statement : statements(stack.resource(role))) {
      if ("Allow".equals(statement.get("Effect"))) {
        for (Object action : oneOrMore(statement.get("Action"))) {
          for (Object resource : oneOrMore(statement.get("Resource"))) {
            allowed.add(action + " on " + resource);
          }
        }
      }
    }
    return allowed;
  }

  private static List<Map<String, Object>> statements(Resource role) {
    return asList(role.get("Policies")).stream()
        .flatMap(
            policy -> asList(asMap(asMap(policy).get("PolicyDocument")).get("Statement")).stream())
        .map(Template::asMap)
        .toList();
  }

  private static List<Map<String, Object>> documentStatements(Resource policy) {
    return asList(policy.get("PolicyDocument", "Statement")).stream().map(Template::asMap).toList();
  }

  private static List<Object> oneOrMore(@Nullable Object value) {
    return value instanceof List<?> ? asList(value) : List.of(String.valueOf(value));
  }

  /** Tags are a list of keys and values, except where they are a map. */
  private static Map<String, Object> tags(@Nullable Object tags) {
    if (tags instanceof Map<?, ?>) {
      return asMap(tags);
    }
    Map<String, Object> map = new HashMap<>();
    asList(tags)
        .forEach(
            tag ->
                map.put(
                    String.valueOf(asMap(tag).get("Key")),
                    String.valueOf(asMap(tag).get("Value"))));
    return map;
  }

  private static List<Map<String, Object>> key(String hash, String range) {
    return List.of(
        Map.of("AttributeName", hash, "KeyType", "HASH"),
        Map.of("AttributeName", range, "KeyType", "RANGE"));
  }

  private static List<String> with(Collection<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
