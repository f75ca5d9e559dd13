package io.tradeprocessing.enricher;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.PriceType;
import io.tradeprocessing.common.trade.QuantityType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.Valuation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a trade is worth, by {@link Valuation}, and the currency that it is in.
 *
 * @param price as sent
 * @param priceCurrency the trade's {@code currency}
 * @param inPriceCurrency the notional, where it is in that currency
 */
record Notional(
    Optional<BigDecimal> price,
    Optional<Currency> priceCurrency,
    Optional<BigDecimal> inPriceCurrency) {

  private static final String NO_NOTIONAL = ": no notional";

  /** Adds notional, its basis and currency, and the rounded notional, as far as they are known. */
  static Notional add(
      TradeEvent event, Optional<InstrumentKind> kind, Gaps gaps, JsonObject.Builder answer) {
    JsonObject trade = event.detail();
    Optional<BigDecimal> price =
        number(trade, "price", "/price", gaps).filter(p -> isInRange(p, event, kind, gaps));
    Optional<Valuation> valuation = valuation(event, price, kind, gaps);
    Optional<Currency> currency = currency(trade, "currency", "/currency", gaps);
    Optional<BigDecimal> priced = Optional.empty();
    if (valuation.isPresent()) {
      switch (valuation.get()) {
        case Valuation.Priced(BigDecimal notional, _) -> {
          priced = Optional.of(notional);
          put(notional, "PRICE", currency, "/currency", gaps, answer);
        }
        case Valuation.Nominal(BigDecimal notional) -> {
          boolean isOther = trade.has("quantityCurrency");
          Optional<Currency> of =
              isOther ? currency(trade, "quantityCurrency", "/quantityCurrency", gaps) : currency;
          String pointer = isOther ? "/quantityCurrency" : "/currency";
          put(notional, "NOMINAL", of, pointer, gaps, answer);
          priced = of.isPresent() && of.equals(currency) ? Optional.of(notional) : Optional.empty();
        }
        case Valuation.Unknown(Valuation.Missing missing) -> {
          addGap(missing, gaps);
          currency.ifPresent(known -> answer.put("notionalCurrency", known.code()));
        }
      }
    } else if (currency.isPresent()) {
      answer.put("notionalCurrency", currency.get().code());
    }
    return new Notional(price, currency, priced);
  }

  private static void put(
      BigDecimal notional,
      String basis,
      Optional<Currency> currency,
      String pointer,
      Gaps gaps,
      JsonObject.Builder answer) {
    answer.put("notional", notional.toPlainString()).put("notionalBasis", basis);
    if (currency.isEmpty()) {
      return;
    }
    answer.put("notionalCurrency", currency.get().code());
    Optional<Integer> minorUnits = currency.get().minorUnits();
    if (minorUnits.isPresent()) {
      BigDecimal rounded = notional.setScale(minorUnits.get(), RoundingMode.HALF_UP);
      answer.put("roundedNotional", rounded.toPlainString());
    } else {
      gaps.add(
          pointer, GapReason.NOT_TOLD, "ISO 4217 has no minor unit for it: no rounded notional");
    }
  }

  private static void addGap(Valuation.Missing missing, Gaps gaps) {
    switch (missing) {
      case PRICE_TYPE ->
          gaps.missing(
              "/priceType", "the price of debt may be per unit or in percent" + NO_NOTIONAL);
      case CONTRACT_MULTIPLIER ->
          gaps.missing(
              "/contractMultiplier", "the size of a contract or piece is unknown" + NO_NOTIONAL);
      case NOMINAL_QUANTITY ->
          gaps.missing("/quantityType", "a rate applies to a nominal quantity" + NO_NOTIONAL);
    }
  }

  private static Optional<Valuation> valuation(
      TradeEvent event, Optional<BigDecimal> price, Optional<InstrumentKind> kind, Gaps gaps) {
    JsonObject trade = event.detail();
    Optional<BigDecimal> quantity =
        positive(number(trade, "quantity", "/quantity", gaps), "/quantity", gaps);
    Optional<PriceType> priceType = event.priceType();
    boolean usable = isUsable(trade, "priceType", "/priceType", priceType.isPresent(), gaps);
    Optional<QuantityType> quantityType = event.quantityType();
    usable &= isUsable(trade, "quantityType", "/quantityType", quantityType.isPresent(), gaps);
    Optional<BigDecimal> multiplier = optional(trade, "contractMultiplier", gaps);
    usable &= multiplier.isPresent() || !trade.has("contractMultiplier");
    Optional<BigDecimal> factor = optional(trade, "factor", gaps);
    usable &= factor.isPresent() || !trade.has("factor");
    if (kind.isPresent() && !kind.get().isCarried()) {
      gaps.add(
          "/instrument/cfi",
          GapReason.UNSUPPORTED_INSTRUMENT,
          "a trade event does not carry the terms of this kind" + NO_NOTIONAL);
      return Optional.empty();
    }
    if (!usable || quantity.isEmpty() || price.isEmpty() || quantityType.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Valuation.of(
            quantity.get(),
            quantityType.get(),
            price.get(),
            priceType,
            multiplier,
            factor.orElse(BigDecimal.ONE),
            kind));
  }

  private static boolean isUsable(
      JsonObject trade, String name, String pointer, boolean isRead, Gaps gaps) {
    if (isRead || !trade.has(name)) {
      return true;
    }
    gaps.add(pointer, GapReason.UNUSABLE, "not one of the allowed values" + NO_NOTIONAL);
    return false;
  }

  private static Optional<BigDecimal> optional(JsonObject trade, String name, Gaps gaps) {
    String pointer = "/".concat(name);
    return trade.has(name)
        ? positive(number(trade, name, pointer, gaps), pointer, gaps)
        : Optional.empty();
  }

  private static Optional<BigDecimal> number(
      JsonObject trade, String name, String pointer, Gaps gaps) {
    Json value = trade.get(name);
    if (value == null) {
      gaps.missing(pointer, "no notional");
      return Optional.empty();
    }
    Optional<BigDecimal> decimal = Decimals.read(value);
    if (decimal.isEmpty()) {
      gaps.add(pointer, GapReason.UNUSABLE, "not a decimal" + NO_NOTIONAL);
      return Optional.empty();
    }
    if (!Decimals.isWithinBounds(decimal.get())) {
      gaps.add(
          pointer,
          GapReason.OUT_OF_RANGE,
          "more than 34 digits before or after the decimal point" + NO_NOTIONAL);
      return Optional.empty();
    }
    return decimal;
  }

  private static Optional<BigDecimal> positive(
      Optional<BigDecimal> decimal, String pointer, Gaps gaps) {
    if (decimal.isPresent() && decimal.get().signum() <= 0) {
      gaps.add(pointer, GapReason.OUT_OF_RANGE, "not above zero" + NO_NOTIONAL);
      return Optional.empty();
    }
    return decimal;
  }

  /**
   * Zero and negative prices occur for rates, and for the kinds that {@link InstrumentKind} says.
   */
  private static boolean isInRange(
      BigDecimal price, TradeEvent event, Optional<InstrumentKind> kind, Gaps gaps) {
    if (price.signum() > 0) {
      return true;
    }
    boolean allowed =
        kind.isPresent()
            ? kind.get().mayBePricedAtZeroOrBelow()
            : event.priceType().isPresent() && event.priceType().get() != PriceType.PER_UNIT;
    if (!allowed) {
      gaps.add(
          "/price",
          GapReason.OUT_OF_RANGE,
          "a price of zero or below does not occur for this kind" + NO_NOTIONAL);
    }
    return allowed;
  }

  private static Optional<Currency> currency(
      JsonObject trade, String name, String pointer, Gaps gaps) {
    Optional<String> code = gaps.text(trade, name, pointer, "no currency of the notional");
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<Currency> currency = Currencies.find(code.get());
    if (currency.isEmpty()) {
      boolean minorUnit = Currencies.minorUnit(code.get()).isPresent();
      gaps.add(
          pointer,
          minorUnit ? GapReason.MINOR_UNIT_CURRENCY : GapReason.UNKNOWN_CODE,
          minorUnit
              ? "the code of a minor unit, not of a currency: no currency of the notional"
              : "not an ISO 4217 code: no currency of the notional");
    }
    return currency;
  }
}
