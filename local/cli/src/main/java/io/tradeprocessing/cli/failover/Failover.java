package io.tradeprocessing.cli.failover;

import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.RegionState.Replay;
import io.tradeprocessing.cli.failover.TableReader.Recovered;
import io.tradeprocessing.common.store.dynamodb.Backoff.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries out a plan: looks at both Regions, does the next step, and looks again, until nothing is
 * left to do. It remembers nothing, so one that was interrupted or has failed is repeated and goes
 * on from where the Regions are.
 */
public final class Failover {

  /** Newest records of each source that are compared whatever their time. */
  private static final int AT_LEAST = 1_000;

  private static final Duration STATUS_WINDOW = Duration.ofMinutes(15);

  /** Records older than this before a switch have replicated, or were lost long ago. */
  private static final Duration SWITCH_WINDOW = Duration.ofHours(3);

  private final Regions<?> regions;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Duration poll;
  private final Stop stop;
  private final Listener listener;

  /** Is told what happens. */
  public interface Listener {

    /** A step begins, or something about it has changed. */
    void progress(Plan plan, Step step, String text);
  }

  /** How a failover ended. */
  public sealed interface Ended {

    /** Everything is done. */
    record Completed(Situation situation, Optional<Recovered> recovered) implements Ended {}

    /**
     * A step has failed, or the operator has interrupted it.
     *
     * @param problem what happened
     * @param holds what holds now
     * @param advice what to do
     */
    record Stopped(Optional<Step> step, String problem, String holds, String advice)
        implements Ended {}
  }

  /**
   * @param poll how long to wait before looking again
   */
  public Failover(
      Regions<?> regions,
      InstantSource clock,
      Sleeper sleeper,
      Duration poll,
      Stop stop,
      Listener listener) {
    this.regions = regions;
    this.clock = clock;
    this.sleeper = sleeper;
    this.poll = poll;
    this.stop = stop;
    this.listener = listener;
  }

  /** Looks at both Regions. */
  public Situation observe() {
    return Situation.observe(regions, clock.instant());
  }

  /** Compares the newest records of both Regions. */
  public Comparison compare() {
    return compare(STATUS_WINDOW);
  }

  private Comparison compare(Duration window) {
    Instant since = clock.instant().minus(window);
    TableReader primary = table(Role.PRIMARY);
    TableReader standby = table(Role.STANDBY);
    return Comparison.of(
        primary, primary.recent(since, AT_LEAST), standby, standby.recent(since, AT_LEAST));
  }

  private TableReader table(Role role) {
    return regions.of(role).table();
  }

  /**
   * What executing a move would do now.
   *
   * @throws UserError if the move is impossible as things are
   */
  public Plan plan(Move move) {
    return Plan.of(move, observe(), Optional.empty());
  }

  /**
   * Executes a move.
   *
   * @throws UserError if the move is impossible as things are, before anything was done
   */
  public Ended execute(Move move) throws InterruptedException {
    Optional<Step> current = Optional.empty();
    Set<Step> updated = new HashSet<>();
    Optional<Comparison> compared = Optional.empty();
    boolean begun = false;
    try {
      while (true) {
        Situation now = observe();
        Plan plan = Plan.of(move, now, compared);
        Optional<Step> next = plan.next();
        if (next.isEmpty()) {
          return new Ended.Completed(now, recovered(move, plan));
        }
        if (stop.isRequested()) {
          return stopped(next, "interrupted");
        }
        current = next;
        begun = true;
        compared = Optional.empty();
        switch (next.get()) {
          case Step.SetIntake step -> setIntake(plan, step, now, updated);
          case Step.Drain step -> {
            listener.progress(plan, step, running(now, step));
            pause();
          }
          case Step.AwaitReplication step -> {
            Comparison comparison = compare(SWITCH_WINDOW);
            compared = Optional.of(comparison);
            listener.progress(plan, step, comparison.text());
            if (!comparison.isEqual()) {
              pause();
            }
          }
          case Step.AwaitArchive step -> {
            listener.progress(plan, step, "the second replay begins at " + step.until());
            pause();
          }
          case Step.AwaitExecutions step -> {
            listener.progress(plan, step, running(now, step));
            pause();
          }
          case Step.RunReplay step -> replay(plan, step, now);
        }
      }
    } catch (UserError | RegionUnreachableException e) {
      if (!begun && e instanceof UserError refused) {
        throw refused;
      }
      return stopped(current, String.valueOf(e.getMessage()));
    }
  }

  private void pause() throws InterruptedException {
    sleeper.sleep(poll);
  }

  private static RegionState state(Situation now, String region) {
    return now.named(region).answer().orElseThrow();
  }

  private static String running(Situation now, Step step) {
    return state(now, step.region())
        .work()
        .running()
        .map("%,d executions are running"::formatted)
        .orElse("EXPRESS executions end within five minutes");
  }

  private void setIntake(Plan plan, Step.SetIntake step, Situation now, Set<Step> updated)
      throws InterruptedException {
    RegionState state = state(now, step.region());
    String status = state.intake().stackStatus();
    if (status.endsWith("_IN_PROGRESS")) {
      listener.progress(plan, step, "the stack is in " + status);
      pause();
      return;
    }
    if (state.role().takesEvents(state.intake().parameter()) != step.open()) {
      if (!updated.add(step)) {
        throw UserError.midway(
            "CloudFormation did not change Intake; the stack is in "
                + status
                + ": see its events (aws cloudformation describe-stack-events)",
            new IllegalStateException(status));
      }
      listener.progress(plan, step, "the stack is updated");
      regions.named(step.region()).updateIntake(step.intake());
      return;
    }
    state
        .intake()
        .rules()
        .forEach(
            (rule, enabled) -> {
              if (enabled != step.open()) {
                listener.progress(
                    plan, step, rule + " is not as the stack says, and is set by itself");
                regions.named(step.region()).setRule(rule, step.open());
              }
            });
    pause();
  }

  private void replay(Plan plan, Step.RunReplay step, Situation now) throws InterruptedException {
    Optional<Replay> running =
        state(now, step.region()).replays().stream()
            .filter(replay -> replay.name().equals(step.name()))
            .findFirst();
    if (running.isEmpty()) {
      listener.progress(plan, step, "the replay begins");
      regions.named(step.region()).startReplay(step.name(), step.from(), now.at());
    } else {
      listener.progress(
          plan,
          step,
          running.get().reached().map(time -> "replayed up to " + time).orElse("not begun yet"));
      pause();
    }
  }

  private Optional<Recovered> recovered(Move move, Plan plan) {
    Set<String> names = plan.replays().map(Step.RunReplay::name).collect(Collectors.toSet());
    Optional<Instant> from = plan.replays().map(Step.RunReplay::from).findFirst();
    return from.map(
        since -> table(move.to()).recovered(table(move.to()).recent(since, AT_LEAST), names));
  }

  private Ended stopped(Optional<Step> step, String problem) {
    String holds;
    try {
      holds = observe().text();
    } catch (UserError e) {
      holds = "unknown: " + e.getMessage();
    }
    return new Ended.Stopped(
        step,
        problem,
        holds,
        "correct the cause and run the same command again: it goes on from here");
  }
}
