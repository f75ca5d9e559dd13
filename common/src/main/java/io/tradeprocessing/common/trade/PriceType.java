package io.tradeprocessing.common.trade;

import java.util.Optional;

/** What a price counts in; FIX PriceType (423) by name. */
public enum PriceType {
  /** Currency for one unit, 423=2; what a trade without {@code priceType} has. */
  PER_UNIT,
  /** Percent of par, a bond's price, 423=1; of a swap or forward, its rate in percent. */
  PERCENTAGE,
  /** Percent a year, 423=9. */
  YIELD,
  /** Hundredths of a percent, 423=22. */
  BASIS_POINTS;

  public static Optional<PriceType> of(String name) {
    return switch (name) {
      case "PER_UNIT" -> Optional.of(PER_UNIT);
      case "PERCENTAGE" -> Optional.of(PERCENTAGE);
      case "YIELD" -> Optional.of(YIELD);
      case "BASIS_POINTS" -> Optional.of(BASIS_POINTS);
      default -> Optional.empty();
    };
  }
}
