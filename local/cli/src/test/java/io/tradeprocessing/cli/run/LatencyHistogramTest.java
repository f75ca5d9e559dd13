package io.tradeprocessing.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradeprocessing.cli.console.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

  private final LatencyHistogram histogram = new LatencyHistogram();

  private void addMicros(long micros) {
    histogram.add(Duration.ofNanos(micros * 1_000));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1})
  void percentilesAreNeverTooLowAndAtMostOneThirtySecondTooHigh(double share) {
    Random random = new Random(7);
    long[] all = new long[20_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (long) Math.exp(random.nextDouble() * 18);
      addMicros(all[i]);
    }
    Arrays.sort(all);
    long exact = all[(int) Math.ceil(share * all.length) - 1];

    assertThat(micros(histogram.percentile(share))).isBetween(exact, exact + exact / 32);
  }

  @Test
  void shortDurationsAreExact() {
    for (long micros = 0; micros < 32; micros++) {
      addMicros(micros);
    }

    assertThat(micros(histogram.percentile(0.5))).isEqualTo(15);
    assertThat(histogram.between(Duration.ZERO, Duration.ofNanos(10_000))).isEqualTo(10);
  }

  @Test
  void nothingIsZeroAndOneIsItself() {
    assertThat(histogram.percentile(0.99)).isZero();

    addMicros(1_234_567);

    assertThat(micros(histogram.percentile(0.5))).isEqualTo(1_234_567);
    assertThat(micros(histogram.max())).isEqualTo(1_234_567);
  }

  @Test
  void aClockThatIsSetBackAndAnEndlessWaitAreCountedToo() {
    histogram.add(Duration.ofSeconds(-5));
    histogram.add(Duration.ofDays(100_000));

    assertThat(histogram.count()).isEqualTo(2);
    assertThat(histogram.percentile(0.5)).isZero();
    assertThat((double) histogram.max().toDays()).isCloseTo(50, within(1.0));
  }

  @Test
  void threadsDoNotLoseCounts() throws InterruptedException {
    Workers.run(
        4,
        _ -> {
          for (int i = 0; i < 25_000; i++) {
            addMicros(i);
          }
        });

    assertThat(histogram.count()).isEqualTo(100_000);
    assertThat(histogram.between(Duration.ZERO, Duration.ofDays(1))).isEqualTo(100_000);
  }
}
