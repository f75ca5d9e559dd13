package io.tradeprocessing.benchmarks.cost;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is used of each thing that has a price, for some number of trades.
 *
 * @param quantities by the price's name
 */
record Usage(Map<String, BigDecimal> quantities) {

  Usage() {
    this(Map.of());
  }

  Usage and(String name, double quantity) {
    return and(name, BigDecimal.valueOf(quantity));
  }

  Usage and(String name, BigDecimal quantity) {
    Map<String, BigDecimal> more = new LinkedHashMap<>(quantities);
    more.merge(name, quantity, BigDecimal::add);
    return new Usage(more);
  }

  Usage plus(Usage other) {
    Usage sum = this;
    for (Map.Entry<String, BigDecimal> each : other.quantities.entrySet()) {
      sum = sum.and(each.getKey(), each.getValue());
    }
    return sum;
  }

  Usage times(double factor) {
    Map<String, BigDecimal> more = new LinkedHashMap<>();
    quantities.forEach((name, count) -> more.put(name, count.multiply(BigDecimal.valueOf(factor))));
    return new Usage(more);
  }

  /** Dollars for what begins with one of these names. */
  BigDecimal dollars(Prices prices, String... prefixes) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> each : quantities.entrySet()) {
      for (String prefix : prefixes) {
        if (each.getKey().startsWith(prefix)) {
          sum = sum.add(prices.of(each.getKey(), each.getValue()));
        }
      }
    }
    return sum;
  }
}
