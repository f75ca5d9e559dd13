package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.allowed;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a backfill needs. */
class BackfillResourcesTest {

  private static final String DEFINITION = Project.text("statemachine/backfill.asl.json");

  private final ResolvedStack stack = deploy(Map.of("Backfill", "true"));

  @Test
  void thereIsNothingOfItUnlessAskedFor() {
    assertThat(deploy(Map.of()).resources().keySet()).noneMatch(id -> id.contains("Backfill"));
  }

  @Test
  void theDefinitionIsOneThatTheInterpreterTakes() throws InvalidDefinitionException {
    assertThat(StateMachine.parse(DEFINITION).outline().states()).hasSize(5);
  }

  @Test
  void theDefinitionGetsEverySubstitutionThatItAsksFor() {
    Set<String> asked =
        Pattern.compile("\\$\\{(\\w+)}")
            .matcher(DEFINITION)
            .results()
            .map(match -> match.group(1))
            .collect(toSet());
    assertThat(asMap(stack.resource("TradeBackfillStateMachine").get("DefinitionSubstitutions")))
        .containsOnlyKeys(asked);
  }

  @Test
  void everyApplicationErrorThatItRetriesIsAnExceptionOfThatName() throws ClassNotFoundException {
    List<String> names =
        Pattern.compile("\"(io\\.tradeprocessing\\.[\\w.]+)\"")
            .matcher(DEFINITION)
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();
    assertThat(names).hasSizeGreaterThan(3);
    for (String name : names) {
      assertThat(Throwable.class).isAssignableFrom(Class.forName(name));
    }
  }

  /** A trust in the state machine alone makes every child of the Map fail. */
  @Test
  void theChildrenOfTheMapMayAssumeTheRole() {
    Object sources =
        stack
            .resource("TradeBackfillStateMachineRole")
            .get(
                "AssumeRolePolicyDocument",
                "Statement",
                0,
                "Condition",
                "ArnLike",
                "aws:SourceArn");
    assertThat(asList(sources))
        .containsExactly(
            "arn:aws:states:us-east-1:111122223333:stateMachine:trade-backfill-dev",
            "arn:aws:states:us-east-1:111122223333:mapRun:trade-backfill-dev/partitions:*");
    assertThat(DEFINITION).contains("\"Label\": \"partitions\"");
  }

  @Test
  void theStateMachineMayDoWhatADistributedMapNeedsAndNoMore() {
    assertThat(allowed(stack, "TradeBackfillStateMachineRole"))
        .filteredOn(permission -> !permission.endsWith(" on *"))
        .containsExactlyInAnyOrder(
            "lambda:InvokeFunction on ${TradeBackfillFunction.Alias}",
            "states:StartExecution on"
                + " arn:aws:states:us-east-1:111122223333:stateMachine:trade-backfill-dev",
            "states:DescribeExecution on"
                + " arn:aws:states:us-east-1:111122223333:execution:trade-backfill-dev:*",
            "states:RedriveExecution on"
                + " arn:aws:states:us-east-1:111122223333:execution:trade-backfill-dev/partitions:*",
            "s3:GetObject on ${TradeBackfillBucket.Arn}/backfill/*/items.json",
            "s3:GetObject on ${TradeBackfillBucket.Arn}/map-runs/*",
            "s3:PutObject on ${TradeBackfillBucket.Arn}/map-runs/*",
            "s3:ListMultipartUploadParts on ${TradeBackfillBucket.Arn}/map-runs/*",
            "s3:AbortMultipartUpload on ${TradeBackfillBucket.Arn}/map-runs/*");
  }

  /** What it records it must be allowed as the recorder is, and to read and write its objects. */
  @Test
  void theFunctionMayDoWhatTheRecorderMayAndUseTheBucket() {
    Set<String> own = allowed(stack, "TradeBackfillRole");
    assertThat(own)
        .containsAll(
            allowed(stack, "ComplianceRecorderRole").stream()
                .map(p -> p.replace("ComplianceRecorderLogGroup", "TradeBackfillLogGroup"))
                .toList())
        .contains(
            "s3:GetObject on ${TradeBackfillBucket.Arn}/backfill/*",
            "s3:PutObject on ${TradeBackfillBucket.Arn}/backfill/*",
            "s3:ListBucket on ${TradeBackfillBucket.Arn}");
    assertThat(own).noneMatch(p -> p.contains("Delete"));
  }

  @Test
  void theFunctionHasOneCpuAndTheLongestTimeAndTheRecordersSlot() {
    Resource function = stack.resource("TradeBackfillFunction");
    assertThat(function.get("MemorySize")).isEqualTo(1769);
    assertThat(function.get("Timeout")).isEqualTo(900);
    assertThat(function.find("ReservedConcurrentExecutions")).isEmpty();
    Map<String, Object> recorder =
        asMap(stack.resource("ComplianceRecorderFunction").get("Environment", "Variables"));
    Map<String, Object> own = asMap(function.get("Environment", "Variables"));
    for (String name : List.of("TABLE_NAME", "REGION_SLOT", "REPLICA_REGION", "ENVIRONMENT")) {
      assertThat(own.get(name)).as(name).isEqualTo(recorder.get(name));
    }
    assertThat(own.get("BACKFILL_BUCKET")).isEqualTo("${TradeBackfillBucket}");
    assertThat(
            deploy(Map.of("Backfill", "true", "BackfillConcurrency", "20"))
                .resource("TradeBackfillFunction")
                .get("ReservedConcurrentExecutions"))
        .isEqualTo("20");
  }

  @Test
  void theBucketIsPrivateEncryptedAndForgets() {
    Resource bucket = stack.resource("TradeBackfillBucket");
    assertThat(asMap(bucket.get("PublicAccessBlockConfiguration")).values())
        .hasSize(4)
        .containsOnly(true);
    assertThat(bucket.find("BucketEncryption")).isPresent();
    assertThat(bucket.get("LifecycleConfiguration", "Rules", 0, "ExpirationInDays")).isEqualTo(30);
    assertThat(
            stack
                .resource("TradeBackfillBucketPolicy")
                .get("PolicyDocument", "Statement", 0, "Condition"))
        .isEqualTo(Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }
}
