package io.tradeprocessing.cli.reconcile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/**
 * Consecutive sequence numbers.
 *
 * @param from the first
 * @param to the last, at least {@code from}
 */
public record Range(long from, long to) {

  public Range {
    if (from > to) {
      throw new IllegalArgumentException(from + " is after " + to);
    }
  }

  /** {@code {"from", "to"}}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
  }

  /** What is left of these numbers without some others, which come in any order. */
  public List<Range> without(long[] others) {
    return missing(others, from, to);
  }

  boolean has(long number) {
    return from <= number && number <= to;
  }

  /** How many there are. */
  public long count() {
    return to - from + 1;
  }

  /** From the lowest to the highest; nothing where there are no numbers. */
  static Optional<Range> around(long[] numbers) {
    LongSummaryStatistics all = Arrays.stream(numbers).summaryStatistics();
    return all.getCount() == 0
        ? Optional.empty()
        : Optional.of(new Range(all.getMin(), all.getMax()));
  }

  /**
   * The numbers that are not there.
   *
   * @param numbers in any order, with repeats
   * @param first the lowest that should be there
   * @param last the highest that should be there
   */
  static List<Range> missing(long[] numbers, long first, long last) {
    long[] sorted = numbers.clone();
    Arrays.sort(sorted);
    List<Range> missing = new ArrayList<>();
    long next = first;
    for (long number : sorted) {
      if (number > last) {
        break;
      }
      if (number > next) {
        missing.add(new Range(next, number - 1));
      }
      next = Math.max(next, number + 1);
    }
    if (next <= last) {
      missing.add(new Range(next, last));
    }
    return missing;
  }

  /** {@code 7} or {@code 7-9}. */
  @Override
  public String toString() {
    return from == to ? Long.toString(from) : from + "-" + to;
  }
}
