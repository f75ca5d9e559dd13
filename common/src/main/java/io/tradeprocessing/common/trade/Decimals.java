package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decimals of a trade: a JSON number, or a string that holds one, read exactly. */
public final class Decimals {

  /**
   * Digits before and after the point that a number of a trade may have: as many as decimal128
   * (IEEE 754) keeps, and nearly twice the 18 of RTS 22's quantities, prices and amounts. What is
   * longer is a fault of its source, and would make products of thousands of digits.
   */
  public static final int MAX_DIGITS = 34;

  /** Of digits and a point. */
  private static final int PLAIN_LENGTH = 18;

  private Decimals() {}

  /**
   * The decimal, or nothing where the value is none: another type, a string that does not follow
   * the grammar of JSON numbers (RFC 8259, section 6), or is longer than a number may be ({@link
   * JsonReader#MAX_NUMBER}: reading takes the square of the length), or an exponent beyond
   * decimal128's range.
   */
  public static Optional<BigDecimal> read(Json value) {
    return switch (value) {
      case JsonNumber number -> read(number);
      case JsonString string
          when string.value().length() <= JsonReader.MAX_NUMBER && isNumber(string.value()) ->
          read(new JsonNumber(string.value()));
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> read(JsonNumber number) {
    BigDecimal plain = plain(number.literal());
    return plain == null ? number.decimal() : Optional.of(plain);
  }

  /**
   * The decimal of a number of up to 18 digits, which a {@code long} holds, and perhaps a point:
   * nearly every quantity and price, in a third of the time. Nothing for other numbers.
   */
  private static @Nullable BigDecimal plain(String text) {
    int length = text.length();
    if (length > PLAIN_LENGTH) {
      return null;
    }
    long unscaled = 0;
    int point = -1;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        unscaled = unscaled * 10 + (c - '0');
      } else if (c == '.') {
        point = i;
      } else {
        return null;
      }
    }
    return BigDecimal.valueOf(unscaled, point < 0 ? 0 : length - 1 - point);
  }

  /** Whether a number has at most {@link #MAX_DIGITS} digits before the point, and after it. */
  public static boolean isWithinBounds(BigDecimal number) {
    return number.scale() <= MAX_DIGITS && number.precision() - number.scale() <= MAX_DIGITS;
  }

  /** Whether a text follows the grammar of JSON numbers, whatever its length. */
  public static boolean isNumber(String text) {
    int length = text.length();
    int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    int integer = at;
    at = skipDigits(text, at);
    if (at == integer || (text.charAt(integer) == '0' && at > integer + 1)) {
      return false;
    }
    if (at < length && text.charAt(at) == '.') {
      int fraction = at + 1;
      at = skipDigits(text, fraction);
      if (at == fraction) {
        return false;
      }
    }
    if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < length && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      at = skipDigits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == length;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
