package io.tradeprocessing.validator;

import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.MinorUnit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/** The rules on the terms of a trade: side, quantity, price, currency and amount. */
final class TermRules {

  private final TradeFields fields;
  private final BigDecimal threshold;

  /**
   * @param threshold of the notional, above which it is reported as a warning
   */
  TermRules(TradeFields fields, BigDecimal threshold) {
    this.fields = fields;
    this.threshold = threshold;
  }

  void check(boolean required, Optional<LocalDate> tradeDate) {
    fields.oneOf(Field.SIDE, required, TermRules::isSide);
    Optional<BigDecimal> quantity = fields.positive(Field.QUANTITY, required);
    Optional<BigDecimal> price = fields.positive(Field.PRICE, required);
    Optional<Currency> currency = currency(required, tradeDate);
    amount(quantity, price, currency);
  }

  private static boolean isSide(String text) {
    return switch (text) {
      case "BUY", "SELL", "SELL_SHORT", "SELL_SHORT_EXEMPT" -> true;
      default -> false;
    };
  }

  /** The currency, where it is one that a trade can be in. */
  private Optional<Currency> currency(boolean required, Optional<LocalDate> tradeDate) {
    Optional<String> code = fields.text(Field.CURRENCY, required);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<Currency> currency = Currencies.find(code.get());
    if (currency.isEmpty()) {
      noCurrency(code.get());
    } else if (isPlaceholder(code.get())) {
      fields.unknownCode(Field.CURRENCY, code.get());
      return Optional.empty();
    } else if (tradeDate.isPresent()) {
      fields.inUse(
          Field.CURRENCY,
          code.get(),
          tradeDate.get(),
          currency.get().liveOn(tradeDate.get()),
          currency.get().expiredOn(tradeDate.get()));
    }
    return currency;
  }

  private void noCurrency(String code) {
    Optional<MinorUnit> minor = Currencies.minorUnit(code);
    if (minor.isPresent()) {
      String currency = minor.get().currency();
      fields.add(
          Field.CURRENCY,
          ViolationCode.MINOR_UNIT_CURRENCY,
          Message.of(
                  "'{value}' is the minor unit of {currency}; {perUnit} of them make 1 {currency}")
              .with("value", code)
              .with("currency", currency)
              .with("perUnit", String.valueOf(minor.get().perUnit())));
    } else if (code.length() == 3 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      fields.unknownCode(Field.CURRENCY, code);
    } else {
      fields.badFormat(Field.CURRENCY, code);
    }
  }

  /** Codes of ISO 4217 that say that there is no currency, or that it is a test. */
  private static boolean isPlaceholder(String code) {
    return code.equals("XXX") || code.equals("XTS");
  }

  /**
   * The amount is quantity times price, to the minor unit of the currency: at most half a unit away
   * from the exact product, so that any rounding to the nearest passes, and the product itself. A
   * currency without a minor unit, such as gold, leaves the question open.
   */
  private void amount(
      Optional<BigDecimal> quantity, Optional<BigDecimal> price, Optional<Currency> currency) {
    Optional<BigDecimal> amount = fields.decimal(Field.AMOUNT, false);
    if (quantity.isEmpty() || price.isEmpty()) {
      return;
    }
    BigDecimal notional = quantity.get().multiply(price.get());
    if (amount.isPresent() && currency.isPresent() && currency.get().minorUnits().isPresent()) {
      BigDecimal halfUnit = BigDecimal.valueOf(5, currency.get().minorUnits().get() + 1);
      if (amount.get().subtract(notional).abs().compareTo(halfUnit) > 0) {
        fields.add(
            Field.AMOUNT,
            ViolationCode.INCONSISTENT,
            Message.of("quantity times price is {notional}").with("notional", notional.toString()));
      }
    }
    if (notional.compareTo(threshold) > 0) {
      fields.add(
          Field.AMOUNT,
          ViolationCode.ABOVE_THRESHOLD,
          Message.of("quantity times price is above {threshold}")
              .with("threshold", threshold.toPlainString()));
    }
  }
}
