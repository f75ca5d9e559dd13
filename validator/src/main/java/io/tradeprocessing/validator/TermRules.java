package io.tradeprocessing.validator;

import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.MinorUnit;
import io.tradeprocessing.common.trade.PriceType;
import io.tradeprocessing.common.trade.QuantityType;
import io.tradeprocessing.common.trade.Valuation;
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

  /**
   * Checks the terms.
   *
   * @param kind of the instrument, where it is known
   */
  void check(boolean required, Optional<LocalDate> tradeDate, Optional<InstrumentKind> kind) {
    fields.oneOf(Field.SIDE, required, TermRules::isSide);
    Optional<BigDecimal> quantity = fields.positive(Field.QUANTITY, required);
    Optional<QuantityType> quantityType = quantityType();
    currency(Field.QUANTITY_CURRENCY, false, tradeDate);
    Optional<BigDecimal> multiplier = multiplier(quantityType);
    Optional<BigDecimal> factor = fields.positive(Field.FACTOR, false);
    Optional<BigDecimal> price = fields.decimal(Field.PRICE, required);
    Optional<PriceType> priceType = fields.oneOf(Field.PRICE_TYPE, PriceType::of);
    if (price.isPresent() && price.get().signum() <= 0 && !mayBeZeroOrBelow(priceType, kind)) {
      fields.outOfRange(Field.PRICE);
      price = Optional.empty();
    }
    Optional<Currency> currency = currency(Field.CURRENCY, required, tradeDate);
    Optional<BigDecimal> amount = fields.decimal(Field.AMOUNT, false);
    if (quantity.isPresent()
        && price.isPresent()
        && usable(Field.QUANTITY_TYPE, quantityType)
        && usable(Field.CONTRACT_MULTIPLIER, multiplier)
        && usable(Field.FACTOR, factor)
        && usable(Field.PRICE_TYPE, priceType)) {
      Valuation valuation =
          Valuation.of(
              quantity.get(),
              quantityType.orElse(QuantityType.UNITS),
              price.get(),
              priceType,
              multiplier,
              factor.orElse(BigDecimal.ONE),
              kind);
      judge(valuation, price.get(), amount, currency);
    }
    fields.decimal(Field.ACCRUED_INTEREST, false);
    fields.decimal(Field.NET_AMOUNT, false);
  }

  /** Whether an optional field is absent or could be read. */
  private boolean usable(Field field, Optional<?> value) {
    return value.isPresent() || !fields.has(field);
  }

  private Optional<QuantityType> quantityType() {
    return fields.oneOf(Field.QUANTITY_TYPE, QuantityType::of);
  }

  private Optional<BigDecimal> multiplier(Optional<QuantityType> quantityType) {
    Optional<BigDecimal> multiplier = fields.positive(Field.CONTRACT_MULTIPLIER, false);
    if (multiplier.isPresent()
        && quantityType.isPresent()
        && quantityType.get() == QuantityType.NOMINAL
        && multiplier.get().compareTo(BigDecimal.ONE) != 0) {
      fields.add(
          Field.CONTRACT_MULTIPLIER,
          ViolationCode.INCONSISTENT,
          Message.of("the multiplier is {multiplier}")
              .with("multiplier", multiplier.get().toPlainString()));
      return Optional.empty();
    }
    return multiplier;
  }

  private static boolean mayBeZeroOrBelow(
      Optional<PriceType> priceType, Optional<InstrumentKind> kind) {
    return kind.isPresent()
        ? kind.get().mayBePricedAtZeroOrBelow()
        : priceType.isPresent() && priceType.get() != PriceType.PER_UNIT;
  }

  private static boolean isSide(String text) {
    return switch (text) {
      case "BUY", "SELL", "SELL_SHORT", "SELL_SHORT_EXEMPT" -> true;
      default -> false;
    };
  }

  /** The currency, where it is one that a trade can be in. */
  private Optional<Currency> currency(
      Field field, boolean required, Optional<LocalDate> tradeDate) {
    Optional<String> code = fields.text(field, required);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<Currency> currency = Currencies.find(code.get());
    if (currency.isEmpty()) {
      noCurrency(field, code.get());
    } else if (isPlaceholder(code.get())) {
      fields.unknownCode(field, code.get());
      return Optional.empty();
    } else if (tradeDate.isPresent()) {
      fields.inUse(
          field,
          code.get(),
          tradeDate.get(),
          currency.get().liveOn(tradeDate.get()),
          currency.get().expiredOn(tradeDate.get()));
    }
    return currency;
  }

  private void noCurrency(Field field, String code) {
    Optional<MinorUnit> minor = Currencies.minorUnit(code);
    if (minor.isPresent()) {
      String currency = minor.get().currency();
      fields.add(
          field,
          ViolationCode.MINOR_UNIT_CURRENCY,
          Message.of(
                  "'{value}' is the minor unit of {currency}; {perUnit} of them make 1 {currency}")
              .with("value", code)
              .with("currency", currency)
              .with("perUnit", String.valueOf(minor.get().perUnit())));
    } else if (code.length() == 3 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      fields.unknownCode(field, code);
    } else {
      fields.badFormat(field, code);
    }
  }

  /** Codes of ISO 4217 that say that there is no currency, or that it is a test. */
  private static boolean isPlaceholder(String code) {
    return code.equals("XXX") || code.equals("XTS");
  }

  private void judge(
      Valuation valuation,
      BigDecimal price,
      Optional<BigDecimal> amount,
      Optional<Currency> currency) {
    switch (valuation) {
      case Valuation.Priced priced -> {
        if (amount.isPresent() && currency.isPresent() && isOneCurrency(currency.get())) {
          amount(amount.get(), price, priced, currency.get());
        }
        threshold(priced.notional());
      }
      case Valuation.Nominal nominal -> threshold(nominal.notional());
      case Valuation.Unknown unknown -> {
        if (unknown.missing() == Valuation.Missing.PRICE_TYPE) {
          fields.add(
              Field.PRICE_TYPE,
              ViolationCode.MISSING,
              Message.of("the field is missing, and the instrument is a bond"));
        }
      }
    }
  }

  /**
   * Whether quantity and amount are in one currency: a percentage of a nominal in another currency
   * is not in the price's. A price per unit leads from any quantity to its own currency.
   */
  private boolean isOneCurrency(Currency currency) {
    return !(fields.get(Field.QUANTITY_CURRENCY) instanceof JsonString other)
        || other.value().equals(currency.code())
        || !(fields.get(Field.PRICE_TYPE) instanceof JsonString type)
        || type.value().equals(PriceType.PER_UNIT.name());
  }

  /**
   * The amount is the notional, to the minor unit of the currency: at most half a unit away, so
   * that any rounding to the nearest passes, and the notional itself. Where the price is an
   * average, the amount is exact and the price rounded: half a unit of the price's last digit
   * explains as much of a difference as it moves the notional, as far as a basis point of it. A
   * currency without a minor unit, such as gold, leaves the question open.
   */
  private void amount(
      BigDecimal amount, BigDecimal price, Valuation.Priced priced, Currency currency) {
    if (currency.minorUnits().isEmpty()) {
      return;
    }
    BigDecimal difference = amount.subtract(priced.notional()).abs();
    BigDecimal halfUnit = BigDecimal.valueOf(5, currency.minorUnits().get() + 1);
    if (difference.compareTo(halfUnit) <= 0) {
      return;
    }
    BigDecimal halfDigit = BigDecimal.valueOf(5, Math.max(price.scale(), 0) + 1);
    BigDecimal ofPrice = halfDigit.multiply(priced.perPrice()).abs();
    BigDecimal basisPoint = priced.notional().movePointLeft(4).abs();
    if (difference.compareTo(ofPrice.min(basisPoint)) > 0) {
      fields.add(
          Field.AMOUNT,
          ViolationCode.INCONSISTENT,
          Message.of("the notional is {notional}")
              .with("notional", priced.notional().toPlainString()));
    }
  }

  private void threshold(BigDecimal notional) {
    if (notional.abs().compareTo(threshold) > 0) {
      fields.add(
          Field.AMOUNT,
          ViolationCode.ABOVE_THRESHOLD,
          Message.of("the notional is above {threshold} in the currency of the trade")
              .with("threshold", threshold.toPlainString()));
    }
  }
}
