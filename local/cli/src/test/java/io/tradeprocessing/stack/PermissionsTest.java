package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.FUNCTIONS;
import static io.tradeprocessing.stack.StackTemplate.VPC;
import static io.tradeprocessing.stack.StackTemplate.allowed;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.deployStandby;
import static io.tradeprocessing.stack.StackTemplate.functions;
import static io.tradeprocessing.stack.StackTemplate.role;
import static io.tradeprocessing.stack.StackTemplate.statements;
import static io.tradeprocessing.stack.StackTemplate.with;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role of the template may do, and nothing more. */
class PermissionsTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void eachFunctionHasItsOwnRole() {
    assertThat(functions(stack)).extracting(f -> f.get("Role")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TradeValidatorRole", "MetadataEnricherRole"})
  void validatorAndEnricherMayReadTheSettingsAndNothingElse(String role) {
    assertThat(allowed(stack, role))
        .containsExactlyInAnyOrderElementsOf(
            with(logsAndTraces(role), readingTheSettings("us-east-1")));
  }

  @Test
  void theRecorderMayReadTheSettingsAndAppendItemsToItsTable() {
    assertThat(allowed(stack, "ComplianceRecorderRole"))
        .containsExactlyInAnyOrderElementsOf(recording("us-east-1", "${TradeTable.Arn}"));
    assertThat(allowed(deployStandby(Map.of()), "ComplianceRecorderRole"))
        .containsExactlyInAnyOrderElementsOf(
            recording(
                "eu-west-1", "arn:aws:dynamodb:eu-west-1:111122223333:table/trade-records-dev"));
  }

  @Test
  void theArchiverMayReadTheStreamAndAddObjectsToTheArchive() {
    String bucket = "arn:aws:s3:::trade-archive-111122223333-us-east-1-dev";
    assertThat(allowed(stack, "RecordArchiverRole"))
        .containsExactlyInAnyOrderElementsOf(
            with(
                logsAndTraces("RecordArchiverRole"),
                "dynamodb:DescribeStream on ${TradeTable.StreamArn}",
                "dynamodb:GetRecords on ${TradeTable.StreamArn}",
                "dynamodb:GetShardIterator on ${TradeTable.StreamArn}",
                "dynamodb:ListStreams on"
                    + " arn:aws:dynamodb:us-east-1:111122223333:table/trade-records-dev/stream/*",
                "s3:GetObject on " + bucket + "/records/*",
                "s3:PutObject on " + bucket + "/records/*",
                "s3:ListBucket on " + bucket,
                "sqs:SendMessage on ${RecordArchiverDLQ.Arn}"));
  }

  private static List<String> recording(String region, String table) {
    return with(
        with(logsAndTraces("ComplianceRecorderRole"), readingTheSettings(region)),
        "dynamodb:GetItem on " + table,
        "dynamodb:PutItem on " + table,
        "dynamodb:Query on " + table);
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
            "sqs:SendMessage on ${OutcomeDLQ.Arn}",
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
  void theForwardingRuleMaySendToTheOtherRegionsBusOnly() {
    assertThat(allowed(stack, "ForwardRole"))
        .containsExactly(
            "events:PutEvents on arn:aws:events:eu-west-1:111122223333:event-bus/default");
    assertThat(allowed(deployStandby(Map.of()), "ForwardRole"))
        .containsExactly(
            "events:PutEvents on arn:aws:events:us-east-1:111122223333:event-bus/default");
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
  void networkPermissionsExistOnlyWithAVpcAndAreDeniedToTheCode() {
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
        .hasSize(8)
        .allSatisfy(role -> assertThat(role.find("RoleName")).isEmpty());
  }

  @Test
  void servicesAssumeTheirRolesForThisAccountOnly() {
    for (String id :
        List.of(
            "TradeProcessingStateMachineRole",
            "EventBridgeRole",
            "ForwardRole",
            "ProbeScheduleRole")) {
      Map<String, Object> trust =
          asMap(stack.resource(id).get("AssumeRolePolicyDocument", "Statement", 0));
      assertThat(asMap(asMap(trust.get("Condition")).get("StringEquals")))
          .containsEntry("aws:SourceAccount", ResolvedStack.ACCOUNT);
      assertThat(asMap(trust.get("Condition"))).containsKey("ArnLike");
    }
  }

  private static List<String> logsAndTraces(String role) {
    String group = "${" + role.replace("Role", "LogGroup.Arn}");
    return List.of(
        "logs:CreateLogStream on " + group,
        "logs:PutLogEvents on " + group,
        "xray:PutTraceSegments on *",
        "xray:PutTelemetryRecords on *");
  }
}
