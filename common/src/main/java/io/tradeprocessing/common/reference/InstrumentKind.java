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

  /**
   * Whether the trade event carries what a trade in it consists of: one instrument, a quantity and
   * a price. A strategy has legs, a financing a term and a collateral, an option that is not listed
   * a strike, an expiry and an underlying; the referential instruments (currencies, indices) are
   * not traded themselves.
   */
  public boolean isCarried() {
    return switch (this) {
      case EQUITY,
          COLLECTIVE_INVESTMENT_VEHICLE,
          DEBT,
          ENTITLEMENT,
          LISTED_OPTION,
          FUTURE,
          SWAP,
          SPOT,
          FORWARD,
          OTHER ->
          true;
      case NON_LISTED_OPTION, STRATEGY, FINANCING, REFERENTIAL -> false;
    };
  }

  /**
   * Whether a price of 0 or below occurs: futures (crude oil at -37.63 dollars on 2020-04-20),
   * forwards and swaps (points, electricity, rates), structured notes, options that are worth
   * nothing. A share, fund, right or currency has none.
   */
  public boolean mayBePricedAtZeroOrBelow() {
    return switch (this) {
      case DEBT,
          LISTED_OPTION,
          FUTURE,
          SWAP,
          NON_LISTED_OPTION,
          FORWARD,
          STRATEGY,
          FINANCING,
          REFERENTIAL,
          OTHER ->
          true;
      case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, ENTITLEMENT, SPOT -> false;
    };
  }
}
