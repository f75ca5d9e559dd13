package io.tradeprocessing.common.trade;

import java.util.Optional;

/** What a quantity counts. */
public enum QuantityType {
  /** Shares, units of a fund, pieces of a bond; FIX QtyType (854) 0. */
  UNITS,
  /** Money: the nominal of a bond or swap, the base currency of an FX trade (auth.016 NmnlVal). */
  NOMINAL,
  /** Contracts, of {@code contractMultiplier} units each; FIX QtyType (854) 1. */
  CONTRACTS;

  public static Optional<QuantityType> of(String name) {
    return switch (name) {
      case "UNITS" -> Optional.of(UNITS);
      case "NOMINAL" -> Optional.of(NOMINAL);
      case "CONTRACTS" -> Optional.of(CONTRACTS);
      default -> Optional.empty();
    };
  }
}
