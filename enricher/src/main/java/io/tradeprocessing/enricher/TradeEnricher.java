package io.tradeprocessing.enricher;

import io.tradeprocessing.common.calendar.Settlement;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.ReferenceData;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds to a trade what follows from it and from the bundled reference data; the answer's shape is
 * {@code docs/schema/enrichment-v1.json}, its rules stand in {@code docs/enrichment.md}.
 *
 * <p>Pure, and total over any event: what cannot be told is a gap.
 */
public final class TradeEnricher {

  static final String SCHEMA_VERSION = "1.0";

  private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

  private static final Optional<EventType> CANCEL = Optional.of(EventType.CANCEL);

  private final JsonArray referenceData = describeReferenceData();
  private final Map<Regime, JsonArray> regimes = describeRegimes();

  /**
   * What to ask a market data API about a trade; nothing for a CANCEL, or where the trade does not
   * name instrument, currency and time well enough.
   */
  public Optional<Query> marketDataQuery(TradeEvent event) {
    if (isCancel(event)) {
      return Optional.empty();
    }
    JsonObject trade = event.detail();
    Optional<Isin> isin =
        trade.object("instrument").flatMap(i -> i.text("isin")).flatMap(Isin::parse);
    Optional<Currency> currency = trade.text("currency").flatMap(Currencies::find);
    Optional<Instant> executedAt = event.executedAt();
    return isin.isPresent() && currency.isPresent() && executedAt.isPresent()
        ? Optional.of(new Query(isin.get().value(), currency.get().code(), executedAt.get()))
        : Optional.empty();
  }

  /** Enriches from reference data only. */
  public JsonObject enrich(TradeEvent event) {
    return enrich(event, Optional.empty(), 0);
  }

  /**
   * Enriches a trade.
   *
   * @param event the event; anything that an envelope may hold
   * @param marketData what the market data API answered to {@link #marketDataQuery}; nothing if it
   *     was not asked
   * @param deviationLimitBps deviation of the price from the reference price that is still usual,
   *     in basis points
   */
  public JsonObject enrich(
      TradeEvent event, Optional<MarketDataAnswer> marketData, int deviationLimitBps) {
    JsonObject trade = event.detail();
    Gaps gaps = new Gaps(isCancel(event));
    JsonObject.Builder answer = JsonObject.builder().put("schemaVersion", SCHEMA_VERSION);

    Optional<BigDecimal> price = Notional.decimal(trade, "price", "/price", gaps);
    Notional.add(trade, price, gaps, answer);
    Optional<Instrument> instrument = Instrument.of(trade, gaps);
    if (instrument.isPresent()) {
      answer.put("instrument", instrument.get().json());
    }
    Optional<Venue> venue = venue(trade, gaps);
    if (venue.isPresent() && isPlace(venue.get())) {
      answer.put("venue", describe(venue.get()));
    }
    Optional<Instant> executedAt = executedAt(event, gaps);
    JsonArray regimes = NO_REGIMES;
    if (venue.isPresent() && executedAt.isPresent()) {
      LocalDate tradeDate = venue.get().dateAt(executedAt.get());
      Optional<InstrumentKind> kind =
          instrument.isPresent() ? instrument.get().kind() : Optional.empty();
      answer.put("tradeDate", tradeDate.toString());
      addSettlement(venue.get(), tradeDate, kind, gaps, answer);
      regimes = regimes(venue.get(), tradeDate, kind);
    }
    answer.put("regimes", regimes);
    if (marketData.isPresent()) {
      addMarketData(marketData.get(), price, deviationLimitBps, gaps, answer);
    }
    return answer.put("gaps", gaps.toJson()).put("referenceData", referenceData).build();
  }

  private static boolean isCancel(TradeEvent event) {
    return event.eventType().equals(CANCEL);
  }

  // Venue and dates

  private static Optional<Venue> venue(JsonObject trade, Gaps gaps) {
    Optional<String> mic =
        gaps.text(trade, "venue", "/venue", "no venue, trade date and settlement date");
    if (mic.isEmpty()) {
      return Optional.empty();
    }
    Optional<Venue> venue = Venues.find(mic.get());
    if (venue.isEmpty()) {
      gaps.add(
          "/venue",
          GapReason.UNKNOWN_CODE,
          "not a code of ISO 10383: no venue, trade date and settlement date");
    }
    return venue;
  }

  /** XOFF and XXXX are registered like venues and are none. */
  private static boolean isPlace(Venue venue) {
    return venue.zone().isPresent();
  }

  private static JsonObject describe(Venue venue) {
    return JsonObject.builder()
        .put("mic", venue.mic())
        .put("name", venue.name())
        .put("country", venue.country())
        .put("timeZone", venue.zone().orElseThrow().getId())
        .build();
  }

  private static Optional<Instant> executedAt(TradeEvent event, Gaps gaps) {
    Optional<Instant> time = event.executedAt();
    if (time.isPresent()) {
      return time;
    }
    if (event.detail().has("executedAt")) {
      gaps.add(
          "/executedAt",
          GapReason.UNUSABLE,
          "not an ISO 8601 time in UTC: no trade date and settlement date");
    } else {
      gaps.missing("/executedAt", "no trade date and settlement date");
    }
    return Optional.empty();
  }

  private static void addSettlement(
      Venue venue,
      LocalDate tradeDate,
      Optional<InstrumentKind> kind,
      Gaps gaps,
      JsonObject.Builder answer) {
    Optional<Settlement> settlement = StandardSettlement.of(venue, tradeDate, kind, gaps);
    if (settlement.isPresent()) {
      answer
          .put("settlementDate", settlement.get().date().toString())
          .put("settlement", describe(settlement.get()));
    }
  }

  private static JsonObject describe(Settlement settlement) {
    return JsonObject.builder()
        .put("market", settlement.market().name())
        .put("cycle", settlement.cycle().label())
        .put("calendar", settlement.market().calendar().currency())
        .put("rule", settlement.cycle().source())
        .build();
  }

  // Regimes

  private static final JsonArray NO_REGIMES = new JsonArray(List.of());

  private JsonArray regimes(Venue venue, LocalDate tradeDate, Optional<InstrumentKind> kind) {
    Optional<Regime> regime = Regime.of(venue, tradeDate, kind);
    return regime.isEmpty() ? NO_REGIMES : regimes.getOrDefault(regime.get(), NO_REGIMES);
  }

  /** A venue indicates one regime at most, so there is one answer a regime. */
  private static Map<Regime, JsonArray> describeRegimes() {
    Map<Regime, JsonArray> descriptions = new EnumMap<>(Regime.class);
    for (Regime regime : Regime.values()) {
      JsonObject description =
          JsonObject.builder()
              .put("regime", regime.title())
              .put("field", "/venue")
              .put("because", regime.because())
              .put("source", regime.source())
              .build();
      descriptions.put(regime, new JsonArray(List.of(description)));
    }
    return descriptions;
  }

  // Market data

  private static void addMarketData(
      MarketDataAnswer marketData,
      Optional<BigDecimal> price,
      int deviationLimitBps,
      Gaps gaps,
      JsonObject.Builder answer) {
    switch (marketData) {
      case MarketDataAnswer.Found found ->
          answer.put("market", describe(found, price, deviationLimitBps));
      case MarketDataAnswer.NotFound _ ->
          gaps.add(
              "/instrument/isin",
              GapReason.NO_MARKET_DATA,
              "the market data API does not have it: no reference price and FX rate");
      case MarketDataAnswer.Unavailable _ ->
          gaps.add(
              "/instrument/isin",
              GapReason.MARKET_DATA_UNAVAILABLE,
              "the market data API could not be reached: no reference price and FX rate");
      case MarketDataAnswer.Unusable unusable ->
          gaps.add(
              "/instrument/isin",
              GapReason.MARKET_DATA_UNUSABLE,
              "the market data API's answer cannot be used: " + unusable.problem());
    }
  }

  private static JsonObject describe(
      MarketDataAnswer.Found found, Optional<BigDecimal> price, int deviationLimitBps) {
    JsonObject.Builder json =
        JsonObject.builder().put("referencePrice", found.referencePrice().toPlainString());
    price.ifPresent(
        paid -> {
          BigDecimal deviation =
              paid.subtract(found.referencePrice())
                  .multiply(BASIS_POINTS)
                  .divide(found.referencePrice(), 2, RoundingMode.HALF_UP);
          json.put("deviationBps", deviation.toPlainString())
              .put(
                  "withinLimit",
                  deviation.abs().compareTo(BigDecimal.valueOf(deviationLimitBps)) <= 0);
        });
    return json.put("fxRateToUsd", found.fxRateToUsd().toPlainString())
        .put("asOf", found.asOf().toString())
        .build();
  }

  // Reference data

  private static JsonArray describeReferenceData() {
    List<Json> sets = new ArrayList<>();
    for (ReferenceData.Source source : ReferenceData.sources()) {
      sets.add(referenceSet(source.name(), source.asOf()));
    }
    sets.add(referenceSet("calendars", TradingCalendars.AS_OF));
    return new JsonArray(sets);
  }

  private static JsonObject referenceSet(String name, LocalDate asOf) {
    return JsonObject.builder().put("name", name).put("asOf", asOf.toString()).build();
  }
}
