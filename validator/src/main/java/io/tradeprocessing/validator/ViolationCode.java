package io.tradeprocessing.validator;

/**
 * The kinds of violation: a closed list, for operators and dashboards to count by. How grave one is
 * depends on the rule.
 */
public enum ViolationCode {
  /** A required field is absent. */
  MISSING,
  /** The JSON type is another; a {@code null} is of none of the types. */
  WRONG_TYPE,
  /** The text has not the form that the field's standard prescribes. */
  BAD_FORMAT,
  /** The form is right, and the check digit does not fit. */
  BAD_CHECK_DIGIT,
  /** The code is on no list, or was not yet on the trade date. */
  UNKNOWN_CODE,
  /** The code went out of use before the trade date, or is of a form that did. */
  EXPIRED_CODE,
  /** The value is outside its range. */
  OUT_OF_RANGE,
  /** Two fields contradict each other. */
  INCONSISTENT,
  /** The trade names another source than EventBridge vouches for. */
  SOURCE_MISMATCH,
  /** The time has not come yet. */
  IN_THE_FUTURE,
  /** The event follows another major version of the contract. */
  UNSUPPORTED_VERSION,
  /** The contract does not carry trades in instruments of this kind. */
  UNSUPPORTED_INSTRUMENT,
  /** The code is that of a minor unit, such as pence: the price would be a hundredfold. */
  MINOR_UNIT_CURRENCY,
  /** The contract does not know the field; it is kept. */
  UNKNOWN_FIELD,
  /** The notional exceeds the setting {@code processing-threshold}. */
  ABOVE_THRESHOLD,
  /** The venue was closed on the trade date. */
  NOT_A_SESSION,
  /** The venue was open on the trade date, and not at the time of the trade. */
  OUTSIDE_HOURS,
  /** The signature is not that of the key's owner over this review. */
  BAD_SIGNATURE,
  /** The reviewer has signed already, with this or another key. */
  SAME_REVIEWER
}
