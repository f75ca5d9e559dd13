package io.tradeprocessing.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.Cli;
import io.tradeprocessing.cli.DocumentedPolicy;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code trades doctor --environment}, on an environment that is as the template says or not. */
class DoctorTest {

  private final EnvironmentOnAws aws = new EnvironmentOnAws(Map.of());

  private static Cli.Ended examine(EnvironmentOnAws environment, String... more) {
    try (FakeAws.Server server = environment.services().serve()) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "doctor",
                  "--environment",
                  "production",
                  // S3's buckets would otherwise be part of the host's name
                  "--endpoint",
                  server.endpoint().toString()));
      arguments.addAll(List.of(more));
      return Cli.run(arguments.toArray(String[]::new));
    }
  }

  @Test
  void anEnvironmentAsTheTemplateSaysIsSound() {
    Cli.Ended ended = examine(aws);

    assertThat(ended.lines())
        .as(ended.out())
        .allMatch(
            line -> line.startsWith("OK ") || line.endsWith("0 failed, 0 unknown, 0 warnings"));
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains(
            "OK       /trade-processing/production/ has all parameters, and they are well formed",
            "OK       alarms are all there, and notify: ",
            "OK       trade-processing-system1-production is enabled",
            "OK       trade-validator-dlq-production is empty",
            "OK       trade-validator-production is active in version 7");
  }

  /** A standby has the table of the primary, and its rules are disabled. */
  @Test
  void aStandbyIsSoundWithTheOtherStacksTableAndDisabledRules() {
    EnvironmentOnAws standby =
        new EnvironmentOnAws(
            Map.of(
                "Role", "standby",
                "PrimaryRegion", "eu-west-1",
                "ReplicaRegion", "us-east-1",
                "RegionSlot", "1",
                "SourceSystem1Hours", "7-21",
                "TableStreamArn",
                    "arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2026-01-01T00:00:00.000"));

    Cli.Ended ended = examine(standby);

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(ended.out())
        .contains(
            "trade-processing-system1-production is disabled, as Intake wants it",
            "trade-records-production is ACTIVE, as its replica in eu-west-1");
  }

  /** Both Regions would process the same trades. */
  @Test
  void aRuleThatIsEnabledInAClosedRegionIsFound() {
    EnvironmentOnAws closed = new EnvironmentOnAws(Map.of("Intake", "disabled"));
    closed.flippedRules.add("trade-processing-system3-production");

    Cli.Ended ended = examine(closed);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains(
            "FAIL     trade-processing-system3-production is enabled, although Role and Intake"
                + " want this Region closed")
        .contains("OK       trade-processing-system1-production is disabled");
  }

  private static Arguments defect(
      String name, Consumer<EnvironmentOnAws> plant, String level, String text, String todo) {
    return arguments(name, plant, level, text, todo);
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(
            "a malformed parameter",
            aws -> aws.settings.put("processing-threshold", "a lot"),
            "FAIL",
            "/trade-processing/production/ cannot be used: /trade-processing/production/"
                + "processing-threshold must be a decimal above 0, such as 1000000, not 'a lot'",
            "aws ssm put-parameter"),
        defect(
            "a missing parameter",
            aws -> aws.settings.remove("max-retries"),
            "FAIL",
            "/trade-processing/production/max-retries is missing",
            "aws ssm put-parameter"),
        defect(
            "a stack in between",
            aws -> aws.stackStatus = "UPDATE_ROLLBACK_FAILED",
            "FAIL",
            "trade-processing-production is UPDATE_ROLLBACK_FAILED",
            "describe-stack-events"),
        defect(
            "a stack that is being changed",
            aws -> aws.stackStatus = "UPDATE_IN_PROGRESS",
            "WARN",
            "trade-processing-production is being changed",
            "run the command again"),
        defect(
            "a deleted alarm",
            aws -> aws.gone.add("probe-production"),
            "FAIL",
            "probe-production is no alarm any more",
            "sam deploy"),
        defect(
            "an alarm whose actions are disabled",
            aws -> aws.silenced.add("probe-production"),
            "FAIL",
            "probe-production has its actions disabled",
            "aws cloudwatch enable-alarm-actions --alarm-names probe-production"),
        defect(
            "an alarm without an action",
            aws -> aws.withoutActions.add("conflicts-production"),
            "FAIL",
            "conflicts-production has no action",
            "sam deploy"),
        defect(
            "an alarm that went off",
            aws -> aws.ringing.add("conflicts-production"),
            "WARN",
            "conflicts-production is in ALARM",
            "docs/runbook.md#conflictsalarm"),
        defect(
            "a subscription that is not confirmed",
            aws -> aws.subscription = "PendingConfirmation",
            "FAIL",
            "trade-processing-alarms-production has a subscription that is not confirmed:"
                + " desk@example.com",
            "open the link"),
        defect(
            "no subscription",
            aws -> aws.subscription = "",
            "WARN",
            "trade-processing-alarms-production has no subscription",
            "AlarmEmail"),
        defect(
            "a table that is out of reach",
            aws -> aws.tableStatus = "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
            "FAIL",
            "trade-records-production is INACCESSIBLE_ENCRYPTION_CREDENTIALS",
            "describe-table"),
        defect(
            "no replica",
            aws -> aws.replicaStatus = null,
            "FAIL",
            "trade-records-production has no replica in eu-west-1",
            "ReplicaRegion=eu-west-1"),
        defect(
            "a replica that is not active",
            aws -> aws.replicaStatus = "REGION_DISABLED",
            "FAIL",
            "has a replica in eu-west-1 that is REGION_DISABLED",
            "runbook"),
        defect(
            "no deletion protection",
            aws -> aws.isProtected = false,
            "FAIL",
            "trade-records-production can be deleted",
            "--deletion-protection-enabled"),
        defect(
            "no point-in-time recovery",
            aws -> aws.recovery = "DISABLED",
            "FAIL",
            "trade-records-production has no point-in-time recovery",
            "update-continuous-backups"),
        defect(
            "a bucket without a lock",
            aws -> aws.lockMode = "",
            "FAIL",
            "has no default retention",
            "sam deploy"),
        defect(
            "a bucket with another lock",
            aws -> aws.lockMode = "COMPLIANCE",
            "FAIL",
            "locks objects for 7 years in mode COMPLIANCE, not for 7 in mode GOVERNANCE",
            "sam deploy"),
        defect(
            "a disabled event source mapping",
            aws -> aws.mapping = "Disabled",
            "FAIL",
            "is Disabled, so nothing is archived",
            "aws lambda update-event-source-mapping --uuid"),
        defect(
            "a key that is to be deleted",
            aws -> aws.keyState = "PendingDeletion",
            "FAIL",
            "is PendingDeletion, so the archiver cannot sign",
            "aws kms cancel-key-deletion"),
        defect(
            "a disabled rule",
            aws -> aws.flippedRules.add("trade-processing-system2-production"),
            "FAIL",
            "trade-processing-system2-production is disabled",
            "aws events enable-rule --name trade-processing-system2-production"),
        defect(
            "a deleted rule",
            aws -> aws.gone.add("trade-processing-system2-production"),
            "FAIL",
            "trade-processing-system2-production does not exist any more",
            "sam deploy"),
        defect(
            "a dead letter",
            aws -> aws.letters.put("outcome-dlq-production", 1),
            "FAIL",
            "outcome-dlq-production holds 1 dead letter",
            "./trades dead-letters outcome-dlq-production"),
        defect(
            "a function that cannot run",
            aws -> aws.functionState = "Failed",
            "FAIL",
            "trade-validator-production cannot run: its version 7 is Failed",
            "point the alias"),
        defect(
            "a function that sleeps",
            aws -> aws.functionState = "Inactive",
            "WARN",
            "trade-validator-production was not invoked for weeks",
            "ProbeMinutes"),
        defect(
            "a rollback",
            aws -> aws.liveVersion = "6",
            "WARN",
            "trade-validator-production runs version 6, not the newest, 7",
            "rollback"),
        defect(
            "a function that is switched off",
            aws -> aws.reserved = 0,
            "FAIL",
            "trade-validator-production is switched off",
            "delete-function-concurrency"),
        defect(
            "a new account",
            aws -> aws.concurrency = 10,
            "WARN",
            "AWS Lambda, Concurrent executions is 10, less than the usual 1,000",
            "Service Quotas"),
        defect(
            "a quota that is not reported",
            aws -> aws.refillRate = 0,
            "WARN",
            "AWS Step Functions, StartExecution throttle token refill rate per second is not"
                + " reported",
            "Service Quotas"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void aDefectIsFoundWithWhatToDo(
      String name, Consumer<EnvironmentOnAws> plant, String level, String text, String todo) {
    plant.accept(aws);

    Cli.Ended ended = examine(aws);

    List<String> lines = ended.lines();
    int at =
        lines.indexOf(
            lines.stream()
                .filter(line -> line.startsWith(level) && line.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + ended.out())));
    assertThat(lines.get(at + 1)).contains(todo);
    assertThat(ended.code()).isEqualTo(level.equals("FAIL") ? 1 : 0);
  }

  /** Each action, refused alone. */
  @Test
  void aMissingPermissionIsNamedAndEverythingElseIsChecked() {
    examine(aws);
    Set<String> actions =
        aws.calls().stream()
            .map(call -> call.substring(0, call.indexOf(' ')))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(actions).hasSizeGreaterThan(15);
    for (String action : actions) {
      EnvironmentOnAws refusing = new EnvironmentOnAws(Map.of());
      refusing.refused.add(action);

      Cli.Ended ended = examine(refusing);

      assertThat(ended.code()).as(action).isEqualTo(1);
      assertThat(ended.lines())
          .as(action)
          .anyMatch(
              line ->
                  line.startsWith("UNKNOWN")
                      && line.endsWith("because the caller may not call " + action));
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIsUnknown() {
    aws.broken.add("sqs:GetQueueAttributes");

    Cli.Ended ended = examine(aws);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains(
            "UNKNOWN  outcome-dlq-production cannot be checked, because sqs:GetQueueAttributes"
                + " failed: InternalFailure: out of order");
  }

  @Test
  void thePolicyOfTheDocumentationAllowsExactlyTheCallsThatAreMade() {
    examine(aws);

    DocumentedPolicy policy = new DocumentedPolicy("### What the doctor may read");
    policy.mustAllow(aws.calls());
    assertThat(policy.actions())
        .isEqualTo(
            aws.calls().stream()
                .map(call -> call.substring(0, call.indexOf(' ')))
                .collect(Collectors.toSet()));
  }

  @Test
  void jsonHasOneFindingPerLine() {
    aws.letters.put("outcome-dlq-production", 2);

    Cli.Ended ended = examine(aws, "--json");

    assertThat(ended.lines())
        .map(Project::parse)
        .filteredOn(finding -> finding.path("level").asText().equals("FAIL"))
        .singleElement()
        .satisfies(
            (JsonNode finding) -> {
              assertThat(finding.path("subject").asText()).isEqualTo("outcome-dlq-production");
              assertThat(finding.path("text").asText()).isEqualTo("holds 2 dead letters");
              assertThat(finding.path("do").asText()).startsWith("./trades dead-letters");
            });
  }

  @Test
  void aStackThatDoesNotExistIsIncorrectUse() {
    Cli.Ended ended = examine(aws, "--stack", "other");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no stack other in us-east-1");
  }
}
