package io.tradeprocessing.backfill;

import java.time.Duration;

/**
 * How a partition is worked through.
 *
 * @param trades that are processed at the same time
 * @param stepLines lines in a step, and in a result object
 * @param pause how to wait between attempts
 */
public record Pace(int trades, int stepLines, Pause pause) {

  private static final int STEP = 250;

  /** How to wait. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  /** The usual steps, in real time. */
  public static Pace of(int trades) {
    return new Pace(trades, STEP, Thread::sleep);
  }
}
