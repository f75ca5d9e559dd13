package io.tradeprocessing.simulation.load;

import java.util.Arrays;

/**
 * Trades by attempts and by the half minute in which they came; of each such cohort the number and
 * the mean of their times. There are hundreds of these, mostly empty, so the cohorts that have
 * trades are kept close together.
 */
final class Cohorts {

  /** Four hours of half minutes: longer than the trades that are on their way are apart. */
  private static final int BINS = 512;

  private static final int SECONDS = 30;

  /** By cohort: its index in the arrays below plus one, or 0 where it has no trades. */
  private final short[] places;

  private int[] cohorts = new int[16];
  private double[] trades = new double[16];
  private double[] born = new double[16];
  private int size;

  Cohorts(int levels) {
    this.places = new short[levels * BINS];
  }

  void add(int bornAt, int attempts, double count) {
    int cohort = attempts * BINS + (bornAt / SECONDS) % BINS;
    if (places[cohort] == 0) {
      if (size == cohorts.length) {
        cohorts = Arrays.copyOf(cohorts, 2 * size);
        trades = Arrays.copyOf(trades, 2 * size);
        born = Arrays.copyOf(born, 2 * size);
      }
      cohorts[size] = cohort;
      trades[size] = 0;
      born[size] = 0;
      places[cohort] = (short) ++size;
    }
    int place = places[cohort] - 1;
    trades[place] += count;
    born[place] += count * bornAt;
  }

  /** Hands all on. */
  void empty(Flow to) {
    for (int i = 0; i < size; i++) {
      int cohort = cohorts[i];
      to.add((int) (born[i] / trades[i]), cohort / BINS, trades[i]);
      places[cohort] = 0;
    }
    size = 0;
  }
}
