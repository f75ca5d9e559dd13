package io.tradeprocessing.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong(5 * SECOND);

  @Test
  void waitsAsLongAsTheItemsShouldHaveTaken() throws InterruptedException {
    RateLimit limit = limit(100);

    for (int i = 0; i < 10; i++) {
      limit.spend(50);
    }

    assertThat(now.get()).isEqualTo(10 * SECOND);
  }

  @Test
  void countsTheTimeThatTheWorkTook() throws InterruptedException {
    RateLimit limit = limit(100);
    limit.spend(100);

    now.addAndGet(SECOND / 2);
    limit.spend(100);

    assertThat(now.get()).isEqualTo(5 * SECOND + SECOND + SECOND / 2 + SECOND);
  }

  @Test
  void doesNotWaitWithoutALimit() throws InterruptedException {
    limit(Double.POSITIVE_INFINITY).spend(Long.MAX_VALUE);

    assertThat(now.get()).isEqualTo(5 * SECOND);
  }

  private RateLimit limit(double perSecond) {
    return new RateLimit(perSecond, now::get, wait -> now.addAndGet(wait.toNanos()));
  }
}
