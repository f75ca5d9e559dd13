package io.tradeprocessing.cli.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with the duration, so that percentiles of any
 * number of them take some kilobytes and are at most 3.2 % too high. For several threads.
 */
public final class LatencyHistogram {

  /** Buckets that each doubling of the duration is divided into: 2^5. */
  private static final int FRACTION_BITS = 5;

  private static final int FRACTIONS = 1 << FRACTION_BITS;

  /** Doublings: up to 2^42 microseconds, fifty days; longer ones count as that. */
  private static final int MAX_EXPONENT = 42;

  private final AtomicLongArray counts =
      new AtomicLongArray((MAX_EXPONENT - FRACTION_BITS + 1) * FRACTIONS);
  private final AtomicLong max = new AtomicLong();
  private final AtomicLong total = new AtomicLong();

  /** Counts one; a negative one, as a clock that is set back gives, as zero. */
  void add(Duration duration) {
    long micros = Math.clamp(duration.toNanos() / 1_000, 0, (1L << MAX_EXPONENT) - 1);
    counts.incrementAndGet(bucket(micros));
    max.accumulateAndGet(micros, Math::max);
    total.incrementAndGet();
  }

  public long count() {
    return total.get();
  }

  public Duration max() {
    return micros(max.get());
  }

  /**
   * The duration that a share of all does not exceed.
   *
   * @param share above 0, at most 1
   * @return zero where nothing was counted
   */
  public Duration percentile(double share) {
    long rank = (long) Math.ceil(share * total.get());
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= rank && seen > 0) {
        return micros(Math.min(lastOf(i), max.get()));
      }
    }
    return micros(max.get());
  }

  /**
   * How many took at least {@code from} and less than {@code to}, as far as the buckets tell them
   * apart.
   */
  public long between(Duration from, Duration to) {
    long sum = 0;
    for (int i = firstAtLeast(from); i < firstAtLeast(to); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  private int firstAtLeast(Duration duration) {
    long micros = duration.toNanos() / 1_000;
    return micros >= 1L << MAX_EXPONENT ? counts.length() : bucket(Math.max(micros, 0));
  }

  /** Exact below {@link #FRACTIONS} microseconds; then by the leading bits. */
  private static int bucket(long micros) {
    int exponent = 63 - Long.numberOfLeadingZeros(Math.max(micros, 1));
    if (exponent < FRACTION_BITS) {
      return (int) micros;
    }
    int fraction = (int) (micros >>> (exponent - FRACTION_BITS)) - FRACTIONS;
    return (exponent - FRACTION_BITS + 1) * FRACTIONS + fraction;
  }

  /** The longest duration that falls into a bucket, in microseconds. */
  private static long lastOf(int bucket) {
    if (bucket < FRACTIONS) {
      return bucket;
    }
    int shift = bucket / FRACTIONS - 1;
    return ((long) (bucket % FRACTIONS + FRACTIONS + 1) << shift) - 1;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }
}
