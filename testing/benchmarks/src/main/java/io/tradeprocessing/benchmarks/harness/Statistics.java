package io.tradeprocessing.benchmarks.harness;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Figures of many measurements. */
final class Statistics {

  private Statistics() {}

  /** The median; the mean of the two in the middle where their number is even. */
  static <T> double median(Collection<T> of, ToDoubleFunction<T> figure) {
    return median(of.stream().mapToDouble(figure).toArray());
  }

  static double median(double... values) {
    double[] sorted = sorted(values);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The smallest value that so many per cent of the values do not exceed (nearest rank).
   *
   * @param percent above 0, at most 100
   */
  static double percentile(double percent, double... values) {
    if (percent <= 0 || percent > 100) {
      throw new IllegalArgumentException("per cent above 0 and at most 100: " + percent);
    }
    double[] sorted = sorted(values);
    return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
  }

  private static double[] sorted(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
