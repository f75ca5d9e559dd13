package io.tradeprocessing.common.calendar;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Something immutable of each year, worked out when the year is first asked for: a function pays
 * for the one or two years that its trades are of.
 *
 * <p>Two threads may work out the same year at once; they find the same.
 */
abstract class ByYear<T> {

  private final int first;
  private final AtomicReferenceArray<@Nullable T> years;

  ByYear(int first, int last) {
    this.first = first;
    this.years = new AtomicReferenceArray<>(last - first + 1);
  }

  abstract T workOut(int year);

  /**
   * @throws IndexOutOfBoundsException for a year not between the first and the last
   */
  final T get(int year) {
    T known = years.get(year - first);
    if (known == null) {
      known = workOut(year);
      years.set(year - first, known);
    }
    return known;
  }
}
