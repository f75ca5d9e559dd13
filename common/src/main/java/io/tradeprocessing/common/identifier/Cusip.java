package io.tradeprocessing.common.identifier;

import java.util.Optional;

/**
 * CUSIP number (ANSI X9.6), and its international form CINS: six characters of the issuer, two of
 * the issue, a check digit. Letters I and O do occur; private placements use {@code *}, {@code @}
 * and {@code #}. All zeros, which feeds send for "none", is not valid. Pattern: {@code
 * [A-Z0-9*@#]{8}[0-9]}.
 *
 * @param value for example {@code 037833100}
 */
public record Cusip(String value) {

  private static final int LENGTH = 9;

  public Cusip {
    check(value).orThrow("a CUSIP");
  }

  public static Optional<Cusip> parse(String text) {
    return check(text).isOk() ? Optional.of(new Cusip(text)) : Optional.empty();
  }

  public static IdentifierCheck check(String text) {
    if (text.length() != LENGTH || !Characters.isDigit(text.charAt(LENGTH - 1))) {
      return IdentifierCheck.BAD_FORMAT;
    }
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      int value = value(text.charAt(i));
      if (value < 0) {
        return IdentifierCheck.BAD_FORMAT;
      }
      sum += Characters.digitSum(i % 2 == 0 ? value : 2 * value);
    }
    if (sum == 0) {
      return IdentifierCheck.BAD_FORMAT;
    }
    return IdentifierCheck.ofCheckDigit(text.charAt(LENGTH - 1) == Characters.checkDigit(sum));
  }

  private static int value(char c) {
    return switch (c) {
      case '*' -> 36;
      case '@' -> 37;
      case '#' -> 38;
      default -> Characters.value(c);
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
