package io.tradeprocessing.enricher;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.trade.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Quantity times price, and the currency that it is in. */
final class Notional {

  /** Digits before and after the point that a quantity or a price may have; decimal128 has 34. */
  private static final int MAX_DIGITS = 34;

  private Notional() {}

  static void add(
      JsonObject trade, Optional<BigDecimal> price, Gaps gaps, JsonObject.Builder answer) {
    Optional<BigDecimal> quantity = decimal(trade, "quantity", "/quantity", gaps);
    Optional<BigDecimal> notional =
        quantity.isPresent() && price.isPresent()
            ? Optional.of(quantity.get().multiply(price.get()))
            : Optional.empty();
    if (notional.isPresent()) {
      answer.put("notional", notional.get().toPlainString());
    }
    Optional<Currency> currency = currency(trade, gaps);
    if (currency.isEmpty()) {
      return;
    }
    answer.put("notionalCurrency", currency.get().code());
    if (notional.isEmpty()) {
      return;
    }
    Optional<Integer> minorUnits = currency.get().minorUnits();
    if (minorUnits.isPresent()) {
      BigDecimal rounded = notional.get().setScale(minorUnits.get(), RoundingMode.HALF_UP);
      answer.put("roundedNotional", rounded.toPlainString());
    } else {
      gaps.add(
          "/currency", GapReason.NOT_TOLD, "ISO 4217 gives no minor unit: no rounded notional");
    }
  }

  /** A decimal above zero within {@link #MAX_DIGITS}. */
  static Optional<BigDecimal> decimal(JsonObject trade, String name, String pointer, Gaps gaps) {
    Json value = trade.get(name);
    if (value == null) {
      gaps.missing(pointer, "no notional");
      return Optional.empty();
    }
    Optional<BigDecimal> decimal = Decimals.read(value);
    if (decimal.isEmpty()) {
      gaps.add(pointer, GapReason.UNUSABLE, "not a decimal: no notional");
      return Optional.empty();
    }
    if (decimal.get().signum() <= 0 || !isWithinDigits(decimal.get())) {
      gaps.add(
          pointer,
          GapReason.OUT_OF_RANGE,
          "not above zero with at most 34 digits before and after the point: no notional");
      return Optional.empty();
    }
    return decimal;
  }

  private static boolean isWithinDigits(BigDecimal decimal) {
    return decimal.scale() <= MAX_DIGITS && decimal.precision() - decimal.scale() <= MAX_DIGITS;
  }

  private static Optional<Currency> currency(JsonObject trade, Gaps gaps) {
    Optional<String> code =
        gaps.text(trade, "currency", "/currency", "no currency of the notional");
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<Currency> currency = Currencies.find(code.get());
    if (currency.isEmpty()) {
      boolean minorUnit = Currencies.minorUnit(code.get()).isPresent();
      gaps.add(
          "/currency",
          minorUnit ? GapReason.MINOR_UNIT_CURRENCY : GapReason.UNKNOWN_CODE,
          minorUnit
              ? "the code of a minor unit: the notional is not in a currency"
              : "not a code of ISO 4217: no currency of the notional");
    }
    return currency;
  }
}
