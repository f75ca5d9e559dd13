package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * Legal entity identifier (ISO 17442): 18 letters or digits and two check digits, 02 to 98, by ISO
 * 7064 MOD 97-10. Characters 5 and 6 are often 00, and not always. Pattern: {@code
 * [A-Z0-9]{18}[0-9]{2}}.
 *
 * @param value for example {@code 5493000F4ZO33MV32P92}
 */
public record Lei(String value) {

  static final int LENGTH = 20;

  public Lei {
    check(value).orThrow("an LEI");
  }

  public static Optional<Lei> parse(String text) {
    return check(text).isOk() ? Optional.of(new Lei(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    return text.length() == LENGTH ? checkStart(text) : IdentifierCheck.BAD_FORMAT;
  }

  /** Checks the first 20 characters of a text that is at least as long. */
  static IdentifierCheck checkStart(String text) {
    long remainder = remainder(text);
    if (remainder < 0
        || !Characters.isDigit(text.charAt(LENGTH - 2))
        || !Characters.isDigit(text.charAt(LENGTH - 1))) {
      return IdentifierCheck.BAD_FORMAT;
    }
    int checkDigits =
        10 * Characters.value(text.charAt(LENGTH - 2)) + Characters.value(text.charAt(LENGTH - 1));
    // The standard takes 98 minus a remainder of 97, so it never gives 00, 01 or 99, although these
    // leave the same remainder as 97, 98 and 02.
    return IdentifierCheck.ofCheckDigit(checkDigits >= 2 && checkDigits <= 98 && remainder == 1);
  }

  /**
   * The number that the characters spell, letters as two digits, modulo 97; -1 where one is neither
   * letter nor digit.
   */
  private static long remainder(String text) {
    long remainder = 0;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      int value = Characters.value(c);
      if (value < 0) {
        return -1;
      }
      remainder = remainder * Characters.factor(c) + value;
      // Eight letters after a remainder of two digits have 18: a long holds them.
      if (i % 8 == 7) {
        remainder %= 97;
      }
    }
    return remainder % 97;
  }

  @Override
  public String toString() {
    return value;
  }
}
