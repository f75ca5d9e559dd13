package io.tradeprocessing.enricher.marketdata;

import org.jspecify.annotations.Nullable;

/**
 * The market data API did not answer in time, broke off, or answered 429 or 5xx, after the retries
 * of the {@code max-retries} setting; or it did so often enough that it is not asked at the moment.
 *
 * <p>Retriable: the workflow's Retry names this class. After the last retry its Catch invokes the
 * enricher again without the API, so that an outage keeps no trade off the record.
 */
public final class MarketDataUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MarketDataUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
