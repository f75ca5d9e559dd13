package io.tradeprocessing.simulation.world;

import io.tradeprocessing.simulation.kernel.Choices;
import java.util.List;

/** What happens to the Regions in a run. */
public enum Plot {
  /** The system is in one Region; its table has no replica. */
  ONE_REGION,
  /** The second Region stands by. */
  STANDBY,
  /** Operators move the intake to the second Region, and perhaps back. */
  PLANNED_FAILOVER,
  /** The first Region is lost, the second takes over, the first comes back. */
  REGION_LOST,
  /** The first Region is lost for good, and the second takes over. */
  REGION_LOST_FOR_GOOD;

  private static final List<Plot> ALL = List.of(values());

  static Plot of(Choices choices) {
    return choices.one("plot", ALL);
  }

  /** Whether the intake moves. */
  boolean isMoved() {
    return this != ONE_REGION && this != STANDBY;
  }

  /** Whether there are two Regions. */
  public boolean isReplicated() {
    return this != ONE_REGION;
  }
}
