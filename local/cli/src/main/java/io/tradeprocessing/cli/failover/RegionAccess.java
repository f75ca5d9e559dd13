package io.tradeprocessing.cli.failover;

import java.time.Instant;

/** What a failover asks of a Region, and does in it. Every call is safe to repeat. */
public interface RegionAccess {

  /** The Region's name. */
  String region();

  /**
   * Reads the state of the Region.
   *
   * @throws RegionUnreachableException if one of its services does not answer
   * @throws io.tradeprocessing.cli.console.UserError if it is not what a failover can work with
   */
  RegionState state();

  /** The Region's replica of the table. */
  TableReader table();

  /**
   * Begins to update the stack to another value of {@code Intake}, with the deployed template and
   * all other parameters as they are.
   */
  void updateIntake(String value);

  /** Enables or disables a rule whose state is not what the stack says. */
  void setRule(String name, boolean enabled);

  /** Begins to replay the archive to the rules of the sources. */
  void startReplay(String name, Instant from, Instant to);
}
