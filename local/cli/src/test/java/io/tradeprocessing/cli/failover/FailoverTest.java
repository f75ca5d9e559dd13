package io.tradeprocessing.cli.failover;

import static io.tradeprocessing.cli.failover.SimulatedPair.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.Failover.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failover, from every state that both Regions can be in, and its repetition after a failure. */
class FailoverTest {

  private final SimulatedPair pair = new SimulatedPair();

  private Ended.Completed completed(Ended ended) {
    assertThat(ended).as(ended.toString()).isInstanceOf(Ended.Completed.class);
    return (Ended.Completed) ended;
  }

  private Ended.Completed execute(Role to, boolean planned) throws InterruptedException {
    return completed(pair.failover().execute(move(to, planned)));
  }

  private void assertOnlyTakes(SimulatedPair.Simulated region) {
    assertThat(pair.failover().observe().taking()).containsExactly(region.region());
    assertThat(region.isOpen()).isTrue();
  }

  private void assertNothingIsLost() {
    pair.settle();
    assertThat(pair.primary.trades()).isEqualTo(pair.sent());
    assertThat(pair.standby.trades()).isEqualTo(pair.sent());
  }

  @Test
  void aPlannedSwitchLosesNothingAndRecordsNothingTwice() throws InterruptedException {
    pair.send(pair.primary, 50);

    Ended.Completed ended = execute(Role.STANDBY, true);

    assertOnlyTakes(pair.standby);
    assertThat(ended.recovered().orElseThrow().notArrived()).isZero();
    assertNothingIsLost();
    assertThat(pair.recordedTwice()).isZero();
  }

  @Test
  void eventsThatArriveWhileNoRegionTakesThemAreReplayed() throws InterruptedException {
    List<String> steps = new ArrayList<>();
    Failover failover =
        pair.failover(
            new Stop(),
            (_, step, _) -> {
              steps.add(step.text());
              if (step instanceof Step.Drain || step instanceof Step.AwaitReplication) {
                pair.send(pair.primary, 3);
              }
            });

    Ended.Completed ended = completed(failover.execute(move(Role.STANDBY, true)));
    pair.settle();

    assertThat(steps).anyMatch(step -> step.startsWith("wait until no execution"));
    assertThat(pair.standby.records("eu-west-1")).hasSize(pair.sent());
    assertThat(ended.recovered().orElseThrow().recorded()).isEqualTo(pair.sent());
    assertThat(pair.recordedTwice()).isZero();
    assertNothingIsLost();
  }

  @Test
  void anUnplannedSwitchRecordsAgainWhatHadNotReplicated() throws InterruptedException {
    pair.send(pair.primary, 50);
    pair.lose(pair.primary);
    long arrived = pair.standby.trades();

    Ended.Completed ended = execute(Role.STANDBY, false);

    // The last event was forwarded a second later, and so was lost with the Region until it is
    // back.
    assertThat(arrived).isLessThan(40);
    assertThat(pair.standby.trades()).isGreaterThanOrEqualTo(pair.sent() - 1L);
    assertThat(ended.recovered().orElseThrow().recorded())
        .isEqualTo(pair.standby.trades() - arrived);
    pair.comeBack(pair.primary);
    assertNothingIsLost();
  }

  @Test
  void aRegionThatIsBackIsClosedByTheSameCommand() throws InterruptedException {
    pair.send(pair.primary, 5);
    pair.lose(pair.primary);
    Plan plan = pair.failover().plan(move(Role.STANDBY, false));
    assertThat(plan.items().getLast().progress()).isEqualTo(Plan.Progress.UNREACHABLE);
    execute(Role.STANDBY, false);
    pair.comeBack(pair.primary);
    assertThat(pair.failover().observe().taking()).hasSize(2);

    execute(Role.STANDBY, false);

    assertOnlyTakes(pair.standby);
    assertNothingIsLost();
  }

  @Test
  void theIntakeGoesBackToThePrimaryWithoutRecordingAnythingTwice() throws InterruptedException {
    pair.send(pair.primary, 10);
    execute(Role.STANDBY, true);
    pair.send(pair.standby, 40);

    execute(Role.PRIMARY, true);
    pair.send(pair.primary, 10);

    assertOnlyTakes(pair.primary);
    assertThat(pair.primary.state().intake().parameter()).isEqualTo("auto");
    assertThat(pair.standby.state().intake().parameter()).isEqualTo("auto");
    assertNothingIsLost();
    assertThat(pair.recordedTwice()).isZero();
  }

  @Test
  void aMoveThatIsDoneDoesNothing() throws InterruptedException {
    execute(Role.STANDBY, true);
    int replays = pair.standby.replays().size();

    execute(Role.STANDBY, true);

    assertThat(replays).isEqualTo(2);
    assertThat(pair.standby.replays()).hasSize(replays);
    assertThat(pair.failover().plan(move(Role.STANDBY, true)).next()).isEmpty();
  }

  @Test
  void goingBackToWhereTheIntakeIsDoesNothing() throws InterruptedException {
    assertThat(pair.failover().plan(move(Role.PRIMARY, true)).next()).isEmpty();

    Ended.Completed ended = execute(Role.PRIMARY, true);

    assertThat(ended.recovered()).isEmpty();
    assertThat(pair.primary.replays()).isEmpty();
  }

  /** Fails before and after the effect of each call in turn. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailedCallIsRepeatedAndTheEndIsTheSame(boolean planned) throws InterruptedException {
    int calls = 0;
    boolean failed;
    do {
      SimulatedPair world = new SimulatedPair();
      world.send(world.primary, 30);
      if (!planned) {
        world.lose(world.primary);
      }
      int failing = calls++;
      int[] made = {0};
      world.fault =
          call -> {
            if (made[0]++ == failing) {
              throw UserError.midway(call + " was refused", new IllegalStateException());
            }
          };
      Move move = move(Role.STANDBY, planned);
      Ended first = world.failover().execute(move);
      failed = first instanceof Ended.Stopped;
      world.fault = _ -> {};
      if (first instanceof Ended.Stopped stopped) {
        assertThat(stopped.problem()).contains("was refused");
        assertThat(stopped.advice()).contains("run the same command again");
        assertThat(stopped.holds()).isNotEmpty();
        assertThat(completed(world.failover().execute(move)).situation().taking())
            .containsExactly("eu-west-1");
      }
      if (!planned) {
        world.comeBack(world.primary);
        completed(world.failover().execute(move));
      }
      world.settle();
      assertThat(world.standby.trades()).as("call %d", failing).isEqualTo(world.sent());
      assertThat(world.standby.replays()).hasSize(2);
      if (planned) {
        assertThat(world.recordedTwice()).isZero();
      }
    } while (failed);
    assertThat(calls).isGreaterThan(6);
  }

  @Test
  void anInterruptedMoveGoesOnWhereverItWasInterrupted() throws InterruptedException {
    int interrupted = 0;
    boolean stopped;
    do {
      SimulatedPair world = new SimulatedPair();
      world.send(world.primary, 20);
      Stop stop = new Stop();
      int at = interrupted++;
      int[] seen = {0};
      Ended first =
          world
              .failover(
                  stop,
                  (_, _, _) -> {
                    if (seen[0]++ == at) {
                      stop.request();
                    }
                  })
              .execute(move(Role.STANDBY, true));
      stopped = first instanceof Ended.Stopped;
      completed(world.failover().execute(move(Role.STANDBY, true)));
      world.settle();
      assertThat(world.standby.trades()).as("step %d", at).isEqualTo(world.sent());
      assertThat(world.standby.replays()).hasSize(2);
      assertThat(world.recordedTwice()).isZero();
    } while (stopped);
    assertThat(interrupted).isGreaterThan(15);
  }

  @Test
  void aReplayThatFailedIsStartedAgainUnderAnotherName() throws InterruptedException {
    pair.send(pair.primary, 20);
    execute(Role.STANDBY, true);
    pair.standby.failReplays();

    execute(Role.STANDBY, true);

    assertThat(pair.standby.replays())
        .extracting(RegionState.Replay::name)
        .hasSize(4)
        .anyMatch(name -> name.endsWith("-1.2"))
        .anyMatch(name -> name.endsWith("-2.2"));
  }

  @Test
  void rulesThatSomebodyChangedByHandAreSetAgain() throws InterruptedException {
    execute(Role.STANDBY, true);
    pair.standby.byHand(false);
    pair.primary.byHand(true);

    execute(Role.STANDBY, true);

    assertOnlyTakes(pair.standby);
  }

  @Test
  void bothRegionsTakingEventsIsSaidAndEndedByAPlannedMove() throws InterruptedException {
    pair.standby.byHand(true);
    pair.send(pair.primary, 30);
    assertThat(pair.failover().observe().text()).contains("both Regions take events");

    execute(Role.PRIMARY, true);

    assertOnlyTakes(pair.primary);
    assertNothingIsLost();
  }

  @Test
  void goingBackBeforeTheRegionHasCaughtUpWaitsForIt() throws InterruptedException {
    pair.send(pair.primary, 30);
    pair.lose(pair.primary);
    execute(Role.STANDBY, false);
    pair.send(pair.standby, 30);
    pair.comeBack(pair.primary);

    execute(Role.PRIMARY, true);

    assertOnlyTakes(pair.primary);
    assertNothingIsLost();
  }

  @Test
  void aRegionThatDoesNotAnswerCannotTakeOver() {
    pair.lose(pair.standby);

    assertThatThrownBy(() -> pair.failover().execute(move(Role.STANDBY, true)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("eu-west-1 does not answer")
        .hasMessageContaining("it cannot take over");
  }

  @Test
  void aPlannedMoveFromALostRegionIsRefused() {
    pair.lose(pair.primary);

    assertThatThrownBy(() -> pair.failover().execute(move(Role.STANDBY, true)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("give --unplanned");
  }

  @Test
  void theReplayBeginsThreeHoursBeforeTheLastRecordThatArrived() {
    pair.send(pair.primary, 1);
    pair.sleep(Duration.ofMinutes(10));

    Plan plan = pair.failover().plan(move(Role.STANDBY, false));

    assertThat(plan.replays())
        .hasSize(2)
        .allSatisfy(
            replay ->
                assertThat(replay.from())
                    .isEqualTo(SimulatedPair.START.plusSeconds(20).minus(Duration.ofHours(3))));
  }

  @Test
  void withoutAnArchiveThePlanSaysWhoMustSendAgain() {
    pair.standby.archives = false;

    Plan plan = pair.failover().plan(move(Role.STANDBY, true));

    assertThat(plan.replays()).isEmpty();
    assertThat(plan.notes())
        .anyMatch(note -> note.contains("EventArchiveDays=0") && note.contains("send them again"));
  }

  @Test
  void aStandbyWithoutARecentProbeIsSaidBeforeTheSwitch() {
    assertThat(pair.failover().plan(move(Role.STANDBY, true)).notes()).isEmpty();
    pair.sleep(Duration.ofMinutes(20));

    assertThat(pair.failover().plan(move(Role.STANDBY, true)).notes())
        .singleElement()
        .asString()
        .startsWith("no probe has run through eu-west-1");
  }
}
