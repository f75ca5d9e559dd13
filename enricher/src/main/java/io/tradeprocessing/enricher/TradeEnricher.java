package io.tradeprocessing.enricher;

import io.tradeprocessing.common.calendar.Settlement;
import io.tradeprocessing.common.calendar.SettlementMarket;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.identifier.Cfi;
import io.tradeprocessing.common.identifier.Cusip;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Countries;
import io.tradeprocessing.common.reference.Country;
import io.tradeprocessing.common.reference.Currencies;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.ReferenceData;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.Decimals;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.marketdata.MarketData.Query;
import io.tradeprocessing.enricher.marketdata.MarketDataAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
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

  static final String SCHEMA_VERSION = "1.0";

  /** Digits before and after the point that a quantity or a price may have; decimal128 has 34. */
  private static final int MAX_DIGITS = 34;

  private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

  private final JsonArray referenceData = describeReferenceData();

  /** What the instrument's fields tell. */
  private record Instrument(
      Optional<Isin> isin, Optional<String> country, Optional<InstrumentKind> kind, Json json) {}

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
    Optional<EventTime> executedAt = event.executedAt();
    return isin.isPresent() && currency.isPresent() && executedAt.isPresent()
        ? Optional.of(
            new Query(isin.get().value(), currency.get().code(), executedAt.get().instant()))
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

    Optional<BigDecimal> price = decimal(trade, "price", "/price", gaps);
    addNotional(trade, price, gaps, answer);
    Optional<Instrument> instrument = instrument(trade, gaps);
    instrument.ifPresent(found -> answer.put("instrument", found.json));
    Optional<Venue> venue = venue(trade, gaps);
    venue.filter(TradeEnricher::isPlace).ifPresent(found -> answer.put("venue", describe(found)));

    Optional<LocalDate> tradeDate = tradeDate(event, venue, gaps);
    if (venue.isPresent() && tradeDate.isPresent()) {
      answer.put("tradeDate", tradeDate.get().toString());
      Optional<InstrumentKind> kind = instrument.flatMap(Instrument::kind);
      settlement(venue.get(), tradeDate.get(), kind, gaps)
          .ifPresent(
              settlement ->
                  answer
                      .put("settlementDate", settlement.date().toString())
                      .put("settlement", describe(settlement)));
      answer.put("regimes", regimes(venue.get(), tradeDate.get(), kind));
    } else {
      answer.put("regimes", NO_REGIMES);
    }
    marketData.ifPresent(found -> addMarketData(found, price, deviationLimitBps, gaps, answer));
    return answer.put("gaps", gaps.toJson()).put("referenceData", referenceData).build();
  }

  private static boolean isCancel(TradeEvent event) {
    return event.eventType().filter(EventType.CANCEL::equals).isPresent();
  }

  // Notional

  private static void addNotional(
      JsonObject trade, Optional<BigDecimal> price, Gaps gaps, JsonObject.Builder answer) {
    Optional<BigDecimal> quantity = decimal(trade, "quantity", "/quantity", gaps);
    Optional<BigDecimal> notional = quantity.flatMap(q -> price.map(q::multiply));
    notional.ifPresent(amount -> answer.put("notional", amount.toPlainString()));
    Optional<Currency> currency = currency(trade, gaps);
    if (currency.isEmpty()) {
      return;
    }
    answer.put("notionalCurrency", currency.get().code());
    if (notional.isEmpty()) {
      return;
    }
    Optional<Integer> minorUnits = currency.get().minorUnits();
    if (minorUnits.isPresent()) {
      BigDecimal rounded = notional.get().setScale(minorUnits.get(), RoundingMode.HALF_UP);
      answer.put("roundedNotional", rounded.toPlainString());
    } else {
      gaps.add(
          "/currency", GapReason.NOT_TOLD, "ISO 4217 gives no minor unit: no rounded notional");
    }
  }

  /** A decimal above zero within {@link #MAX_DIGITS}. */
  private static Optional<BigDecimal> decimal(
      JsonObject trade, String name, String pointer, Gaps gaps) {
    Json value = trade.get(name);
    if (value == null) {
      gaps.missing(pointer, "no notional");
      return Optional.empty();
    }
    Optional<BigDecimal> decimal = Decimals.read(value);
    if (decimal.isEmpty()) {
      gaps.add(pointer, GapReason.UNUSABLE, "not a decimal: no notional");
      return Optional.empty();
    }
    if (decimal.get().signum() <= 0 || !isWithinDigits(decimal.get())) {
      gaps.add(
          pointer,
          GapReason.OUT_OF_RANGE,
          "not above zero with at most 34 digits before and after the point: no notional");
      return Optional.empty();
    }
    return decimal;
  }

  private static boolean isWithinDigits(BigDecimal decimal) {
    return decimal.scale() <= MAX_DIGITS && decimal.precision() - decimal.scale() <= MAX_DIGITS;
  }

  private static Optional<Currency> currency(JsonObject trade, Gaps gaps) {
    Optional<String> code =
        gaps.text(trade, "currency", "/currency", "no currency of the notional");
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<Currency> currency = Currencies.find(code.get());
    if (currency.isEmpty()) {
      boolean minorUnit = Currencies.minorUnit(code.get()).isPresent();
      gaps.add(
          "/currency",
          minorUnit ? GapReason.MINOR_UNIT_CURRENCY : GapReason.UNKNOWN_CODE,
          minorUnit
              ? "the code of a minor unit: the notional is not in a currency"
              : "not a code of ISO 4217: no currency of the notional");
    }
    return currency;
  }

  // Instrument

  private static Optional<Instrument> instrument(JsonObject trade, Gaps gaps) {
    Json value = trade.get("instrument");
    if (value == null) {
      gaps.missing("/instrument", "no country and kind of the instrument");
      return Optional.empty();
    }
    if (!(value instanceof JsonObject identifiers)) {
      gaps.add("/instrument", GapReason.UNUSABLE, "not an object: no country and kind");
      return Optional.empty();
    }
    Optional<Isin> isin = isin(identifiers, gaps);
    Optional<String> country = isin.flatMap(found -> country(found, gaps));
    JsonObject.Builder json = JsonObject.builder();
    country.ifPresent(code -> json.put("country", code));
    Optional<InstrumentKind> kind = kind(identifiers, isin, json, gaps);
    return Optional.of(new Instrument(isin, country, kind, json.build()));
  }

  private static Optional<Isin> isin(JsonObject identifiers, Gaps gaps) {
    if (!identifiers.has("isin")) {
      gaps.notGiven("/instrument/isin", GapReason.NOT_TOLD, "only an ISIN tells the country");
      return Optional.empty();
    }
    Optional<Isin> isin = identifiers.text("isin").flatMap(Isin::parse);
    if (isin.isEmpty()) {
      gaps.add("/instrument/isin", GapReason.UNUSABLE, "not an ISIN: no country");
    }
    return isin;
  }

  private static Optional<String> country(Isin isin, Gaps gaps) {
    String prefix = isin.prefix();
    Optional<Country> country = Countries.find(prefix);
    if (country.isEmpty()) {
      gaps.add("/instrument/isin", GapReason.UNKNOWN_CODE, "its prefix is in no list: no country");
      return Optional.empty();
    }
    if (country.get().kind() == Country.Kind.ISIN) {
      gaps.add("/instrument/isin", GapReason.NO_COUNTRY, "its prefix is not that of a country");
      return Optional.empty();
    }
    return Optional.of(prefix);
  }

  private static Optional<InstrumentKind> kind(
      JsonObject identifiers, Optional<Isin> isin, JsonObject.Builder json, Gaps gaps) {
    if (identifiers.has("cfi")) {
      Optional<Cfi> cfi = identifiers.text("cfi").flatMap(Cfi::parse);
      Optional<InstrumentKind> kind =
          cfi.flatMap(code -> InstrumentKind.ofCategory(code.value().charAt(0)));
      if (kind.isPresent()) {
        return told(kind.get(), "/instrument/cfi", json);
      }
      gaps.add(
          "/instrument/cfi",
          cfi.isPresent() ? GapReason.UNKNOWN_CODE : GapReason.UNUSABLE,
          "not a CFI code of ISO 10962: no kind from it");
    }
    Optional<Cusip> cusip = identifiers.text("cusip").flatMap(Cusip::parse);
    if (cusip.isPresent() && isDebt(cusip.get().value())) {
      return told(InstrumentKind.DEBT, "/instrument/cusip", json);
    }
    if (isin.isPresent() && holdsCusip(isin.get()) && isDebt(isin.get().nationalNumber())) {
      return told(InstrumentKind.DEBT, "/instrument/isin", json);
    }
    gaps.notGiven("/instrument/cfi", GapReason.NOT_TOLD, "without a CFI code the kind is not told");
    return Optional.empty();
  }

  private static Optional<InstrumentKind> told(
      InstrumentKind kind, String from, JsonObject.Builder json) {
    json.put("kind", kind.name()).put("kindFrom", from);
    return Optional.of(kind);
  }

  private static boolean holdsCusip(Isin isin) {
    return isin.prefix().equals("US") || isin.prefix().equals("CA");
  }

  /**
   * Whether a CUSIP's issue number, its seventh and eighth character, has a letter: so fixed income
   * is numbered (CUSIP Global Services). Two digits are no sign: shares and funds both have them.
   */
  private static boolean isDebt(String cusip) {
    return isLetter(cusip.charAt(6)) || isLetter(cusip.charAt(7));
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }

  // Venue and dates

  private static Optional<Venue> venue(JsonObject trade, Gaps gaps) {
    Optional<String> mic =
        gaps.text(trade, "venue", "/venue", "no venue, trade date and settlement date");
    Optional<Venue> venue = mic.flatMap(Venues::find);
    if (mic.isPresent() && venue.isEmpty()) {
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
    JsonObject.Builder json =
        JsonObject.builder()
            .put("mic", venue.mic())
            .put("name", venue.name())
            .put("country", venue.country());
    venue.zone().ifPresent(zone -> json.put("timeZone", zone.getId()));
    return json.build();
  }

  private static Optional<LocalDate> tradeDate(TradeEvent event, Optional<Venue> venue, Gaps gaps) {
    Optional<EventTime> executedAt = event.executedAt();
    if (executedAt.isEmpty()) {
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
    return venue.map(found -> found.dateAt(executedAt.get().instant()));
  }

  private static Optional<Settlement> settlement(
      Venue venue, LocalDate tradeDate, Optional<InstrumentKind> kind, Gaps gaps) {
    if (!isPlace(venue)) {
      gaps.add("/venue", GapReason.OFF_VENUE, "the parties agree on the settlement date off venue");
      return Optional.empty();
    }
    Optional<SettlementMarket> market = SettlementMarket.ofCountry(venue.country());
    if (market.isEmpty() || isDerivativesMarket(venue)) {
      gaps.add(
          "/venue",
          GapReason.NO_SETTLEMENT_RULE,
          "the settlement rules of the venue's market are not known: no settlement date");
      return Optional.empty();
    }
    if (kind.isPresent() && !followsTheCycle(kind.get(), market.get(), tradeDate)) {
      gaps.add(
          "/instrument",
          GapReason.NO_SETTLEMENT_RULE,
          "the market's cycle does not hold for every instrument of this kind: no settlement"
              + " date");
      return Optional.empty();
    }
    if (market.get().cycleOn(tradeDate).isEmpty()) {
      gaps.add(
          "/executedAt",
          GapReason.NO_SETTLEMENT_RULE,
          "the settlement rule of that time is not known: no settlement date");
      return Optional.empty();
    }
    Optional<Settlement> settlement = market.get().settle(tradeDate);
    if (settlement.isEmpty()) {
      gaps.add(
          "/executedAt",
          GapReason.OUTSIDE_CALENDAR,
          "beyond the settlement calendar: no settlement date");
    }
    return settlement;
  }

  /** Designated contract markets and swap execution facilities of the Commodity Exchange Act. */
  private static boolean isDerivativesMarket(Venue venue) {
    return venue.category().equals("DCMS") || venue.category().equals("SEFS");
  }

  /**
   * Whether every instrument of a kind settles by its market's cycle. Derivatives do not. Debt does
   * where the cycle is T+1 anyway, and in the euro area; but government bonds settled and gilts
   * still settle on T+1 while the cycle is longer, and no identifier tells those.
   */
  private static boolean followsTheCycle(
      InstrumentKind kind, SettlementMarket market, LocalDate tradeDate) {
    return switch (kind) {
      case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, ENTITLEMENT -> true;
      case DEBT ->
          market == SettlementMarket.EU
              || market.cycleOn(tradeDate).filter(cycle -> cycle.days() == 1).isPresent();
      default -> false;
    };
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

  private static JsonArray regimes(
      Venue venue, LocalDate tradeDate, Optional<InstrumentKind> kind) {
    Optional<Regime> regime = Regime.of(venue, tradeDate, kind);
    return regime.isEmpty()
        ? NO_REGIMES
        : new JsonArray(
            List.of(
                JsonObject.builder()
                    .put("regime", regime.get().title())
                    .put("field", "/venue")
                    .put("because", regime.get().because(venue))
                    .put("source", regime.get().source())
                    .build()));
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
        .put("asOf", found.asOf())
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
