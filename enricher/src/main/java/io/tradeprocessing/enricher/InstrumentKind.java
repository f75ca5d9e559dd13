package io.tradeprocessing.enricher;

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

  /**
   * The kind of a CFI category.
   *
   * @throws IllegalArgumentException if ISO 10962 has no such category
   */
  static InstrumentKind ofCategory(char category) {
    return switch (category) {
      case 'E' -> EQUITY;
      case 'C' -> COLLECTIVE_INVESTMENT_VEHICLE;
      case 'D' -> DEBT;
      case 'R' -> ENTITLEMENT;
      case 'O' -> LISTED_OPTION;
      case 'F' -> FUTURE;
      case 'S' -> SWAP;
      case 'H' -> NON_LISTED_OPTION;
      case 'I' -> SPOT;
      case 'J' -> FORWARD;
      case 'K' -> STRATEGY;
      case 'L' -> FINANCING;
      case 'T' -> REFERENTIAL;
      case 'M' -> OTHER;
      default -> throw new IllegalArgumentException("no category of ISO 10962: " + category);
    };
  }
}
