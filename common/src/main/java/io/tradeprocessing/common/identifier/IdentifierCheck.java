package io.tradeprocessing.common.identifier;

/** What the standard of an identifier says about a text. */
public enum IdentifierCheck {
  /** Form and check digit are right. */
  OK,
  /** Length or characters are not those of the standard. */
  BAD_FORMAT,
  /** The form is right, and the check digit is another than the standard's arithmetic gives. */
  BAD_CHECK_DIGIT;

  boolean isOk() {
    return this == OK;
  }

  static IdentifierCheck ofCheckDigit(boolean fits) {
    return fits ? OK : BAD_CHECK_DIGIT;
  }

  /** For compact constructors: a value that does not pass is a programmer's error there. */
  void orThrow(String type) {
    if (this != OK) {
      throw new IllegalArgumentException(
          this == BAD_FORMAT ? "not the form of " + type : "not the check digit of " + type);
    }
  }
}
