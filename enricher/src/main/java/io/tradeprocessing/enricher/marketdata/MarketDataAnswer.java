package io.tradeprocessing.enricher.marketdata;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What the market data API knows about a trade's instrument and currency. */
public sealed interface MarketDataAnswer {

  /**
   * The market at the trading time.
   *
   * @param referencePrice in the currency of the query, above zero
   * @param fxRateToUsd US dollar for one unit of that currency, above zero
   * @param asOf when the price was observed
   * @param master what the API knows about the instrument
   * @param leiStatus registration status of the executing entity's LEI at GLEIF, for example {@code
   *     ISSUED} or {@code LAPSED}
   */
  record Found(
      BigDecimal referencePrice,
      BigDecimal fxRateToUsd,
      Instant asOf,
      SecurityMaster master,
      Optional<String> leiStatus)
      implements MarketDataAnswer {

    /** Price and rate alone. */
    public Found(BigDecimal referencePrice, BigDecimal fxRateToUsd, Instant asOf) {
      this(referencePrice, fxRateToUsd, asOf, SecurityMaster.EMPTY, Optional.empty());
    }
  }

  /** The API has nothing on this instrument. */
  record NotFound() implements MarketDataAnswer {}

  /**
   * The API could not be reached in all of the workflow's retries, and is not asked again: the
   * trade is recorded without it.
   */
  record Unavailable() implements MarketDataAnswer {}

  /**
   * An answer that is not in the contract; asking again would bring it again.
   *
   * @param problem what is wrong with it, without its content
   */
  record Unusable(String problem) implements MarketDataAnswer {}
}
