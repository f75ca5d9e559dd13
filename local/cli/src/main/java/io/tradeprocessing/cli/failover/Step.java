package io.tradeprocessing.cli.failover;

import java.time.Instant;

/** One step of a failover. Each can be repeated, and is done when the Regions say so. */
public sealed interface Step {

  /** What the step does, as an infinitive. */
  String text();

  /** The Region that it works in. */
  String region();

  /**
   * Enables or disables the rules that start executions.
   *
   * @param intake the value of the stack's parameter
   */
  record SetIntake(String region, boolean open, String intake) implements Step {
    @Override
    public String text() {
      return (open ? "open" : "close") + " the intake of " + region + " (Intake=" + intake + ")";
    }
  }

  /** Waits until no execution is running. */
  record Drain(String region) implements Step {
    @Override
    public String text() {
      return "wait until no execution is running in " + region;
    }
  }

  /** Waits until both replicas hold the same records and heads. */
  record AwaitReplication(String region, String other) implements Step {
    @Override
    public String text() {
      return "wait until " + region + " and " + other + " hold the same records and heads";
    }
  }

  /** Waits until the archive has every event that the bus took before the intake was open. */
  record AwaitArchive(String region, Instant until) implements Step {
    @Override
    public String text() {
      return "wait until the archive of " + region + " has all events, at " + until;
    }
  }

  /** Waits until no execution is running that a replay may have started. */
  record AwaitExecutions(String region, Instant startedBefore) implements Step {
    @Override
    public String text() {
      return "wait until what was replayed in " + region + " is recorded";
    }
  }

  /**
   * Replays the archive to the rules, and follows the replay to its end.
   *
   * @param name of the replay
   * @param from time of the first event
   */
  record RunReplay(String region, String name, Instant from) implements Step {
    @Override
    public String text() {
      return "replay the archive of " + region + " from " + from + " (" + name + ")";
    }
  }
}
