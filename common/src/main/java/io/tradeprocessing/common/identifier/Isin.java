package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * International securities identification number (ISO 6166): a prefix of two letters, nine letters
 * or digits of the national numbering agency, a check digit. Pattern: {@code
 * [A-Z]{2}[A-Z0-9]{9}[0-9]}.
 *
 * <p>Whether the prefix is a country or one that ISINs have besides is a question to {@link
 * io.tradeprocessing.common.reference.Countries}.
 *
 * @param value for example {@code US0378331005}
 */
public record Isin(String value) {

  private static final int LENGTH = 12;

  public Isin {
    check(value).orThrow("an ISIN");
  }

  public static Optional<Isin> parse(String text) {
    return check(text).isOk() ? Optional.of(new Isin(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    if (text.length() != LENGTH
        || !Characters.isLetter(text.charAt(0))
        || !Characters.isLetter(text.charAt(1))
        || !Characters.areAlphanumeric(text, 2, LENGTH - 1)
        || !Characters.isDigit(text.charAt(LENGTH - 1))) {
      return IdentifierCheck.BAD_FORMAT;
    }
    return IdentifierCheck.ofCheckDigit(luhnSum(text) % 10 == 0);
  }

  /**
   * ISO 6166 annex A: letters become two digits, then every second digit from the right but one is
   * doubled, and digits are added.
   */
  private static int luhnSum(String text) {
    int sum = 0;
    boolean doubled = false;
    for (int i = LENGTH - 1; i >= 0; i--) {
      int value = Characters.value(text.charAt(i));
      if (value < 10) {
        sum += doubled ? Characters.digitSum(2 * value) : value;
        doubled = !doubled;
      } else {
        int tens = value / 10;
        int units = value % 10;
        sum +=
            doubled ? Characters.digitSum(2 * units) + tens : units + Characters.digitSum(2 * tens);
      }
    }
    return sum;
  }

  /** The first two letters. */
  public String prefix() {
    return value.substring(0, 2);
  }

  /** The nine characters of the national numbering agency, filled up with zeros on the left. */
  public String nationalNumber() {
    return value.substring(2, LENGTH - 1);
  }

  /**
   * Whether this can be the ISIN of a security with that CUSIP: ISINs of the United States and
   * Canada hold it; of others nothing can be said, be it a CINS or not.
   */
  public boolean agreesWith(Cusip cusip) {
    return !(value.startsWith("US") || value.startsWith("CA"))
        || value.startsWith(cusip.value(), 2);
  }

  /**
   * Whether that SEDOL is the one in this ISIN: ISINs of the United Kingdom and Ireland hold one,
   * after two zeros; of others nothing can be said. A security has a SEDOL for each market that it
   * is listed on and one ISIN, so that another SEDOL may be of the same security elsewhere.
   */
  public boolean agreesWith(Sedol sedol) {
    return !(value.startsWith("GB") || value.startsWith("IE"))
        || (value.startsWith("00", 2) && value.startsWith(sedol.value(), 4));
  }

  @Override
  public String toString() {
    return value;
  }
}
