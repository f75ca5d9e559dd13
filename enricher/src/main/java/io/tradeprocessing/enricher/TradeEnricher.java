package io.tradeprocessing.enricher;

import io.tradeprocessing.common.calendar.SessionDates;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.identifier.Lei;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.ReferenceData;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.PriceType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import io.tradeprocessing.enricher.marketdata.SecurityMaster;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds to a trade what follows from it and from the bundled reference data; the answer's shape is
 * {@code docs/schema/enrichment-v1.json}, its rules stand in {@code docs/enrichment.md}.
 *
 * <p>Pure, and total over any event: what cannot be told is a gap.
 */
public final class TradeEnricher {

  static final String SCHEMA_VERSION = "1.1";

  private static final int USD_DECIMALS = 2;

  private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

  private static final Optional<EventType> CANCEL = Optional.of(EventType.CANCEL);

  private final JsonArray referenceData = describeReferenceData();
  private final Settings withoutProfile = Settings.defaults();

  /**
   * What to ask a market data API about a trade; nothing for an event that is about a trade on
   * record, or where the trade does not name instrument, currency and time well enough.
   */
  public Optional<Query> marketDataQuery(TradeEvent event) {
    if (isOfTradeOnRecord(event.eventType())) {
      return Optional.empty();
    }
    JsonObject trade = event.detail();
    Optional<Isin> isin =
        trade.object("instrument").flatMap(i -> i.text("isin")).flatMap(Isin::parse);
    Optional<Currency> currency = trade.text("currency").flatMap(Currencies::find);
    Optional<Instant> executedAt = event.executedAt();
    return isin.isPresent() && currency.isPresent() && executedAt.isPresent()
        ? Optional.of(
            new Query(
                isin.get().value(),
                currency.get().code(),
                executedAt.get(),
                trade.text("executingEntity").filter(lei -> Lei.parse(lei).isPresent())))
        : Optional.empty();
  }

  /** Enriches from reference data only. */
  public JsonObject enrich(TradeEvent event) {
    return enrich(event, Optional.empty(), withoutProfile);
  }

  /**
   * Enriches a trade.
   *
   * @param event the event; anything that an envelope may hold
   * @param marketData what the market data API answered to {@link #marketDataQuery}; nothing if it
   *     was not asked
   * @param settings with the deviation from the reference price that is still usual, and the
   *     profile of the firm
   */
  public JsonObject enrich(
      TradeEvent event, Optional<MarketDataAnswer> marketData, Settings settings) {
    JsonObject trade = event.detail();
    Optional<EventType> type = event.eventType();
    Gaps gaps = new Gaps(isOfTradeOnRecord(type));
    JsonObject.Builder answer = JsonObject.builder().put("schemaVersion", SCHEMA_VERSION);

    Optional<Instrument> identified = Instrument.of(trade, master(marketData), gaps);
    Instrument instrument = identified.orElse(Instrument.UNKNOWN);
    Notional notional = Notional.add(event, instrument.kind(), gaps, answer);
    if (identified.isPresent()) {
      answer.put("instrument", instrument.json());
    }
    Optional<Venue> venue = venue(trade, gaps);
    if (venue.isPresent() && isPlace(venue.get())) {
      answer.put("venue", describe(venue.get()));
    }
    Optional<Instant> executedAt = executedAt(event, gaps);
    Optional<LocalDate> tradeDate = tradeDate(event, venue, executedAt, gaps, answer);
    if (venue.isPresent() && (tradeDate.isPresent() || !isPlace(venue.get()))) {
      StandardSettlement.add(
          venue.get(), tradeDate, instrument, notional.priceCurrency(), gaps, answer);
    }
    if (!type.equals(CANCEL)) {
      Optional<EventType> lifeEvent = type.filter(EventType::isLifeEvent);
      Optional<Instant> reported =
          lifeEvent.isPresent() ? event.eventTime().map(EventTime::instant) : executedAt;
      answer.put(
          "regimes",
          new Regimes(
                  lifeEvent,
                  venue,
                  reported,
                  dateForRegimes(tradeDate, executedAt.isPresent() ? executedAt : reported),
                  instrument,
                  notional.priceCurrency().map(Currency::code),
                  trade.text("executingEntity"))
              .rulings(settings.firmProfile()));
    }
    if (marketData.isPresent()) {
      addMarketData(
          marketData.get(),
          event,
          instrument.kind(),
          notional,
          settings.priceDeviationLimitBps(),
          gaps,
          answer);
    }
    return answer.put("gaps", gaps.toJson()).put("referenceData", referenceData).build();
  }

  private static SecurityMaster master(Optional<MarketDataAnswer> marketData) {
    return marketData.isPresent() && marketData.get() instanceof MarketDataAnswer.Found found
        ? found.master()
        : SecurityMaster.EMPTY;
  }

  /** Whether the terms are on record with another event, so that this one need not have them. */
  private static boolean isOfTradeOnRecord(Optional<EventType> type) {
    return type.isPresent() && !type.get().needsTerms();
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
          "not an ISO 10383 code: no venue, trade date and settlement date");
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

  /**
   * Adds the date of the trade's session, and the date on which it was executed at the venue, which
   * is the day before in an evening session.
   */
  private static Optional<LocalDate> tradeDate(
      TradeEvent event,
      Optional<Venue> venue,
      Optional<Instant> executedAt,
      Gaps gaps,
      JsonObject.Builder answer) {
    Optional<LocalDate> stated = event.tradingDate();
    if (stated.isEmpty() && event.detail().has("tradingDate")) {
      gaps.add("/tradingDate", GapReason.UNUSABLE, "not an ISO 8601 date: not taken into account");
    }
    Optional<LocalDate> tradeDate = stated;
    if (venue.isPresent() && executedAt.isPresent()) {
      tradeDate = SessionDates.of(venue.get(), executedAt.get(), stated);
      if (isPlace(venue.get())) {
        answer.put("localTradeDate", venue.get().dateAt(executedAt.get()).toString());
        if (tradeDate.isEmpty()) {
          gaps.add(
              "/tradingDate",
              GapReason.SESSION_UNKNOWN,
              "the session's date at this hour is unknown: no trade date and settlement date");
        }
      }
    }
    tradeDate.ifPresent(date -> answer.put("tradeDate", date.toString()));
    return tradeDate;
  }

  /** Off venue, where no trade date is stated, the date in UTC: dates of laws are years apart. */
  private static Optional<LocalDate> dateForRegimes(
      Optional<LocalDate> tradeDate, Optional<Instant> executedAt) {
    return tradeDate.isPresent()
        ? tradeDate
        : executedAt.map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  // Market data

  private static void addMarketData(
      MarketDataAnswer marketData,
      TradeEvent event,
      Optional<InstrumentKind> kind,
      Notional notional,
      int deviationLimitBps,
      Gaps gaps,
      JsonObject.Builder answer) {
    switch (marketData) {
      case MarketDataAnswer.Found found -> {
        Optional<BigDecimal> price =
            notional.price().filter(_ -> isComparable(event.priceType(), kind));
        answer.put("market", describe(found, price, deviationLimitBps));
        found
            .leiStatus()
            .ifPresent(
                status ->
                    answer.put(
                        "executingEntity", JsonObject.builder().put("leiStatus", status).build()));
        notional
            .inPriceCurrency()
            .ifPresent(amount -> answer.put("notionalUsd", inUsd(amount, found).toPlainString()));
      }
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

  /** Reference prices are per unit, and of debt in percent of par. */
  private static boolean isComparable(
      Optional<PriceType> priceType, Optional<InstrumentKind> kind) {
    boolean isDebt = kind.isPresent() && kind.get() == InstrumentKind.DEBT;
    return priceType.orElse(PriceType.PER_UNIT)
        == (isDebt ? PriceType.PERCENTAGE : PriceType.PER_UNIT);
  }

  private static BigDecimal inUsd(BigDecimal amount, MarketDataAnswer.Found found) {
    return amount.multiply(found.fxRateToUsd()).setScale(USD_DECIMALS, RoundingMode.HALF_UP);
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
