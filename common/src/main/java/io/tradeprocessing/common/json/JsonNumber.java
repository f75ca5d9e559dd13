package io.tradeprocessing.common.json;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A JSON number as it was written.
 *
 * @param literal the number's text, for example {@code 100.50}; kept, because {@code 100.50} and
 *     {@code 100.5} are the same amount but not the same message
 */
public record JsonNumber(String literal) implements Json {

  /** The maximum number of digits in an exponent; decimal128 (IEEE 754) needs four. */
  private static final int MAX_SCALE = 6_176;

  /**
   * The exact decimal; empty for a number beyond decimal128's range of exponents, whose plain form
   * could be gigabytes long.
   */
  public Optional<BigDecimal> decimal() {
    return decimal(literal);
  }

  /** Reads a decimal from the text of a JSON number; the rule of {@link #decimal()}. */
  static Optional<BigDecimal> decimal(String literal) {
    try {
      BigDecimal value = new BigDecimal(literal);
      return Math.abs((long) value.scale()) <= MAX_SCALE ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
