package io.tradeprocessing.common.identifier;

import java.util.Arrays;

/** Character classes and check digits that several standards share. ASCII only, upper case. */
final class Characters {

  /**
   * The values by character. Digits and letters come in no order that a processor could foresee, so
   * a table is twice as fast as comparisons.
   */
  private static final byte[] VALUES = new byte[128];

  /** Ten to the number of digits that the value has. */
  private static final byte[] FACTORS = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (char c = '0'; c <= '9'; c++) {
      VALUES[c] = (byte) (c - '0');
      FACTORS[c] = 10;
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      VALUES[c] = (byte) (c - 'A' + 10);
      FACTORS[c] = 100;
    }
  }

  private Characters() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isAlphanumeric(char c) {
    return value(c) >= 0;
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

  /** 0 to 9 for digits, 10 to 35 for letters: the values of all these standards; else -1. */
  static int value(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  /** What a number is multiplied by before this character's value is put behind its digits. */
  static int factor(char c) {
    return c < FACTORS.length ? FACTORS[c] : 0;
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
