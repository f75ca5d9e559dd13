package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  /** Draws the highest number that is allowed. */
  private static final class Highest implements RandomGenerator {

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  @Test
  void doublesItsBoundFromTheBaseToTheCap() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(10), Duration.ofMillis(500), new Highest(), _ -> {});

    assertThat(List.of(1, 2, 3, 6, 7, 100, Integer.MAX_VALUE))
        .extracting(backoff::delay)
        .extracting(Duration::toMillis)
        .containsExactly(10L, 20L, 40L, 320L, 500L, 500L, 500L);
  }

  @Test
  void doesNotOverflowHoweverOftenItDoubles() {
    Backoff patient =
        new Backoff(Duration.ofSeconds(1), Duration.ofDays(365), new Highest(), _ -> {});

    assertThat(patient.delay(21)).isEqualTo(Duration.ofSeconds(1 << 20));
    assertThat(patient.delay(22)).isEqualTo(patient.delay(21));
    assertThat(patient.delay(90)).isEqualTo(patient.delay(21));
  }

  @Test
  void theStandardOneWaitsForTenMillisecondsToHalfASecond() {
    Backoff standard = Backoff.standard(new Highest());

    assertThat(standard.delay(1)).isEqualTo(Duration.ofMillis(10));
    assertThat(standard.delay(50)).isEqualTo(Duration.ofMillis(500));
  }
}
