package io.tradeprocessing.enricher;

/** Why something could not be told; the codes of {@code gaps[].reason}. */
public enum GapReason {
  /** The trade does not carry the field that it follows from. */
  MISSING,

  /** The field is there but cannot be read: another type, format or check digit. */
  UNUSABLE,

  /** The field's value is beyond what is computed with. */
  OUT_OF_RANGE,

  /** The reference data do not have the code. */
  UNKNOWN_CODE,

  /** The code is a currency's minor unit, such as GBX, and not a currency. */
  MINOR_UNIT_CURRENCY,

  /** XOFF and XXXX name no venue, so there is no market to settle in. */
  OFF_VENUE,

  /** The ISIN's prefix is no country: XS, EU and the like. */
  NO_COUNTRY,

  /** The identifiers do not tell it: only an ISIN tells a country, only a CFI code every kind. */
  NOT_TOLD,

  /** The settlement rules of the venue's country, or of that time, are not known. */
  NO_SETTLEMENT_RULE,

  /** The settlement calendar does not reach that far. */
  OUTSIDE_CALENDAR,

  /** The market data API does not have the instrument. */
  NO_MARKET_DATA,

  /** The market data API could not be reached in all of the workflow's retries. */
  MARKET_DATA_UNAVAILABLE,

  /** The market data API's answer is not in its contract. */
  MARKET_DATA_UNUSABLE
}
