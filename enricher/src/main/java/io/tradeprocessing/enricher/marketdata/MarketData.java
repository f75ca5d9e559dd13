package io.tradeprocessing.enricher.marketdata;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where market context comes from. */
public interface MarketData {

  /**
   * Asks for the market context of a trade.
   *
   * @param query what about
   * @param budget the time that the answer may take, retries included
   * @throws MarketDataUnavailableException if the source cannot be reached or fails
   */
  MarketDataAnswer ask(Query query, Duration budget);

  /**
   * What a trade asks.
   *
   * @param isin of the instrument, valid
   * @param currency ISO 4217, valid
   * @param at the trading time
   * @param lei of the executing entity, where it is valid
   */
  record Query(String isin, String currency, Instant at, Optional<String> lei) {

    /** A question about the instrument alone. */
    public Query(String isin, String currency, Instant at) {
      this(isin, currency, at, Optional.empty());
    }
  }
}
