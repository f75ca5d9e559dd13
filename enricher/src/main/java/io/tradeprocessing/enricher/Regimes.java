package io.tradeprocessing.enricher;

import io.tradeprocessing.common.config.FirmProfile;
import io.tradeprocessing.common.config.Regime;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.UsMarket;
import io.tradeprocessing.common.reference.UsMarkets;
import io.tradeprocessing.common.reference.Venue;
import io.tradeprocessing.common.reference.Venues;
import io.tradeprocessing.common.trade.EventType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The regimes under which a trade is reported.
 *
 * <p>A profile says which regimes bind the firm: each of them gets a ruling, the others are left
 * out. Without a profile, a regime that the trade does not rule out is undetermined. The rules with
 * their sources are the constants of {@link Ruling} and {@code docs/enrichment.md}.
 *
 * @param lifeEvent what became of the trade, where that is what is reported
 * @param executedAt the time of what is reported: the trade, or what became of it
 * @param date the trade date; off venue, where none is stated, the date in UTC; of a life event
 *     that does not have it the date of the event in UTC
 * @param currency of the price
 * @param executingEntity as sent
 */
record Regimes(
    Optional<EventType> lifeEvent,
    Optional<Venue> venue,
    Optional<Instant> executedAt,
    Optional<LocalDate> date,
    Instrument instrument,
    Optional<String> currency,
    Optional<String> executingEntity) {

  private static final LocalDate MIFIR_SINCE = LocalDate.of(2018, Month.JANUARY, 3);
  private static final LocalDate UK_LAW_SINCE = LocalDate.of(2021, Month.JANUARY, 1);
  private static final LocalDate CAT_SINCE = LocalDate.of(2020, Month.JUNE, 22);
  private static final LocalDate CAT_ALL_SINCE = LocalDate.of(2021, Month.DECEMBER, 13);
  private static final LocalDate TRACE_SINCE = LocalDate.of(2002, Month.JULY, 1);
  private static final LocalDate TRACE_TREASURIES_SINCE = LocalDate.of(2017, Month.JULY, 10);
  private static final LocalDate EMIR_SINCE = LocalDate.of(2014, Month.FEBRUARY, 12);
  private static final LocalDate SFTR_SINCE = LocalDate.of(2020, Month.JULY, 13);
  private static final LocalDate SFTR_ALL_SINCE = LocalDate.of(2021, Month.JANUARY, 11);

  private static final Regime[] ALL = Regime.values();

  JsonArray rulings(Optional<FirmProfile> profile) {
    List<Json> rulings = new ArrayList<>(ALL.length);
    for (Regime regime : ALL) {
      if (profile.isEmpty()) {
        Ruling ruling = ruling(regime, Optional.empty());
        if (ruling.status() != Ruling.Status.NOT_REQUIRED) {
          rulings.add(RulingJson.withoutProfile(regime));
        }
      } else if (profile.get().isBoundBy(regime)) {
        rulings.add(describe(ruling(regime, profile)));
      }
    }
    return new JsonArray(rulings);
  }

  private JsonObject describe(Ruling ruling) {
    Optional<Instant> deadline =
        ruling.status() == Ruling.Status.REQUIRED && executedAt.isPresent()
            ? deadline(ruling, executedAt.get())
            : Optional.empty();
    return deadline.isPresent() ? RulingJson.of(ruling, deadline.get()) : RulingJson.of(ruling);
  }

  private static Optional<Instant> deadline(Ruling ruling, Instant executedAt) {
    return switch (ruling) {
      case MIFIR_ON_VENUE, MIFIR_LISTED, EMIR_DERIVATIVE, EMIR_LIFE_EVENT, SFTR_FINANCING ->
          Optional.of(ReportingDeadline.nextWorkingDayInTheEea(executedAt));
      case UK_MIFIR_ON_VENUE,
          UK_MIFIR_LISTED,
          UK_EMIR_DERIVATIVE,
          UK_EMIR_LIFE_EVENT,
          UK_SFTR_FINANCING ->
          Optional.of(ReportingDeadline.nextWorkingDayInTheUk(executedAt));
      case CAT_ON_MARKET -> ReportingDeadline.ofCat(executedAt);
      case TRACE_CORPORATE -> ReportingDeadline.ofTrace(executedAt);
      default -> Optional.empty();
    };
  }

  private Ruling ruling(Regime regime, Optional<FirmProfile> profile) {
    Ruling ofTrade = ofTrade(regime, profile);
    return lifeEvent.isEmpty() || ofTrade.status() == Ruling.Status.NOT_REQUIRED
        ? ofTrade
        : ofLifeEvent(lifeEvent.get(), ofTrade);
  }

  /**
   * What the regime of a trade makes of a later event: EMIR wants modifications and terminations
   * themselves; a regime of transactions asks whether the event is one.
   */
  private Ruling ofLifeEvent(EventType type, Ruling ofTrade) {
    boolean derivative = derivative() == Answer.YES;
    return switch (ofTrade.regime()) {
      case MIFIR ->
          switch (type) {
            case EXERCISE -> Ruling.MIFIR_EXERCISE;
            case NOVATION -> derivative ? Ruling.MIFIR_NOVATION : Ruling.MIFIR_LIFE_EVENT;
            default -> Ruling.MIFIR_LIFE_EVENT;
          };
      case UK_MIFIR ->
          switch (type) {
            case EXERCISE -> Ruling.UK_MIFIR_EXERCISE;
            case NOVATION -> derivative ? Ruling.UK_MIFIR_NOVATION : Ruling.UK_MIFIR_LIFE_EVENT;
            default -> Ruling.UK_MIFIR_LIFE_EVENT;
          };
      case CAT -> Ruling.CAT_LIFE_EVENT;
      case TRACE -> Ruling.TRACE_LIFE_EVENT;
      case EMIR -> ofTrade == Ruling.EMIR_DERIVATIVE ? Ruling.EMIR_LIFE_EVENT : ofTrade;
      case UK_EMIR -> ofTrade == Ruling.UK_EMIR_DERIVATIVE ? Ruling.UK_EMIR_LIFE_EVENT : ofTrade;
      case SFTR, UK_SFTR -> ofTrade;
    };
  }

  private Ruling ofTrade(Regime regime, Optional<FirmProfile> profile) {
    return switch (regime) {
      case MIFIR -> mifir(profile);
      case UK_MIFIR -> ukMifir(profile);
      case CAT -> cat();
      case TRACE -> trace();
      case EMIR -> emir();
      case UK_EMIR -> ukEmir();
      case SFTR -> sftr();
      case UK_SFTR -> ukSftr();
    };
  }

  private boolean isBefore(LocalDate since) {
    return date.isPresent() && date.get().isBefore(since);
  }

  private boolean isSince(LocalDate since) {
    return date.isPresent() && !date.get().isBefore(since);
  }

  private boolean isKind(InstrumentKind kind) {
    return instrument.kind().isPresent() && instrument.kind().get() == kind;
  }

  // MiFIR. Whether a venue trades an instrument is asked by ISIN and date; that this very trade was
  // executed on one is an answer.

  private Ruling mifir(Optional<FirmProfile> profile) {
    if (isBefore(MIFIR_SINCE)) {
      return Ruling.MIFIR_TOO_EARLY;
    }
    if (isKind(InstrumentKind.FINANCING)) {
      return Ruling.MIFIR_FINANCING;
    }
    if (isOtherEntity(profile)) {
      return Ruling.MIFIR_OTHER_ENTITY;
    }
    boolean onVenue =
        venue.isPresent()
            && date.isPresent()
            && isTradingVenue(venue.get())
            && (isInEuropeanEconomicArea(venue.get().country())
                || (venue.get().country().equals("GB") && isBefore(UK_LAW_SINCE)));
    if (onVenue) {
      return Ruling.MIFIR_ON_VENUE;
    }
    boolean listed = isListed(listing -> isInEuropeanEconomicArea(listing.country()));
    return listed && date.isPresent() ? Ruling.MIFIR_LISTED : Ruling.MIFIR_UNKNOWN;
  }

  private Ruling ukMifir(Optional<FirmProfile> profile) {
    if (isBefore(UK_LAW_SINCE)) {
      return Ruling.UK_MIFIR_TOO_EARLY;
    }
    if (isKind(InstrumentKind.FINANCING)) {
      return Ruling.UK_MIFIR_FINANCING;
    }
    if (isOtherEntity(profile)) {
      return Ruling.UK_MIFIR_OTHER_ENTITY;
    }
    boolean onVenue =
        venue.isPresent()
            && date.isPresent()
            && isTradingVenue(venue.get())
            && venue.get().country().equals("GB");
    if (onVenue) {
      return Ruling.UK_MIFIR_ON_VENUE;
    }
    boolean listed = isListed(listing -> listing.country().equals("GB"));
    return listed && date.isPresent() ? Ruling.UK_MIFIR_LISTED : Ruling.UK_MIFIR_UNKNOWN;
  }

  /** Whether market data name a trading venue of some countries that trades the instrument. */
  private boolean isListed(Predicate<Venue> countries) {
    for (String mic : instrument.master().listing()) {
      Optional<Venue> listing = Venues.find(mic);
      if (listing.isPresent() && isTradingVenue(listing.get()) && countries.test(listing.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean isOtherEntity(Optional<FirmProfile> profile) {
    return profile.isPresent()
        && !profile.get().leis().isEmpty()
        && executingEntity.isPresent()
        && !profile.get().leis().contains(executingEntity.get());
  }

  /**
   * Whether ISO 10383 has the venue as a regulated market, multilateral or organised trading
   * facility; where a category is not specified, that of the operator counts. A systematic
   * internaliser is no trading venue.
   */
  private static boolean isTradingVenue(Venue venue) {
    String category = venue.category();
    if (category.equals("NSPD") && !venue.mic().equals(venue.operatingMic())) {
      category = Venues.find(venue.operatingMic()).map(Venue::category).orElse(category);
    }
    return switch (category) {
      case "RMKT", "MLTF", "OTFS" -> true;
      default -> isRegisteredWithoutCategory(venue.operatingMic());
    };
  }

  /**
   * Regulated markets whose operator ISO 10383 leaves without a category: Xetra and Frankfurt,
   * Vienna, Dublin, Milan, Madrid.
   */
  private static boolean isRegisteredWithoutCategory(String operatingMic) {
    return switch (operatingMic) {
      case "XETR", "XFRA", "XWBO", "XDUB", "XMIL", "BMEX" -> true;
      default -> false;
    };
  }

  /** The member states of the EU, and Iceland, Liechtenstein and Norway. */
  private static boolean isInEuropeanEconomicArea(String country) {
    return switch (country) {
      case "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU" ->
          true;
      case "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK" -> true;
      case "IS", "LI", "NO" -> true;
      default -> false;
    };
  }

  // CAT

  private Ruling cat() {
    if (isBefore(CAT_SINCE)) {
      return Ruling.CAT_TOO_EARLY;
    }
    if (instrument.kind().isEmpty()) {
      return Ruling.CAT_UNKNOWN_INSTRUMENT;
    }
    boolean mayBeCovered =
        switch (instrument.kind().get()) {
          case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, ENTITLEMENT, LISTED_OPTION -> true;
          case DEBT, FUTURE, SWAP, SPOT, FORWARD, FINANCING, REFERENTIAL -> false;
          case NON_LISTED_OPTION, STRATEGY, OTHER -> true;
        };
    if (!mayBeCovered) {
      return Ruling.CAT_OTHER_INSTRUMENT;
    }
    if (venue.isEmpty() || date.isEmpty() || !isOnUsMarket(venue.get())) {
      return Ruling.CAT_ELSEWHERE;
    }
    if (!isCoveredThere(venue.get(), instrument.kind().get())) {
      return Ruling.CAT_UNKNOWN_INSTRUMENT;
    }
    return isBefore(CAT_ALL_SINCE) ? Ruling.CAT_PHASES : Ruling.CAT_ON_MARKET;
  }

  private static boolean isOnUsMarket(Venue venue) {
    return venue.country().equals("US")
        && !isFuturesOrSwapMarket(venue)
        && (venue.category().equals("ATSS") || UsMarkets.operatorOf(venue).isPresent());
  }

  private static boolean isFuturesOrSwapMarket(Venue venue) {
    return venue.category().equals("DCMS") || venue.category().equals("SEFS");
  }

  /** Exchanges and FINRA's facilities trade funds and options that are NMS securities. */
  private static boolean isCoveredThere(Venue venue, InstrumentKind kind) {
    Optional<UsMarket> operator = UsMarkets.operatorOf(venue);
    boolean nms =
        operator.isPresent()
            && (operator.get().role() == UsMarket.Role.EXCHANGE || venue.category().equals("TRFS"));
    return switch (kind) {
      case EQUITY, ENTITLEMENT -> true;
      case COLLECTIVE_INVESTMENT_VEHICLE -> nms;
      case LISTED_OPTION -> UsMarkets.isExchange(venue);
      default -> false;
    };
  }

  // TRACE

  private Ruling trace() {
    if (isBefore(TRACE_SINCE)) {
      return Ruling.TRACE_TOO_EARLY;
    }
    if (instrument.kind().isPresent() && !isKind(InstrumentKind.DEBT)) {
      return Ruling.TRACE_NO_DEBT;
    }
    if (currency.isPresent() && !currency.get().equals("USD")) {
      return Ruling.TRACE_OTHER_CURRENCY;
    }
    String group = instrument.cfi().isPresent() ? instrument.cfi().get().group() : "";
    if (group.equals("DN")) {
      return Ruling.TRACE_MUNICIPAL;
    }
    if (venue.isPresent() && venue.get().operatingMic().equals("XNYS")) {
      return Ruling.TRACE_ON_NYSE;
    }
    boolean usBond =
        group.equals("DB")
            && currency.isPresent()
            && instrument.isin().isPresent()
            && instrument.isin().get().value().startsWith("US");
    Optional<Boolean> government = instrument.isGovernmentDebt();
    if (!usBond || government.isEmpty() || !isOverTheCounter() || date.isEmpty()) {
      return Ruling.TRACE_UNKNOWN;
    }
    if (!government.get()) {
      return Ruling.TRACE_CORPORATE;
    }
    return isSince(TRACE_TREASURIES_SINCE) ? Ruling.TRACE_GOVERNMENT : Ruling.TRACE_UNKNOWN;
  }

  /** Off venue, on an ATS of the US, or reported to FINRA. */
  private boolean isOverTheCounter() {
    if (venue.isEmpty()) {
      return false;
    }
    Venue place = venue.get();
    return place.zone().isEmpty()
        || (place.country().equals("US")
            && (place.category().equals("ATSS") || place.operatingMic().equals("FINR")));
  }

  // EMIR: every derivative, listed ones too; no FX spot and no securities

  private Ruling emir() {
    return switch (derivative()) {
      case NO -> Ruling.EMIR_NO_DERIVATIVE;
      case YES -> isSince(EMIR_SINCE) ? Ruling.EMIR_DERIVATIVE : Ruling.EMIR_UNKNOWN;
      case UNKNOWN -> Ruling.EMIR_UNKNOWN;
    };
  }

  private Ruling ukEmir() {
    if (isBefore(UK_LAW_SINCE)) {
      return Ruling.UK_EMIR_TOO_EARLY;
    }
    return switch (derivative()) {
      case NO -> Ruling.UK_EMIR_NO_DERIVATIVE;
      case YES -> date.isPresent() ? Ruling.UK_EMIR_DERIVATIVE : Ruling.UK_EMIR_UNKNOWN;
      case UNKNOWN -> Ruling.UK_EMIR_UNKNOWN;
    };
  }

  private enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  private Answer derivative() {
    if (instrument.kind().isEmpty()) {
      return Answer.UNKNOWN;
    }
    return switch (instrument.kind().get()) {
      case LISTED_OPTION, FUTURE, SWAP, NON_LISTED_OPTION, FORWARD -> Answer.YES;
      case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, DEBT, ENTITLEMENT, SPOT, FINANCING -> Answer.NO;
      case STRATEGY, REFERENTIAL, OTHER -> Answer.UNKNOWN;
    };
  }

  // SFTR: an outright trade is none

  private Ruling sftr() {
    if (isBefore(SFTR_SINCE)) {
      return Ruling.SFTR_TOO_EARLY;
    }
    if (instrument.kind().isEmpty()) {
      return Ruling.SFTR_UNKNOWN;
    }
    if (!isKind(InstrumentKind.FINANCING)) {
      return Ruling.SFTR_OUTRIGHT;
    }
    return isSince(SFTR_ALL_SINCE) ? Ruling.SFTR_FINANCING : Ruling.SFTR_UNKNOWN;
  }

  private Ruling ukSftr() {
    if (isBefore(UK_LAW_SINCE)) {
      return Ruling.UK_SFTR_TOO_EARLY;
    }
    if (instrument.kind().isEmpty()) {
      return Ruling.UK_SFTR_UNKNOWN;
    }
    if (!isKind(InstrumentKind.FINANCING)) {
      return Ruling.UK_SFTR_OUTRIGHT;
    }
    return date.isPresent() ? Ruling.UK_SFTR_FINANCING : Ruling.UK_SFTR_UNKNOWN;
  }
}
