package io.tradeprocessing.asl.run;

import io.tradeprocessing.asl.data.StateFailure;
import io.tradeprocessing.asl.model.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The attempts of one visit to a state. Each retrier has a counter, which starts at zero with each
 * visit.
 */
final class Attempts {

  /** A year, after which Step Functions ends any execution. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final List<State.Retrier> retriers;
  private final int[] used;
  private final Duration[] nextDelay;
  private int retryCount;

  Attempts(List<State.Retrier> retriers) {
    this.retriers = retriers;
    this.used = new int[retriers.size()];
    this.nextDelay = new Duration[retriers.size()];
    for (int i = 0; i < nextDelay.length; i++) {
      nextDelay[i] = limited(retriers.get(i), retriers.get(i).interval());
    }
  }

  /** How many retries there have been, of whichever retrier. */
  int retryCount() {
    return retryCount;
  }

  /**
   * The delay before the attempt that follows a failure; nothing if none follows, because no
   * retrier matches or the first that does has no attempts left.
   */
  Optional<Duration> delayBeforeRetry(StateFailure failure, RandomGenerator random) {
    for (int i = 0; i < used.length; i++) {
      State.Retrier retrier = retriers.get(i);
      if (failure.matches(retrier.errorEquals())) {
        if (used[i] == retrier.maxAttempts()) {
          return Optional.empty();
        }
        used[i]++;
        retryCount++;
        Duration delay = nextDelay[i];
        nextDelay[i] = limited(retrier, times(delay, retrier.backoffRate()));
        return Optional.of(retrier.fullJitter() ? upTo(delay, random) : delay);
      }
    }
    return Optional.empty();
  }

  private static Duration limited(State.Retrier retrier, Duration delay) {
    Duration limit = retrier.maxDelay() == null ? LONGEST : retrier.maxDelay();
    return delay.compareTo(limit) < 0 ? delay : limit;
  }

  private static Duration times(Duration delay, BigDecimal factor) {
    BigDecimal millis =
        BigDecimal.valueOf(delay.toMillis())
            .multiply(factor)
            .min(BigDecimal.valueOf(LONGEST.toMillis()))
            .setScale(0, RoundingMode.HALF_UP);
    return Duration.ofMillis(millis.longValueExact());
  }

  private static Duration upTo(Duration delay, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(delay.toMillis() + 1));
  }
}
