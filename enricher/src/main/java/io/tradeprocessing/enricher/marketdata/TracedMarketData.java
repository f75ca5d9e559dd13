package io.tradeprocessing.enricher.marketdata;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.telemetry.XRay;
import java.net.URI;
import java.time.Duration;

/**
 * Shows each question to a source of market data, its retries included, as a subsegment in X-Ray.
 *
 * @param endpoint whose host names the subsegment
 */
public record TracedMarketData(MarketData marketData, URI endpoint, XRay xray)
    implements MarketData {

  @Override
  public MarketDataAnswer ask(Query query, Duration budget) {
    XRay.Subsegment subsegment =
        xray.begin(String.valueOf(endpoint.getHost()), XRay.Namespace.REMOTE);
    try {
      MarketDataAnswer answer = marketData.ask(query, budget);
      subsegment.succeeded(JsonObject.empty());
      return answer;
    } catch (MarketDataUnavailableException e) {
      subsegment.failed(JsonObject.empty(), e);
      throw e;
    }
  }
}
