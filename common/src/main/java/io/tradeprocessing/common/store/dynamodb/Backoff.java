package io.tradeprocessing.common.store.dynamodb;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a writer that lost a race waits: a random time below a bound that doubles with each
 * attempt, so that the losers do not meet again (full jitter).
 *
 * @param base bound of the first wait
 * @param cap bound that is never exceeded
 * @param random one that a restored snapshot does not repeat, such as {@code SecureRandom}
 * @param sleeper waits
 */
public record Backoff(Duration base, Duration cap, RandomGenerator random, Sleeper sleeper) {

  /** A transaction of two items takes some 10 ms, which is what a winner needs. */
  private static final Duration DEFAULT_BASE = Duration.ofMillis(10);

  private static final Duration DEFAULT_CAP = Duration.ofMillis(500);

  private static final int MAX_DOUBLINGS = 20;

  /** Waits in a function's thread. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  public static Backoff standard(RandomGenerator random) {
    return new Backoff(DEFAULT_BASE, DEFAULT_CAP, random, Thread::sleep);
  }

  /** The wait after this attempt, counted from 1. */
  public Duration delay(int attempt) {
    long bound = Math.min(cap.toNanos(), base.toNanos() << Math.min(attempt - 1, MAX_DOUBLINGS));
    return Duration.ofNanos(random.nextLong(bound + 1));
  }
}
