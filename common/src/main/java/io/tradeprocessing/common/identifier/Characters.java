package io.tradeprocessing.common.identifier;

/** Character classes and check digits that several standards share. ASCII only, upper case. */
final class Characters {

  private Characters() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isAlphanumeric(char c) {
    return isDigit(c) || isLetter(c);
  }

  static boolean isConsonant(char c) {
    return isLetter(c) && c != 'A' && c != 'E' && c != 'I' && c != 'O' && c != 'U';
  }

  static boolean areAlphanumeric(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isAlphanumeric(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** 0 to 9 for digits, 10 to 35 for letters: the values of all these standards. */
  static int value(char c) {
    return isDigit(c) ? c - '0' : c - 'A' + 10;
  }

  /**
   * The digit that "modulus 10 double-add-double" gives for values weighted 1, 2, 1, 2, … from the
   * left, whose products count by their decimal digits (CUSIP and FIGI).
   *
   * @param weighedDigitSums the sum so far
   */
  static char checkDigit(int weighedDigitSums) {
    return (char) ('0' + (10 - weighedDigitSums % 10) % 10);
  }

  /** The decimal digits of a number below 100, added. */
  static int digitSum(int number) {
    return number / 10 + number % 10;
  }
}
