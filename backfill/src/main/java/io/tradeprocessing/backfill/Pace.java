package io.tradeprocessing.backfill;

import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a partition is worked through.
 *
 * @param groups that are processed at the same time
 * @param groupLines lines of different trades in a group: they are recorded together
 * @param stepLines lines in a step, and in a result object
 * @param pause how to wait between attempts
 * @param clock that says how much of an invocation's time is left
 */
public record Pace(int groups, int groupLines, int stepLines, Pause pause, InstantSource clock) {

  private static final int STEP = 250;

  /** Of the function. */
  private static final int GROUPS = 16;

  /** How to wait. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  /** That of the function. */
  static Pace standard() {
    return of(GROUPS);
  }

  /** The usual steps, in real time. */
  public static Pace of(int groups) {
    return new Pace(groups, TradeStore.MAX_GROUP, STEP, Thread::sleep, InstantSource.system());
  }
}
