package io.tradeprocessing.stack;

import static io.tradeprocessing.stack.StackTemplate.TEMPLATE;
import static io.tradeprocessing.stack.StackTemplate.VPC;
import static io.tradeprocessing.stack.StackTemplate.deploy;
import static io.tradeprocessing.stack.StackTemplate.deployStandby;
import static io.tradeprocessing.stack.StackTemplate.documentStatements;
import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The archive of the records: what is deployed for it, and when. */
class ArchiveResourcesTest {

  private final ResolvedStack stack = deploy(Map.of());

  @Test
  void aStackHasNoArchiveUnlessItIsAskedFor() {
    TreeSet<String> archiving = new TreeSet<>(stack.resources().keySet());
    archiving.removeAll(deploy(Map.of("Archive", "none")).resources().keySet());

    assertThat(archiving)
        .containsExactly(
            "ArchiveDelayAlarm",
            "ArchiverDLQAlarm",
            "ArchiverErrorAlarm",
            "ArchiverIteratorAgeAlarm",
            "ArchiverThrottleAlarm",
            "RecordArchiveBucket",
            "RecordArchiveBucketPolicy",
            "RecordArchiveKey",
            "RecordArchiveKeyAlias",
            "RecordArchiverDLQ",
            "RecordArchiverDLQPolicy",
            "RecordArchiverEventSource",
            "RecordArchiverFunction",
            "RecordArchiverLogGroup",
            "RecordArchiverRole",
            "TamperedRecordsAlarm");
    assertThat(TEMPLATE.deploy("us-east-1", Map.of()).resources())
        .doesNotContainKey("RecordArchiveBucket");
  }

  @ParameterizedTest
  @CsvSource({"governance,GOVERNANCE", "compliance,COMPLIANCE"})
  void theBucketIsLockedFromItsCreationForTheYearsThatTheParameterSays(
      String archive, String mode) {
    Resource bucket =
        deploy(Map.of("Archive", archive, "ArchiveYears", "6")).resource("RecordArchiveBucket");

    assertThat(bucket.get("ObjectLockEnabled")).isEqualTo(true);
    assertThat(bucket.get("ObjectLockConfiguration", "Rule", "DefaultRetention"))
        .isEqualTo(Map.of("Mode", mode, "Years", "6"));
    assertThat(bucket.get("VersioningConfiguration", "Status")).isEqualTo("Enabled");
    assertThat(asMap(bucket.get("PublicAccessBlockConfiguration")).values())
        .hasSize(4)
        .containsOnly(true);
  }

  @Test
  void nobodyMayDeleteOrChooseARetentionOrSpeakWithoutTls() {
    List<Map<String, Object>> statements =
        documentStatements(stack.resource("RecordArchiveBucketPolicy"));

    assertThat(statements)
        .hasSize(3)
        .allSatisfy(
            statement ->
                assertThat(statement)
                    .containsEntry("Effect", "Deny")
                    .containsEntry("Principal", "*"));
    assertThat(statements.get(1).get("Action"))
        .isEqualTo(
            List.of(
                "s3:BypassGovernanceRetention",
                "s3:DeleteObject",
                "s3:DeleteObjectVersion",
                "s3:PutObjectRetention"));
    assertThat(statements.get(1)).doesNotContainKey("Condition");
    assertThat(statements.get(2).get("Condition"))
        .isEqualTo(Map.of("Null", Map.of("s3:object-lock-retain-until-date", "false")));
  }

  @Test
  void onlyTheArchiverMaySign() {
    Resource key = stack.resource("RecordArchiveKey");
    assertThat(key.get("KeySpec")).isEqualTo("ECC_NIST_P256");
    assertThat(key.get("KeyUsage")).isEqualTo("SIGN_VERIFY");
    assertThat(asList(key.get("KeyPolicy", "Statement")))
        .filteredOn(
            statement ->
                asList(asMap(statement).get("Action")).stream()
                    .anyMatch(action -> action.equals("kms:*") || action.equals("kms:Sign")))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(asMap(statement).get("Principal"))
                    .isEqualTo(Map.of("AWS", "${RecordArchiverRole.Arn}")));
  }

  @Test
  void theStreamIsReadFromItsBeginningInBatchesThatMayFailInPart() {
    Resource source = stack.resource("RecordArchiverEventSource");

    assertThat(source.get("EventSourceArn")).isEqualTo("${TradeTable.StreamArn}");
    assertThat(source.get("FunctionName")).isEqualTo("${RecordArchiverFunction.Alias}");
    assertThat(source.get("StartingPosition")).isEqualTo("TRIM_HORIZON");
    assertThat(source.get("FunctionResponseTypes")).isEqualTo(List.of("ReportBatchItemFailures"));
    assertThat(source.get("BisectBatchOnFunctionError")).isEqualTo(true);
    assertThat(source.get("DestinationConfig", "OnFailure", "Destination"))
        .isEqualTo("${RecordArchiverDLQ.Arn}");
    // Below the 24 hours of the stream: what goes to the queue can still be read.
    assertThat((Integer) source.get("MaximumRecordAgeInSeconds")).isBetween(3_600, 72_000);
  }

  @Test
  void aStandbyReadsTheStreamThatItIsGiven() {
    Resource source = deployStandby(Map.of()).resource("RecordArchiverEventSource");
    assertThat(source.get("EventSourceArn"))
        .isEqualTo(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/trade-records-dev/stream/2026-01-01T00:00:00.000");

    assertThatThrownBy(() -> deployStandby(Map.of("TableStreamArn", "")))
        .hasMessageContaining("Archive in a standby needs TableStreamArn");
  }

  @Test
  void inAVpcTheArchiverReachesItsKey() {
    assertThat(deploy(VPC).resources()).containsKey("KMSVPCEndpoint");
    assertThat(deploy(VPC, Map.of("Archive", "none")).resources())
        .doesNotContainKey("KMSVPCEndpoint");
  }

  @ParameterizedTest
  @CsvSource({
    "ArchiveDelayAlarm,ArchiveDelay,dev",
    "ArchiverIteratorAgeAlarm,IteratorAge,${RecordArchiverFunction}"
  })
  void aDelayOfAMinuteIsAlarmedAfterThreeMinutes(String id, String metric, String watched) {
    Resource alarm = stack.resource(id);
    assertThat(alarm.get("MetricName")).isEqualTo(metric);
    assertThat(alarm.get("Dimensions", 0, "Value")).isEqualTo(watched);
    assertThat(alarm.get("Statistic")).isEqualTo("Maximum");
    assertThat(alarm.get("Threshold")).isEqualTo(60_000);
    assertThat(alarm.get("EvaluationPeriods")).isEqualTo(3);
  }
}
