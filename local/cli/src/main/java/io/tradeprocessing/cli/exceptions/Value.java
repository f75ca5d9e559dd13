package io.tradeprocessing.cli.exceptions;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.trade.Decimals;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trade is worth by its enrichment; nothing is converted here.
 *
 * @param notional in its currency
 * @param currency ISO 4217
 * @param usd the notional in US dollar: by the rate on record, or because it is one
 */
public record Value(BigDecimal notional, String currency, Optional<BigDecimal> usd) {

  /** Reads an enrichment; nothing where it has no notional with a currency. */
  static Optional<Value> of(JsonObject enrichment) {
    Optional<BigDecimal> notional = decimal(enrichment.get("notional"));
    Optional<String> currency = enrichment.text("notionalCurrency");
    if (notional.isEmpty() || currency.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigDecimal> usd =
        currency.get().equals("USD") ? notional : decimal(enrichment.get("notionalUsd"));
    return Optional.of(new Value(notional.get(), currency.get(), usd));
  }

  private static Optional<BigDecimal> decimal(@Nullable Json value) {
    return Optional.ofNullable(value).flatMap(Decimals::read).filter(Decimals::isWithinBounds);
  }

  /** For people: {@code 2593.70 USD}, or {@code 2593.70 EUR (3012.58 USD)}. */
  public String text() {
    String own = notional.toPlainString() + " " + currency;
    return currency.equals("USD")
        ? own
        : own + usd.map(dollars -> " (" + dollars.toPlainString() + " USD)").orElse("");
  }
}
