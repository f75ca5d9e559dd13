package io.tradeprocessing.common.trade;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import java.math.BigDecimal;
import java.util.Optional;

/** Decimals of a trade: a JSON number, or a string that holds one, read exactly. */
public final class Decimals {

  private Decimals() {}

  /**
   * The decimal, or nothing where the value is none: another type, a string that does not follow
   * the grammar of JSON numbers (RFC 8259, section 6), or is longer than a number may be ({@link
   * JsonReader#MAX_NUMBER}: reading takes the square of the length), or an exponent beyond
   * decimal128's range.
   */
  public static Optional<BigDecimal> read(Json value) {
    return switch (value) {
      case JsonNumber number -> number.decimal();
      case JsonString string
          when string.value().length() <= JsonReader.MAX_NUMBER && isNumber(string.value()) ->
          new JsonNumber(string.value()).decimal();
      default -> Optional.empty();
    };
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
