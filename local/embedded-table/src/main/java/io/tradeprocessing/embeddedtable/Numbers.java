package io.tradeprocessing.embeddedtable;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * DynamoDB's numbers: 38 significant digits, magnitudes from 1E-130 to 9.99…E+125, written without
 * leading and trailing zeros.
 */
final class Numbers {

  private static final int MAX_DIGITS = 38;
  private static final BigDecimal MAX =
      new BigDecimal("9.9999999999999999999999999999999999999E+125");
  private static final BigDecimal MIN = new BigDecimal("1E-130");

  /** Digits of a literal that surely is in its normal form and in the range. */
  private static final int PLAIN = 18;

  /** Makes every exponent a number of three digits. */
  private static final int BIAS = 500;

  private static final int EXPONENT_DIGITS = 3;
  private static final char NEGATIVE = '0';
  private static final String ZERO = "1";
  private static final char POSITIVE = '2';

  /** Above every digit, so that of two negative numbers the longer is the lower. */
  private static final char END = '~';

  private Numbers() {}

  /** A number as DynamoDB gives it back. */
  static String normal(String literal) {
    return isNormal(literal) ? literal : decimal(literal).toPlainString();
  }

  private static boolean isNormal(String literal) {
    int length = literal.length();
    if (length == 0 || length > PLAIN || (literal.charAt(0) == '0' && length > 1)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Reads a number. */
  static BigDecimal decimal(String literal) {
    BigDecimal value;
    try {
      value = new BigDecimal(literal).stripTrailingZeros();
    } catch (NumberFormatException e) {
      throw Errors.invalid("The parameter cannot be converted to a numeric value: " + literal);
    }
    if (value.precision() > MAX_DIGITS) {
      throw Errors.invalid("Attempting to store more than 38 significant digits in a Number");
    }
    if (value.abs().compareTo(MAX) > 0) {
      throw Errors.invalid(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (value.signum() != 0 && value.abs().compareTo(MIN) < 0) {
      throw Errors.invalid(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
    return value;
  }

  /**
   * Text that sorts as the numbers do: a digit for the sign; three for the exponent, which is the
   * number of digits before the point plus 500; then the significant digits. 12.5 is {@code
   * 2502125}. Of a negative number exponent and digits are nines' complements, and a tilde ends it.
   */
  static String order(BigDecimal value) {
    if (value.signum() == 0) {
      return ZERO;
    }
    String digits = value.unscaledValue().abs().toString();
    int exponent = BIAS + value.precision() - value.scale();
    return value.signum() > 0
        ? POSITIVE + Integer.toString(exponent) + digits
        : NEGATIVE + complement(Integer.toString(exponent) + digits) + END;
  }

  /** The normal form of the number that {@link #order} made into text. */
  static String ofOrder(String order) {
    if (order.equals(ZERO)) {
      return "0";
    }
    boolean negative = order.charAt(0) == NEGATIVE;
    String rest =
        negative ? complement(order.substring(1, order.length() - 1)) : order.substring(1);
    BigInteger digits = new BigInteger(rest.substring(EXPONENT_DIGITS));
    int exponent = Integer.parseInt(rest.substring(0, EXPONENT_DIGITS)) - BIAS;
    int scale = rest.length() - EXPONENT_DIGITS - exponent;
    return new BigDecimal(negative ? digits.negate() : digits, scale).toPlainString();
  }

  private static String complement(String digits) {
    StringBuilder text = new StringBuilder(digits.length());
    for (int i = 0; i < digits.length(); i++) {
      text.append((char) ('9' - (digits.charAt(i) - '0')));
    }
    return text.toString();
  }
}
