package io.tradeprocessing.cli.failover;

import static io.tradeprocessing.cli.failover.SimulatedPair.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.cli.Cli;
import io.tradeprocessing.cli.DocumentedPolicy;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.Failover.Ended;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failover by the APIs of AWS, with the names of the template. */
class AwsRegionTest {

  private final SimulatedPair pair = new SimulatedPair();
  private final RegionOnAws primary = new RegionOnAws(pair.primary);
  private final RegionOnAws standby = new RegionOnAws(pair.standby);
  private final FakeAws.Server server = RegionOnAws.serving(primary, standby).serve();

  @AfterEach
  void stop() {
    server.close();
  }

  private static Regions<AwsRegion> regions() {
    return AwsRegion.both(new AwsAccess(), "production", "trade-processing-production");
  }

  private Ended execute(Move move) throws InterruptedException {
    Regions<AwsRegion> regions = regions();
    try (AwsRegion _ = regions.primary();
        AwsRegion _ = regions.standby()) {
      return new Failover(regions, pair, pair, Duration.ofMinutes(1), new Stop(), (_, _, _) -> {})
          .execute(move);
    }
  }

  @Test
  void theWholeMoveIsMadeByCallsToAws() throws InterruptedException {
    pair.send(pair.primary, 20);

    Ended switched = execute(move(Role.STANDBY, true));
    pair.send(pair.standby, 20);
    Ended back = execute(move(Role.PRIMARY, true));
    pair.settle();

    assertThat(switched).isInstanceOf(Ended.Completed.class);
    assertThat(back).isInstanceOf(Ended.Completed.class);
    assertThat(pair.primary.trades()).isEqualTo(pair.sent());
    assertThat(pair.recordedTwice()).isZero();
    assertThat(pair.primary.isOpen()).isTrue();
    assertThat(pair.standby.isOpen()).isFalse();
  }

  @Test
  void anUpdateThatWouldChangeMoreThanTheRulesIsNotExecuted() throws InterruptedException {
    primary.changesMore = true;

    Ended ended = execute(move(Role.STANDBY, true));

    assertThat(ended)
        .isInstanceOfSatisfying(
            Ended.Stopped.class,
            stopped -> {
              assertThat(stopped.problem())
                  .contains("would also change other resources (Modify TradeTable)");
              assertThat(stopped.holds()).isEqualTo("us-east-1 takes events");
            });
    assertThat(primary.calls()).noneMatch(call -> call.contains("ExecuteChangeSet"));
  }

  @Test
  void rulesThatAreNotAsTheStackSaysAreSetDirectly() throws InterruptedException {
    pair.primary.byHand(false);

    execute(move(Role.PRIMARY, true));

    assertThat(pair.primary.isOpen()).isTrue();
    assertThat(primary.calls()).noneMatch(call -> call.contains("ChangeSet"));
  }

  @Test
  void eachCallIsAllowedByTheOperatorsPolicyOfTheDocumentation() throws InterruptedException {
    execute(move(Role.STANDBY, true));
    pair.standby.byHand(false);
    execute(move(Role.STANDBY, true));
    pair.standby.byHand(true);
    pair.primary.byHand(true);
    execute(move(Role.PRIMARY, true));
    pair.standby.byHand(true);
    execute(move(Role.PRIMARY, true));
    primary.changesMore = true;
    execute(move(Role.STANDBY, true));
    Cli.run("failover", "status", "--environment", "production");

    Set<String> calls = new TreeSet<>(primary.calls());
    calls.addAll(standby.calls());

    assertThat(calls)
        .hasSizeGreaterThan(50)
        .anyMatch(call -> call.startsWith("events:EnableRule"))
        .anyMatch(call -> call.startsWith("events:DisableRule"))
        .anyMatch(call -> call.startsWith("cloudformation:DeleteChangeSet"));
    new DocumentedPolicy("### What the operator may do").mustAllow(calls);
  }

  @Test
  void aStackWithoutASecondRegionIsRefused() {
    primary.parameter("ReplicaRegion", "none");

    assertThatThrownBy(AwsRegionTest::regions)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no second Region");
  }

  @Test
  void aStackThatDoesNotExistIsNotALostRegion() {
    assertThatThrownBy(() -> AwsRegion.both(new AwsAccess(), "production", "other"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("CloudFormation in us-east-1 refused: ValidationError");
  }

  // --- The command

  @Test
  void statusShowsBothRegionsSideBySide() {
    pair.send(pair.primary, 20);

    Cli.Ended ended = Cli.run("failover", "status", "--environment", "production");

    assertThat(ended.out())
        .contains("us-east-1", "eu-west-1")
        .containsPattern("intake +open \\(Intake=auto\\) +closed \\(Intake=auto\\)")
        .containsPattern("last record of us-east-1 +2026-01-12T14:30:.. *")
        .contains("records missing");
    // The probes of the test are from January.
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("the last probe ran through us-east-1");
  }

  @Test
  void statusAsJsonHasTheSame() {
    Cli.Ended ended = Cli.run("failover", "status", "--environment", "production", "--json");

    JsonNode json = Project.parse(ended.out());
    assertThat(json.at("/primary/region").asText()).isEqualTo("us-east-1");
    assertThat(json.at("/primary/takesEvents").asBoolean()).isTrue();
    assertThat(json.at("/standby/takesEvents").asBoolean()).isFalse();
    assertThat(json.at("/standby/archive/days").asInt()).isEqualTo(14);
    assertThat(json.at("/compared/headsBehind/eu-west-1").asInt()).isZero();
  }

  @Test
  void withoutExecuteEveryCallIsPrintedAndNoneIsMade() {
    Cli.Ended ended = Cli.run("failover", "switch", "--environment", "production");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains(
            " 1  to do        close the intake of us-east-1 (Intake=disabled)",
            "us-east-1 cloudformation:CreateChangeSet StackName=trade-processing-production"
                + " UsePreviousTemplate=true Intake=disabled",
            "open the intake of eu-west-1 (Intake=enabled)",
            "eu-west-1 events:StartReplay ReplayName=failover-production-",
            "dry run: nothing was changed; --execute does the steps that are to do");
    Set<String> calls = new TreeSet<>(primary.calls());
    calls.addAll(standby.calls());
    assertThat(calls)
        .noneMatch(
            call ->
                call.contains("ChangeSet")
                    || call.contains("Start")
                    || call.contains("able" + "Rule"));
  }

  @Test
  void thePlanAsJsonHasStepsAndCalls() {
    Cli.Ended ended = Cli.run("failover", "back", "--environment", "production", "--json");

    JsonNode json = Project.parse(ended.out());
    assertThat(json.path("steps")).hasSize(4);
    assertThat(json.at("/steps/0/progress").asText()).isEqualTo("done");
  }

  @Test
  void executingWhatIsDoneSaysSo() {
    Cli.Ended ended = Cli.run("failover", "back", "--environment", "production", "--execute");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualToIgnoringNewLines("done: us-east-1 takes events");
  }

  @Test
  void aRefusedStepSaysWhatHoldsAndWhatToDo() {
    primary.changesMore = true;

    Cli.Ended ended = Cli.run("failover", "switch", "--environment", "production", "--execute");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "trades: cannot close the intake of us-east-1 (Intake=disabled): ",
            "now: us-east-1 takes events",
            "do: correct the cause and run the same command again");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThat(Cli.run("failover", "switch", "--execute", "--dry-run").code()).isEqualTo(2);
    assertThat(Cli.run("failover", "switch", "--from", "yesterday").err())
        .contains("is not a time in UTC");
    assertThat(Cli.run("failover").err()).contains("give status, switch or back");
  }
}
