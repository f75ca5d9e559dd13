package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.TEMPLATE;
import static io.tradeprocessing.stack.StackTemplate.VPC;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.tags;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for every resource and output. */
class StackConventionsTest {

  private final ResolvedStack stack = deploy(Map.of());

  /** CloudFormation has no tags for these. */
  private static final Set<String> WITHOUT_TAGS =
      Set.of(
          "AWS::SQS::QueuePolicy",
          "AWS::S3::BucketPolicy",
          "AWS::KMS::Alias",
          "AWS::SNS::TopicPolicy",
          "AWS::SNS::Subscription",
          "AWS::CloudWatch::Dashboard",
          "AWS::Events::Archive",
          "AWS::Events::EventBusPolicy",
          "AWS::Scheduler::Schedule",
          "AWS::ECR::ReplicationConfiguration");

  @Test
  void everyResourceIsDeletedWithItsStack() {
    TEMPLATE
        .section("Resources")
        .forEach(
            (id, resource) ->
                assertThat(asMap(resource))
                    .as(id)
                    .contains(
                        entry("DeletionPolicy", "Delete"), entry("UpdateReplacePolicy", "Delete")));
  }

  @Test
  void everyResourceIsTaggedWithEnvironmentAndApplication() {
    String sender = "arn:aws:iam::111122223333:root";
    Map<String, String> all = new HashMap<>(VPC);
    all.put("LambdaInsights", "true");
    all.put("XRayVpcEndpoint", "true");
    all.put("GradualReleases", "true");
    all.put("CreateECRRepository", "true");
    all.put("ReplicateECRRegistry", "true");
    all.put("AlarmEmail", "desk@example.com");
    all.put("WorkflowType", "EXPRESS");
    all.put("WorkflowDraining", "true");
    all.put("SourceSystem1Principal", sender);
    all.put("SourceSystem2Principal", sender);
    all.put("SourceSystem3Principal", sender);
    all.put("Backfill", "true");
    all.put("SourceSystem1Hours", "7-21");
    all.put("SourceSystem2Hours", "7-21");
    all.put("SourceSystem3Hours", "0-24");
    ResolvedStack everything = deploy(all);
    assertThat(everything.resources()).hasSameSizeAs(TEMPLATE.section("Resources"));
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
                    && !resource.type().equals("AWS::Lambda::EventSourceMapping")
                    && !resource.type().equals("AWS::EC2::VPCEndpoint")) {
                  names.add(String.valueOf(value));
                }
              });
    }
    assertThat(names).hasSizeGreaterThan(25).allMatch(name -> name.endsWith("-uat-2"));
  }

  @Test
  void theResourcesHaveTheNamesThatOperatorsKnow() {
    assertThat(TEMPLATE.section("Resources"))
        .containsKeys(
            "TradeValidatorFunction",
            "MetadataEnricherFunction",
            "ComplianceRecorderFunction",
            "RecordArchiverFunction",
            "TradeProcessingStateMachine",
            "TradeTable",
            "TradeValidatorDLQ",
            "MetadataEnricherDLQ",
            "ComplianceRecorderDLQ",
            "EventBridgeDLQ",
            "OutcomeDLQ",
            "SourceSystem1Rule",
            "SourceSystem2Rule",
            "SourceSystem3Rule",
            "OperationsRule",
            "ValidatorDLQAlarm",
            "EnricherDLQAlarm",
            "RecorderDLQAlarm",
            "EventBridgeDLQAlarm",
            "OutcomeDLQAlarm",
            "ConflictsAlarm",
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
    assertThat(TEMPLATE.section("Outputs"))
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
}
