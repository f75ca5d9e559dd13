package io.tradeprocessing.enricher;

import io.tradeprocessing.common.calendar.Settlement;
import io.tradeprocessing.common.calendar.SettlementCycle;
import io.tradeprocessing.common.calendar.SettlementMarket;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.reference.Venue;
import java.time.LocalDate;
import java.util.Optional;

/** When a trade settles, where its venue, kind and date tell. */
final class StandardSettlement {

  private StandardSettlement() {}

  static Optional<Settlement> of(
      Venue venue, LocalDate tradeDate, Optional<InstrumentKind> kind, Gaps gaps) {
    if (venue.zone().isEmpty()) {
      gaps.add("/venue", GapReason.OFF_VENUE, "the parties agree on the settlement date off venue");
      return Optional.empty();
    }
    Optional<SettlementMarket> market = SettlementMarket.ofCountry(venue.country());
    if (market.isEmpty() || !isCovered(venue, market.get())) {
      gaps.add(
          "/venue",
          GapReason.NO_SETTLEMENT_RULE,
          "no settlement rule that is known covers the venue: no settlement date");
      return Optional.empty();
    }
    Optional<SettlementCycle> cycle = market.get().cycleOn(tradeDate);
    if (kind.isPresent() && !followsTheCycle(kind.get(), market.get(), cycle)) {
      gaps.add(
          "/instrument",
          GapReason.NO_SETTLEMENT_RULE,
          "the market's cycle does not hold for every instrument of this kind: no settlement"
              + " date");
      return Optional.empty();
    }
    if (cycle.isEmpty()) {
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

  /**
   * Whether the market's rule covers trades on a venue, by the venue's category in ISO 10383. US
   * futures and swap markets are not of securities. CSDR's Article 5(2) is about trading venues,
   * and not about systematic internalisers; SEC Rule 15c6-1 about every broker-dealer.
   */
  private static boolean isCovered(Venue venue, SettlementMarket market) {
    return switch (venue.category()) {
      case "DCMS", "SEFS" -> false;
      case "SINT", "APPA", "CASP" -> market == SettlementMarket.US;
      default -> true;
    };
  }

  /**
   * Whether every instrument of a kind settles by its market's cycle. Derivatives do not. Debt does
   * where the cycle is T+1 anyway, and in the euro area; but government bonds settled and gilts
   * still settle on T+1 while the cycle is longer, and no identifier tells those.
   */
  private static boolean followsTheCycle(
      InstrumentKind kind, SettlementMarket market, Optional<SettlementCycle> cycle) {
    return switch (kind) {
      case EQUITY, COLLECTIVE_INVESTMENT_VEHICLE, ENTITLEMENT -> true;
      case DEBT -> market == SettlementMarket.EU || (cycle.isPresent() && cycle.get().days() == 1);
      case LISTED_OPTION,
          FUTURE,
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
}
