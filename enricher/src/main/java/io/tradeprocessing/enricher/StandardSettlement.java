package io.tradeprocessing.enricher;

import io.tradeprocessing.common.calendar.Settlement;
import io.tradeprocessing.common.calendar.SettlementCycle;
import io.tradeprocessing.common.calendar.SettlementMarket;
import io.tradeprocessing.common.identifier.Isin;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.reference.Currency;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.UsMarkets;
import io.tradeprocessing.common.reference.Venue;
import java.time.LocalDate;
import java.util.Optional;

/**
 * When and where a trade settles.
 *
 * <p>Three things decide: the cycle follows from the kind and the law of the place of trading, the
 * depository from the listing, the calendar from the depository's currency. Neither ISIN nor venue
 * alone names the depository, so a date is given where both lead to the same day, or the venue is
 * American; what trades there settles in the US.
 */
final class StandardSettlement {

  private static final String NO_DATE = ": no settlement date";

  private final Venue venue;
  private final LocalDate tradeDate;
  private final Instrument instrument;
  private final Optional<Currency> currency;
  private final Gaps gaps;

  private StandardSettlement(
      Venue venue,
      LocalDate tradeDate,
      Instrument instrument,
      Optional<Currency> currency,
      Gaps gaps) {
    this.venue = venue;
    this.tradeDate = tradeDate;
    this.instrument = instrument;
    this.currency = currency;
    this.gaps = gaps;
  }

  /**
   * Adds {@code settlementDate} and {@code settlement}, or a gap.
   *
   * @param tradeDate known, unless the venue is XOFF or XXXX
   * @param currency of the price, where it is known
   */
  static void add(
      Venue venue,
      Optional<LocalDate> tradeDate,
      Instrument instrument,
      Optional<Currency> currency,
      Gaps gaps,
      JsonObject.Builder answer) {
    if (venue.zone().isEmpty() || tradeDate.isEmpty()) {
      gaps.add("/venue", GapReason.OFF_VENUE, "off venue the parties agree on the settlement date");
      return;
    }
    new StandardSettlement(venue, tradeDate.get(), instrument, currency, gaps).add(answer);
  }

  private void add(JsonObject.Builder answer) {
    Optional<SettlementMarket> market = SettlementMarket.ofCountry(venue.country());
    if (market.isEmpty() || !isCovered(market.get())) {
      gaps.add("/venue", GapReason.NO_SETTLEMENT_RULE, "no known rule covers the venue" + NO_DATE);
      return;
    }
    if (instrument.kind().isEmpty() && !everythingSettlesAlike(market.get())) {
      gaps.notGiven(
          "/instrument/cfi",
          GapReason.KIND_UNKNOWN,
          "the settlement cycle depends on the kind of the instrument" + NO_DATE);
      return;
    }
    if (instrument.kind().isPresent() && !hasCycle(instrument.kind().get(), market.get())) {
      gaps.add(
          "/instrument",
          GapReason.NO_SETTLEMENT_RULE,
          "no known rule covers instruments of this kind" + NO_DATE);
      return;
    }
    Optional<SettlementCycle> cycle =
        instrument.kind().isPresent()
            ? cycle(instrument.kind().get(), market.get())
            : market.get().cycleOn(tradeDate);
    if (cycle.isEmpty()) {
      gaps.add(
          "/executedAt",
          GapReason.NO_SETTLEMENT_RULE,
          "no settlement cycle is known for the kind on this trade date" + NO_DATE);
      return;
    }
    Optional<Settlement> settlement = market.get().settle(tradeDate, cycle.get());
    if (settlement.isEmpty()) {
      gaps.add(
          "/executedAt", GapReason.OUTSIDE_CALENDAR, "not in the settlement calendar" + NO_DATE);
      return;
    }
    Optional<SettlementMarket> home = home();
    if (isAtOneDepository(settlement.get(), home)) {
      answer
          .put("settlementDate", settlement.get().date().toString())
          .put("settlement", describe(settlement.get(), home));
    }
  }

  /**
   * Whether the market's rule covers trades on the venue, by the venue's category in ISO 10383. US
   * futures and swap markets trade no securities. CSDR's Article 5(2) is about trading venues, and
   * not about systematic internalisers; SEC Rule 15c6-1 about every broker-dealer.
   */
  private boolean isCovered(SettlementMarket market) {
    return switch (venue.category()) {
      case "DCMS", "SEFS" -> false;
      case "SINT", "APPA", "CASP" -> market == SettlementMarket.US;
      default -> true;
    };
  }

  /**
   * Whether the kind makes no difference: on a securities exchange of the US, whose shares, funds,
   * bonds and options all settle on T+1 since 2024-05-28. Cboe's operating MIC has a futures
   * exchange too.
   */
  private boolean everythingSettlesAlike(SettlementMarket market) {
    Optional<SettlementCycle> cycle = market.cycleOn(tradeDate);
    return UsMarkets.isExchange(venue)
        && !venue.operatingMic().equals("XCBO")
        && cycle.isPresent()
        && cycle.get().days() == 1;
  }

  /**
   * Whether there is a rule for a kind. Futures and swaps have variation margin and no settlement
   * date. CSDR covers bonds on trading venues, and neither Norwegian nor Swiss practice is known
   * for them.
   */
  private boolean hasCycle(InstrumentKind kind, SettlementMarket market) {
    return switch (kind) {
      case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, ENTITLEMENT -> true;
      case DEBT -> market != SettlementMarket.NO && market != SettlementMarket.CH;
      case LISTED_OPTION -> UsMarkets.isExchange(venue);
      case FUTURE,
          SWAP,
          NON_LISTED_OPTION,
          SPOT,
          FORWARD,
          STRATEGY,
          FINANCING,
          REFERENTIAL,
          OTHER ->
          false;
    };
  }

  private Optional<SettlementCycle> cycle(InstrumentKind kind, SettlementMarket market) {
    Optional<SettlementCycle> ofShares = market.cycleOn(tradeDate);
    if (ofShares.isPresent() && ofShares.get().days() == 1) {
      return ofShares;
    }
    return switch (kind) {
      case LISTED_OPTION -> inForce(SettlementMarket.US_OPTIONS);
      case DEBT -> cycleOfDebt(market, ofShares);
      default -> ofShares;
    };
  }

  /**
   * While shares had a longer cycle, Treasuries settled on T+1 in the US, and gilts do in the UK;
   * other debt settles like shares in the UK, and on T+2 in the EU.
   */
  private Optional<SettlementCycle> cycleOfDebt(
      SettlementMarket market, Optional<SettlementCycle> ofShares) {
    return switch (market) {
      case US ->
          isOwnGovernmentDebt("US") ? inForce(SettlementMarket.US_TREASURIES) : Optional.empty();
      case UK -> {
        if (isOwnGovernmentDebt("GB")) {
          yield inForce(SettlementMarket.GILTS);
        }
        boolean isNoGilt = instrument.isGovernmentDebt().equals(Optional.of(false));
        yield isNoGilt ? ofShares : Optional.empty();
      }
      case ES -> inForce(SettlementMarket.SPANISH_DEBT);
      case EU, DE, T2S, FI, SE, DK, NO, CH ->
          ofShares.isPresent() && ofShares.get().days() == 2 ? ofShares : Optional.empty();
    };
  }

  private boolean isOwnGovernmentDebt(String country) {
    return instrument.isin().isPresent()
        && instrument.isin().get().value().startsWith(country)
        && instrument.isGovernmentDebt().equals(Optional.of(true));
  }

  private Optional<SettlementCycle> inForce(SettlementCycle cycle) {
    return tradeDate.isBefore(cycle.from()) ? Optional.empty() : Optional.of(cycle);
  }

  /** The market of the depository that market data name, or of the country of the ISIN. */
  private Optional<SettlementMarket> home() {
    Optional<String> depository = instrument.master().depository();
    if (depository.isPresent()) {
      return SettlementMarket.ofDepository(depository.get());
    }
    Optional<Isin> isin = instrument.isin();
    return isin.isPresent() ? SettlementMarket.ofCountry(isin.get().prefix()) : Optional.empty();
  }

  /** Whether the settlement date is the same wherever the instrument is held; otherwise a gap. */
  private boolean isAtOneDepository(Settlement atVenue, Optional<SettlementMarket> home) {
    if (atVenue.market() == SettlementMarket.US) {
      return true;
    }
    if (home.isEmpty()) {
      gaps.notGiven(
          "/instrument/isin",
          GapReason.DEPOSITORY_UNKNOWN,
          "the identifiers name no depository whose rules are known" + NO_DATE);
      return false;
    }
    if (!isCurrencyOf(atVenue.market()) && !isCurrencyOf(home.get())) {
      gaps.add(
          "/currency",
          GapReason.DEPOSITORY_UNKNOWN,
          "the currency is that of neither depository" + NO_DATE);
      return false;
    }
    if (home.get() == atVenue.market() || isHeldAt(atVenue.market())) {
      return true;
    }
    Optional<Settlement> atHome =
        instrument
            .kind()
            .flatMap(kind -> cycle(kind, home.get()))
            .flatMap(cycle -> home.get().settle(tradeDate, cycle));
    if (atHome.isPresent() && atHome.get().date().equals(atVenue.date())) {
      return true;
    }
    gaps.add(
        "/instrument/isin",
        GapReason.DEPOSITORY_UNKNOWN,
        "venue and ISIN lead to different days" + NO_DATE);
    return false;
  }

  /** Whether market data say so; T2S holds the securities of several markets. */
  private boolean isHeldAt(SettlementMarket market) {
    return instrument.master().depository().equals(Optional.of(market.depository()));
  }

  /** A currency that is not known is none of the two and no reason to doubt. */
  private boolean isCurrencyOf(SettlementMarket market) {
    return currency.isEmpty() || currency.get().code().equals(market.calendar().currency());
  }

  private JsonObject describe(Settlement settlement, Optional<SettlementMarket> home) {
    SettlementMarket market = settlement.market();
    JsonObject.Builder json = JsonObject.builder().put("market", market.name());
    if (isDepositoryKnown(market, home)) {
      json.put("depository", market.depository());
    }
    return json.put("cycle", settlement.cycle().label())
        .put("calendar", market.calendar().currency())
        .put("rule", settlement.cycle().source())
        .build();
  }

  private boolean isDepositoryKnown(SettlementMarket market, Optional<SettlementMarket> home) {
    return market == SettlementMarket.US
        ? instrument.kind().isPresent() && instrument.kind().get() != InstrumentKind.LISTED_OPTION
        : home.isPresent() && home.get().depository().equals(market.depository());
  }
}
