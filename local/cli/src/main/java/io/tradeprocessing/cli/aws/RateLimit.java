package io.tradeprocessing.cli.aws;

import io.tradeprocessing.common.store.dynamodb.Backoff.Sleeper;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Holds several threads to one rate of items a second together. */
public final class RateLimit {

  private final double perSecond;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private long paidUntil;

  /**
   * @param perSecond infinity for no limit
   */
  public RateLimit(double perSecond, LongSupplier nanoTime, Sleeper sleeper) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.paidUntil = nanoTime.getAsLong();
  }

  public static RateLimit of(double perSecond) {
    return new RateLimit(perSecond, System::nanoTime, Thread::sleep);
  }

  /** Waits after so many items as long as they should have taken. */
  public void spend(long items) throws InterruptedException {
    long wait = pay(items);
    if (wait > 0) {
      sleeper.sleep(Duration.ofNanos(wait));
    }
  }

  /** What was not used of the past is gone, or a pause would be followed by a burst. */
  private synchronized long pay(long items) {
    long now = nanoTime.getAsLong();
    paidUntil = Math.max(paidUntil, now) + (long) (items / perSecond * 1e9);
    return paidUntil - now;
  }
}
