package io.tradeprocessing.enricher;

/** Why something is unknown; the codes of {@code gaps[].reason}. */
public enum GapReason {
  /** The trade does not carry the field that it follows from. */
  MISSING,

  /** The field is present but unreadable: another type, format or check digit. */
  UNUSABLE,

  /** The field's value is beyond what is computed with. */
  OUT_OF_RANGE,

  /** The reference data do not have the code. */
  UNKNOWN_CODE,

  /** The code is a currency's minor unit, such as GBX, and not a currency. */
  MINOR_UNIT_CURRENCY,

  /** A trade event does not carry what a trade in such an instrument consists of. */
  UNSUPPORTED_INSTRUMENT,

  /** XOFF and XXXX name no venue: there is no market to settle in. */
  OFF_VENUE,

  /** The ISIN's prefix is not a country's: XS, EU and the like. */
  NO_COUNTRY,

  /** The identifiers do not say: only an ISIN names a country, only a CFI code every kind. */
  NOT_TOLD,

  /** What settles when depends on the kind of the instrument, which is unknown. */
  KIND_UNKNOWN,

  /** Venue, ISIN and currency do not name one depository, or lead to different days. */
  DEPOSITORY_UNKNOWN,

  /** The venue has evening sessions, and the date of this one is unknown. */
  SESSION_UNKNOWN,

  /** The settlement rules of the venue's country, of the kind, or of that time are unknown. */
  NO_SETTLEMENT_RULE,

  /** The settlement calendar does not cover the days, or its sources disagree on one of them. */
  OUTSIDE_CALENDAR,

  /** The market data API does not have the instrument. */
  NO_MARKET_DATA,

  /** The market data API could not be reached in all of the workflow's retries. */
  MARKET_DATA_UNAVAILABLE,

  /** The market data API's answer is not in its contract. */
  MARKET_DATA_UNUSABLE
}
