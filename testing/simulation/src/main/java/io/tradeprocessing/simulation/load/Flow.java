package io.tradeprocessing.simulation.load;

import java.util.Arrays;

/**
 * Trades that are at the same place in the same second, in cohorts: those that came in the same
 * second and were tried as often.
 */
final class Flow {

  private int[] born = new int[16];
  private int[] attempt = new int[16];
  private double[] trades = new double[16];
  private int size;
  private double total;

  void clear() {
    size = 0;
    total = 0;
  }

  void add(int bornAt, int attempts, double count) {
    if (count <= 0) {
      return;
    }
    if (size == born.length) {
      born = Arrays.copyOf(born, 2 * size);
      attempt = Arrays.copyOf(attempt, 2 * size);
      trades = Arrays.copyOf(trades, 2 * size);
    }
    born[size] = bornAt;
    attempt[size] = attempts;
    trades[size++] = count;
    total += count;
  }

  double total() {
    return total;
  }

  /** What is done with a cohort. */
  @FunctionalInterface
  interface Each {
    /**
     * Handles it.
     *
     * @param born second in which its trades came
     * @param attempts so far
     */
    void cohort(int born, int attempts, double trades);
  }

  void forEach(Each each) {
    for (int i = 0; i < size; i++) {
      each.cohort(born[i], attempt[i], trades[i]);
    }
  }
}
