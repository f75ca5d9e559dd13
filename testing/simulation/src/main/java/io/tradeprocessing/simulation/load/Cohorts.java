package io.tradeprocessing.simulation.load;

import java.util.Arrays;

/**
 * Trades by attempts and by the half minute in which they came; of each such cohort the number and
 * the mean of their times.
 */
final class Cohorts {

  /** Four hours of half minutes: longer than the trades that are on their way are apart. */
  private static final int BINS = 512;

  private static final int SECONDS = 30;

  private final double[] trades;
  private final double[] born;
  private int[] used = new int[64];
  private int size;

  Cohorts(int levels) {
    this.trades = new double[levels * BINS];
    this.born = new double[levels * BINS];
  }

  void add(int bornAt, int attempts, double count) {
    int cohort = attempts * BINS + (bornAt / SECONDS) % BINS;
    if (trades[cohort] == 0) {
      if (size == used.length) {
        used = Arrays.copyOf(used, 2 * size);
      }
      used[size++] = cohort;
    }
    trades[cohort] += count;
    born[cohort] += count * bornAt;
  }

  /** Hands all on. */
  void empty(Flow to) {
    for (int i = 0; i < size; i++) {
      int cohort = used[i];
      to.add((int) (born[cohort] / trades[cohort]), cohort / BINS, trades[cohort]);
      trades[cohort] = 0;
      born[cohort] = 0;
    }
    size = 0;
  }
}
