package io.tradeprocessing.common.reference;

import java.util.Optional;

/**
 * What an instrument is: the categories of ISO 10962:2021 (CFI), the first letter of the code.
 *
 * <p>A listed option is one of its category O; ISO calls H "non-listed and complex listed options".
 */
public enum InstrumentKind {
  EQUITY,
  COLLECTIVE_INVESTMENT_VEHICLE,
  DEBT,
  ENTITLEMENT,
  LISTED_OPTION,
  FUTURE,
  SWAP,
  NON_LISTED_OPTION,
  SPOT,
  FORWARD,
  STRATEGY,
  FINANCING,
  REFERENTIAL,
  OTHER;

  /** The kind of a CFI category; empty for a letter that is not a category of ISO 10962. */
  public static Optional<InstrumentKind> ofCategory(char category) {
    return switch (category) {
      case 'E' -> Optional.of(EQUITY);
      case 'C' -> Optional.of(COLLECTIVE_INVESTMENT_VEHICLE);
      case 'D' -> Optional.of(DEBT);
      case 'R' -> Optional.of(ENTITLEMENT);
      case 'O' -> Optional.of(LISTED_OPTION);
      case 'F' -> Optional.of(FUTURE);
      case 'S' -> Optional.of(SWAP);
      case 'H' -> Optional.of(NON_LISTED_OPTION);
      case 'I' -> Optional.of(SPOT);
      case 'J' -> Optional.of(FORWARD);
      case 'K' -> Optional.of(STRATEGY);
      case 'L' -> Optional.of(FINANCING);
      case 'T' -> Optional.of(REFERENTIAL);
      case 'M' -> Optional.of(OTHER);
      default -> Optional.empty();
    };
  }
}
