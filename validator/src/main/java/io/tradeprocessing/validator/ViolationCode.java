package io.tradeprocessing.validator;

/** The kinds of violation: a closed list, for operators and dashboards to count by. */
public enum ViolationCode {
  /** A required field is absent. */
  MISSING(Severity.ERROR),
  /** The JSON type is another; a {@code null} is of none of the types. */
  WRONG_TYPE(Severity.ERROR),
  /** The text has not the form that the field's standard prescribes. */
  BAD_FORMAT(Severity.ERROR),
  /** The form is right, and the check digit does not fit. */
  BAD_CHECK_DIGIT(Severity.ERROR),
  /** The code is on no list, or was not yet on the trade date. */
  UNKNOWN_CODE(Severity.ERROR),
  /** The code went out of use before the trade date. */
  EXPIRED_CODE(Severity.ERROR),
  /** The value is outside its range. */
  OUT_OF_RANGE(Severity.ERROR),
  /** Two fields contradict each other. */
  INCONSISTENT(Severity.ERROR),
  /** The trade names another source than EventBridge vouches for. */
  SOURCE_MISMATCH(Severity.ERROR),
  /** The time has not come yet. */
  IN_THE_FUTURE(Severity.ERROR),
  /** The event follows another major version of the contract. */
  UNSUPPORTED_VERSION(Severity.ERROR),
  /** The code is that of a minor unit, such as pence: the price would be a hundredfold. */
  MINOR_UNIT_CURRENCY(Severity.ERROR),
  /** The contract does not know the field; it is kept. */
  UNKNOWN_FIELD(Severity.WARNING),
  /** Quantity times price exceeds the setting {@code processing-threshold}. */
  ABOVE_THRESHOLD(Severity.WARNING),
  /** The venue was closed on the trade date. */
  NOT_A_SESSION(Severity.WARNING);

  private final Severity severity;

  ViolationCode(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }
}
