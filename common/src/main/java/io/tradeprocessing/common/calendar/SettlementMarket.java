package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Optional;

/**
 * A market with one settlement cycle and one settlement calendar.
 *
 * <p>The cycles are those of exchange-traded shares and bonds; parties to a trade may agree on
 * another date, which the trade then carries itself.
 */
public enum SettlementMarket {
  /** Securities that settle at DTC against US dollar. */
  US,

  /** Securities that settle in CREST against sterling. */
  UK,

  /** Securities that settle on T2S against euro. */
  EU;

  // Newest first.

  private static final List<SettlementCycle> US_CYCLES =
      List.of(
          new SettlementCycle(
              1,
              LocalDate.of(2024, Month.MAY, 28),
              "SEC Rule 15c6-1(a), 17 CFR 240.15c6-1; Release 34-96930, compliance date"
                  + " 2024-05-28"),
          new SettlementCycle(
              2,
              LocalDate.of(2017, Month.SEPTEMBER, 5),
              "SEC Rule 15c6-1(a), 17 CFR 240.15c6-1; 82 FR 15564, compliance date 2017-09-05"),
          new SettlementCycle(
              3,
              LocalDate.of(1995, Month.JUNE, 7),
              "SEC Rule 15c6-1(a), 17 CFR 240.15c6-1; Release 34-34952, effective 1995-06-07"),
          new SettlementCycle(
              5,
              LocalDate.of(1990, Month.JANUARY, 1),
              "regular way of the exchanges and the NASD Uniform Practice Code, before SEC Rule"
                  + " 15c6-1"));

  private static final List<SettlementCycle> UK_CYCLES =
      List.of(
          new SettlementCycle(
              1,
              LocalDate.of(2027, Month.OCTOBER, 11),
              "UK CSDR Article 5(2) as the Central Securities Depositories (Amendment) (Intended"
                  + " Settlement Date) Regulations 2026 (draft) change it"),
          new SettlementCycle(
              2,
              LocalDate.of(2014, Month.OCTOBER, 6),
              "UK CSDR, Regulation (EU) No 909/2014, Article 5(2); markets moved on 2014-10-06"));

  private static final List<SettlementCycle> EU_CYCLES =
      List.of(
          new SettlementCycle(
              1,
              LocalDate.of(2027, Month.OCTOBER, 11),
              "CSDR, Regulation (EU) No 909/2014, Article 5(2) as Regulation (EU) 2025/2075 changes"
                  + " it"),
          new SettlementCycle(
              2,
              LocalDate.of(2014, Month.OCTOBER, 6),
              "CSDR, Regulation (EU) No 909/2014, Article 5(2); markets moved on 2014-10-06"));

  /**
   * The market in which trades on the venues of a country settle; nothing where we do not know the
   * rules.
   *
   * <p>In the euro area only countries whose central securities depositories settle shares on T2S,
   * which fixes their settlement days (ECB, T2S: central securities depositories, with the last
   * wave of 2017-09-18). Not Ireland, Greece, Cyprus, Finland and Croatia, whose shares settle or
   * long settled outside of it, nor countries with currencies of their own.
   *
   * @param country ISO 3166-1 alpha-2
   */
  public static Optional<SettlementMarket> ofCountry(String country) {
    return switch (country) {
      case "US" -> Optional.of(US);
      case "GB" -> Optional.of(UK);
      case "AT",
          "BE",
          "DE",
          "EE",
          "ES",
          "FR",
          "IT",
          "LT",
          "LU",
          "LV",
          "MT",
          "NL",
          "PT",
          "SI",
          "SK" ->
          Optional.of(EU);
      default -> Optional.empty();
    };
  }

  /** The days on which securities settle in this market. */
  public SettlementCalendar calendar() {
    return switch (this) {
      case US -> Usd.CALENDAR;
      case UK -> Gbp.CALENDAR;
      case EU -> Eur.CALENDAR;
    };
  }

  /** The rule in force on a trade date; nothing for dates before the earliest that is known. */
  public Optional<SettlementCycle> cycleOn(LocalDate tradeDate) {
    List<SettlementCycle> cycles =
        switch (this) {
          case US -> US_CYCLES;
          case UK -> UK_CYCLES;
          case EU -> EU_CYCLES;
        };
    for (SettlementCycle cycle : cycles) {
      if (!tradeDate.isBefore(cycle.from())) {
        return Optional.of(cycle);
      }
    }
    return Optional.empty();
  }

  /** When a trade of this date settles; nothing where rule or calendar do not cover it. */
  public Optional<Settlement> settle(LocalDate tradeDate) {
    Optional<SettlementCycle> cycle = cycleOn(tradeDate);
    if (cycle.isEmpty()) {
      return Optional.empty();
    }
    Optional<LocalDate> date = calendar().daysAfter(tradeDate, cycle.get().days());
    return date.isEmpty()
        ? Optional.empty()
        : Optional.of(new Settlement(date.get(), this, cycle.get()));
  }

  // Each calendar is made when the first trade of its market comes.

  private static final LocalDate LAST = LocalDate.of(2031, Month.DECEMBER, 31);

  private static final class Usd {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar(
            "USD", LocalDate.of(1990, Month.JANUARY, 1), LAST, UnitedStates.settlementHolidays());
  }

  private static final class Gbp {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar(
            "GBP", LocalDate.of(2014, Month.JANUARY, 1), LAST, UnitedKingdom.bankHolidays());
  }

  private static final class Eur {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar(
            "EUR", LocalDate.of(2014, Month.JANUARY, 1), LAST, EuroArea.targetClosingDays());
  }
}
