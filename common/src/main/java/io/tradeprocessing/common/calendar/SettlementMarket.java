package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Optional;

/**
 * A market with one settlement cycle for its shares and one settlement calendar.
 *
 * <p>The cycles are those of exchange-traded shares and bonds, by each country's own dates; parties
 * to a trade may agree on another date, which the trade then carries itself. What has a cycle of
 * its own is a {@link SettlementCycle} constant here: {@link #US_OPTIONS}, {@link #US_TREASURIES},
 * {@link #GILTS}, {@link #SPANISH_DEBT}.
 */
public enum SettlementMarket {
  /** Securities that settle at DTC against US dollar. */
  US("DTC"),

  /** Securities that settle in CREST against sterling. */
  UK("CREST"),

  /** Securities of countries that had T+3 until 2014-10-05 and settle on T2S against euro. */
  EU("T2S"),

  /** German securities: T2S, and T+2 long before the others. */
  DE("T2S"),

  /** Spanish securities: T2S; shares had T+3 until 2016. */
  ES("T2S"),

  /** Securities of the other countries whose depositories settle on T2S against euro. */
  T2S("T2S"),

  /** Finnish securities, in euro. */
  FI("EUROCLEAR_FINLAND"),

  SE("EUROCLEAR_SWEDEN"),

  DK("EURONEXT_SECURITIES_COPENHAGEN"),

  NO("EURONEXT_SECURITIES_OSLO"),

  CH("SIX_SIS");

  private final String depository;

  SettlementMarket(String depository) {
    this.depository = depository;
  }

  /** Where the market's own securities are held and settle. */
  public String depository() {
    return depository;
  }

  private static final LocalDate CALENDARS_SINCE = LocalDate.of(2014, Month.JANUARY, 1);
  private static final LocalDate EUROPE_T_PLUS_2 = LocalDate.of(2014, Month.OCTOBER, 6);
  private static final LocalDate EUROPE_T_PLUS_1 = LocalDate.of(2027, Month.OCTOBER, 11);

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

  private static final SettlementCycle EUROPE_T_PLUS_3 =
      new SettlementCycle(
          3,
          CALENDARS_SINCE,
          "market practice until 2014-10-05 (EuroCCP, T+2 settlement cycle announcement,"
              + " 2014-06-11)");

  private static final List<SettlementCycle> UK_CYCLES =
      List.of(
          new SettlementCycle(
              1,
              EUROPE_T_PLUS_1,
              "UK CSDR Article 5(2) as the Central Securities Depositories (Amendment) (Intended"
                  + " Settlement Date) Regulations 2026 (draft) change it"),
          new SettlementCycle(
              2,
              EUROPE_T_PLUS_2,
              "UK CSDR, Regulation (EU) No 909/2014, Article 5(2); markets moved on 2014-10-06"),
          EUROPE_T_PLUS_3);

  private static final SettlementCycle EU_T_PLUS_1 =
      new SettlementCycle(
          1,
          EUROPE_T_PLUS_1,
          "CSDR, Regulation (EU) No 909/2014, Article 5(2) as Regulation (EU) 2025/2075 changes"
              + " it");

  private static final SettlementCycle EU_T_PLUS_2 =
      new SettlementCycle(
          2,
          EUROPE_T_PLUS_2,
          "CSDR, Regulation (EU) No 909/2014, Article 5(2); markets moved on 2014-10-06");

  private static final List<SettlementCycle> T2S_CYCLES = List.of(EU_T_PLUS_1, EU_T_PLUS_2);

  private static final List<SettlementCycle> EU_CYCLES =
      List.of(EU_T_PLUS_1, EU_T_PLUS_2, EUROPE_T_PLUS_3);

  private static final List<SettlementCycle> DE_CYCLES =
      List.of(
          EU_T_PLUS_1,
          EU_T_PLUS_2,
          new SettlementCycle(
              2,
              CALENDARS_SINCE,
              "market practice in Germany before 2014-10-06 (EuroCCP, T+2 settlement cycle"
                  + " announcement, 2014-06-11)"));

  /** From trade date 2016-10-03; which cycle the two days before it had is open. */
  private static final List<SettlementCycle> ES_CYCLES =
      List.of(
          EU_T_PLUS_1,
          new SettlementCycle(
              2,
              LocalDate.of(2016, Month.OCTOBER, 3),
              "CSDR, Regulation (EU) No 909/2014, Article 5(2); Spanish shares moved in the week of"
                  + " 2016-10-03 (BME, 2016-10-10)"),
          SettlementCycle.unknownFrom(LocalDate.of(2016, Month.SEPTEMBER, 29)),
          new SettlementCycle(
              3,
              CALENDARS_SINCE,
              "market practice for Spanish shares until 2016 (BME, 2016-10-10)"));

  /** Norway has not named a date for T+1. */
  private static final List<SettlementCycle> NO_CYCLES =
      List.of(
          SettlementCycle.unknownFrom(EUROPE_T_PLUS_1),
          new SettlementCycle(
              2,
              EUROPE_T_PLUS_2,
              "market practice in Norway since 2014-10-06 (EuroCCP, T+2 settlement cycle"
                  + " announcement, 2014-06-11)"),
          EUROPE_T_PLUS_3);

  private static final List<SettlementCycle> CH_CYCLES =
      List.of(
          new SettlementCycle(
              1,
              EUROPE_T_PLUS_1,
              "Swiss market, together with the EU and the UK (Deutsche Börse, T+1)"),
          new SettlementCycle(
              2,
              EUROPE_T_PLUS_2,
              "market practice in Switzerland since 2014-10-06 (EuroCCP, T+2 settlement cycle"
                  + " announcement, 2014-06-11)"),
          EUROPE_T_PLUS_3);

  /** Premiums of US listed options. */
  public static final SettlementCycle US_OPTIONS =
      new SettlementCycle(
          1,
          LocalDate.of(2017, Month.SEPTEMBER, 5),
          "listed options settle on T+1, before 2024-05-28 too (Options Industry Council, The"
              + " Impact of T+1 on Options, 2024-07)");

  /** US Treasuries. */
  public static final SettlementCycle US_TREASURIES =
      new SettlementCycle(
          1,
          LocalDate.of(2017, Month.SEPTEMBER, 5),
          "Treasuries settle on T+1, before 2024-05-28 too (broker's notice on the change of"
              + " 2024-05-28)");

  /** Gilts. */
  public static final SettlementCycle GILTS =
      new SettlementCycle(
          1, EUROPE_T_PLUS_2, "gilts settle on T+1 (UK Debt Management Office, Guide to Gilts)");

  /** Spanish bonds on trading venues, which had T+2 while shares had T+3. */
  public static final SettlementCycle SPANISH_DEBT =
      new SettlementCycle(
          2,
          EUROPE_T_PLUS_2,
          "CSDR, Regulation (EU) No 909/2014, Article 5(2); Spanish fixed income had T+2 before"
              + " 2016 (BME, 2016-10-10)");

  /**
   * The market of a country: of its venues, and of the securities whose ISIN has its prefix.
   * Nothing where we do not know the rules.
   *
   * <p>Euro area: countries whose central securities depositories settle shares on T2S, which fixes
   * their settlement days (ECB, T2S: central securities depositories, with the last wave of
   * 2017-09-18). Not Ireland, whose securities settle at Euroclear Bank, nor Greece, Cyprus and
   * Croatia. T+3 until 2014-10-05 in AT, BE, FI, FR, IT, NL, PT, DK, SE, NO, CH and GB, but not in
   * DE (EuroCCP, 2014-06-11).
   *
   * @param country ISO 3166-1 alpha-2
   */
  public static Optional<SettlementMarket> ofCountry(String country) {
    return switch (country) {
      case "US" -> Optional.of(US);
      case "GB" -> Optional.of(UK);
      case "AT", "BE", "FR", "IT", "NL", "PT" -> Optional.of(EU);
      case "DE" -> Optional.of(DE);
      case "ES" -> Optional.of(ES);
      case "EE", "LT", "LU", "LV", "MT", "SI", "SK" -> Optional.of(T2S);
      case "FI" -> Optional.of(FI);
      case "SE" -> Optional.of(SE);
      case "DK" -> Optional.of(DK);
      case "NO" -> Optional.of(NO);
      case "CH" -> Optional.of(CH);
      default -> Optional.empty();
    };
  }

  /** The market of a depository, by its name; nothing for one whose rules we do not know. */
  public static Optional<SettlementMarket> ofDepository(String name) {
    for (SettlementMarket market : values()) {
      if (market.depository.equals(name)) {
        return Optional.of(market);
      }
    }
    return Optional.empty();
  }

  /** The days on which securities settle in this market. */
  public SettlementCalendar calendar() {
    return switch (this) {
      case US -> Usd.CALENDAR;
      case UK -> Gbp.CALENDAR;
      case EU, DE, ES, T2S -> Eur.CALENDAR;
      case FI -> Finland.CALENDAR;
      case SE -> Sek.CALENDAR;
      case DK -> Dkk.CALENDAR;
      case NO -> Nok.CALENDAR;
      case CH -> Chf.CALENDAR;
    };
  }

  /** The rule in force on a trade date; nothing for dates of which none is known. */
  public Optional<SettlementCycle> cycleOn(LocalDate tradeDate) {
    List<SettlementCycle> cycles =
        switch (this) {
          case US -> US_CYCLES;
          case UK -> UK_CYCLES;
          case EU, FI, SE, DK -> EU_CYCLES;
          case DE -> DE_CYCLES;
          case ES -> ES_CYCLES;
          case T2S -> T2S_CYCLES;
          case NO -> NO_CYCLES;
          case CH -> CH_CYCLES;
        };
    for (SettlementCycle cycle : cycles) {
      if (!tradeDate.isBefore(cycle.from())) {
        return cycle.isKnown() ? Optional.of(cycle) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** When a trade of this date settles; nothing where rule or calendar do not cover it. */
  public Optional<Settlement> settle(LocalDate tradeDate) {
    Optional<SettlementCycle> cycle = cycleOn(tradeDate);
    return cycle.isEmpty() ? Optional.empty() : settle(tradeDate, cycle.get());
  }

  /** When a trade settles by a cycle; nothing where the calendar does not cover it. */
  public Optional<Settlement> settle(LocalDate tradeDate, SettlementCycle cycle) {
    Optional<LocalDate> date = calendar().daysAfter(tradeDate, cycle.days());
    return date.isEmpty() ? Optional.empty() : Optional.of(new Settlement(date.get(), this, cycle));
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
        new SettlementCalendar("GBP", CALENDARS_SINCE, LAST, UnitedKingdom.bankHolidays());
  }

  private static final class Eur {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar("EUR", CALENDARS_SINCE, LAST, EuroArea.targetClosingDays());
  }

  private static final class Finland {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar(
            "EUR",
            CALENDARS_SINCE,
            LAST,
            EuroArea.targetClosingDays(),
            NationalHolidays.inDoubtInFinland());
  }

  private static final class Sek {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar("SEK", CALENDARS_SINCE, LAST, NationalHolidays.ofSweden());
  }

  private static final class Dkk {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar("DKK", CALENDARS_SINCE, LAST, NationalHolidays.ofDenmark());
  }

  private static final class Nok {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar(
            "NOK",
            CALENDARS_SINCE,
            LAST,
            NationalHolidays.ofNorway(),
            NationalHolidays.inDoubtInNorway());
  }

  private static final class Chf {
    static final SettlementCalendar CALENDAR =
        new SettlementCalendar(
            "CHF",
            CALENDARS_SINCE,
            LAST,
            NationalHolidays.ofSwitzerland(),
            NationalHolidays.inDoubtInSwitzerland());
  }
}
