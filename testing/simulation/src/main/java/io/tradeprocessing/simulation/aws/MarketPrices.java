package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.enricher.marketdata.MarketData;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException;
import io.tradeprocessing.simulation.fault.Fault;
import java.math.BigDecimal;
import java.time.Duration;

/** The market data API as an environment of the enricher asks it. Its prices move. */
record MarketPrices(Sim sim, FunctionProcess process) implements MarketData {

  @Override
  public MarketDataAnswer ask(Query query, Duration budget) {
    String place = process.place();
    if (sim.faults().happens(Fault.MARKET_DATA_UNAVAILABLE, place)) {
      process.sleep(Duration.ofSeconds(1));
      throw new MarketDataUnavailableException("the market data API answered 503", null);
    }
    return process.call("market-data", () -> answer(query, place));
  }

  private MarketDataAnswer answer(Query query, String place) {
    if (sim.faults().happens(Fault.MARKET_DATA_MISSING, place)) {
      return new MarketDataAnswer.NotFound();
    }
    int cents =
        sim.choices()
            .between("price/" + place, Duration.ofMillis(90), Duration.ofMillis(110))
            .toMillisPart();
    return new MarketDataAnswer.Found(BigDecimal.valueOf(cents, 0), BigDecimal.ONE, query.at());
  }
}
