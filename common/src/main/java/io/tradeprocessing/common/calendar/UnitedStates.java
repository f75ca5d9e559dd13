package io.tradeprocessing.common.calendar;

import static io.tradeprocessing.common.calendar.DateInYear.dayAfterNth;
import static io.tradeprocessing.common.calendar.DateInYear.easter;
import static io.tradeprocessing.common.calendar.DateInYear.fixed;
import static io.tradeprocessing.common.calendar.DateInYear.last;
import static io.tradeprocessing.common.calendar.DateInYear.nth;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.Month.DECEMBER;
import static java.time.Month.FEBRUARY;
import static java.time.Month.JANUARY;
import static java.time.Month.JULY;
import static java.time.Month.JUNE;
import static java.time.Month.MAY;
import static java.time.Month.NOVEMBER;
import static java.time.Month.OCTOBER;
import static java.time.Month.SEPTEMBER;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;

/** The holidays of the New York exchanges and of the Federal Reserve Banks. */
final class UnitedStates {

  private static final DateInYear MARTIN_LUTHER_KING_DAY = nth(3, MONDAY, JANUARY);
  private static final DateInYear WASHINGTONS_BIRTHDAY = nth(3, MONDAY, FEBRUARY);
  private static final DateInYear MEMORIAL_DAY = last(MONDAY, MAY);
  private static final DateInYear JUNETEENTH = fixed(JUNE, 19);
  private static final DateInYear INDEPENDENCE_DAY = fixed(JULY, 4);
  private static final DateInYear LABOR_DAY = nth(1, MONDAY, SEPTEMBER);
  private static final DateInYear THANKSGIVING = nth(4, THURSDAY, NOVEMBER);

  private UnitedStates() {}

  /**
   * The scheduled holidays of NYSE and Nasdaq: NYSE Rule 7.2 and Nasdaq Equity 2, Section 11 (which
   * names the same days). A holiday on Saturday closes the Friday before, on Sunday the Monday
   * after; New Year's Day on a Saturday closes nothing, because Friday ends the business year.
   * Martin Luther King, Jr. Day since 1998, Juneteenth since 2022 (NYSE Group, holidays and early
   * closings of 2022).
   */
  static List<Holiday> exchangeHolidays() {
    return List.of(
        Holiday.of("New Year's Day", fixed(JANUARY, 1)).observed(Observance.SUNDAY_ON_MONDAY),
        Holiday.of("Martin Luther King, Jr. Day", MARTIN_LUTHER_KING_DAY).since(1998),
        Holiday.of("Washington's Birthday", WASHINGTONS_BIRTHDAY),
        Holiday.of("Good Friday", easter(-2)),
        Holiday.of("Memorial Day", MEMORIAL_DAY),
        Holiday.of("Juneteenth", JUNETEENTH).observed(Observance.NEAREST_WEEKDAY).since(2022),
        Holiday.of("Independence Day", INDEPENDENCE_DAY).observed(Observance.NEAREST_WEEKDAY),
        Holiday.of("Labor Day", LABOR_DAY),
        Holiday.of("Thanksgiving Day", THANKSGIVING),
        Holiday.of("Christmas Day", fixed(DECEMBER, 25)).observed(Observance.NEAREST_WEEKDAY));
  }

  /** Closings of the exchanges since 2018 that no rule could know; settlement went on. */
  static List<Holiday> exchangeClosings() {
    return List.of(
        // NYSE and Nasdaq, announcements of 2018-12-01
        Holiday.once(
            "National Day of Mourning for President Bush", LocalDate.of(2018, Month.DECEMBER, 5)),
        // NYSE and Nasdaq, announcements of 2024-12-30
        Holiday.once(
            "National Day of Mourning for President Carter", LocalDate.of(2025, Month.JANUARY, 9)));
  }

  /**
   * The days on which the exchanges close at 13:00: the day after Thanksgiving, Christmas Eve, and
   * 3 July; each only where it is no holiday itself (NYSE Rule 7.2, yearly announcements).
   */
  static List<Holiday> exchangeEarlyCloses() {
    return List.of(
        Holiday.of("the day before Independence Day", fixed(JULY, 3)),
        Holiday.of("the day after Thanksgiving", dayAfterNth(4, THURSDAY, NOVEMBER)),
        Holiday.of("Christmas Eve", fixed(DECEMBER, 24)));
  }

  /**
   * The holidays of the Federal Reserve Banks: 5 U.S.C. 6103 as Federal Reserve release K.8 says
   * that the Banks keep it. On a Saturday they are open the Friday before, on a Sunday they are
   * closed the Monday after. Martin Luther King, Jr. since 1986, Juneteenth since 2021.
   */
  static List<Holiday> federalReserveHolidays() {
    return List.of(
        Holiday.of("New Year's Day", fixed(JANUARY, 1)).observed(Observance.SUNDAY_ON_MONDAY),
        Holiday.of("Birthday of Martin Luther King, Jr.", MARTIN_LUTHER_KING_DAY).since(1986),
        Holiday.of("Washington's Birthday", WASHINGTONS_BIRTHDAY),
        Holiday.of("Memorial Day", MEMORIAL_DAY),
        Holiday.of("Juneteenth", JUNETEENTH).observed(Observance.SUNDAY_ON_MONDAY).since(2021),
        Holiday.of("Independence Day", INDEPENDENCE_DAY).observed(Observance.SUNDAY_ON_MONDAY),
        Holiday.of("Labor Day", LABOR_DAY),
        Holiday.of("Columbus Day", nth(2, MONDAY, OCTOBER)),
        Holiday.of("Veterans Day", fixed(NOVEMBER, 11)).observed(Observance.SUNDAY_ON_MONDAY),
        Holiday.of("Thanksgiving Day", THANKSGIVING),
        Holiday.of("Christmas Day", fixed(DECEMBER, 25)).observed(Observance.SUNDAY_ON_MONDAY));
  }

  /**
   * The days on which trades do not settle: the Banks' holidays and the scheduled ones of the
   * exchanges.
   *
   * <p>Sources: the trade date and settlement date schedules of the NASD. Columbus and Veterans
   * Day: open for trading, "not a settlement date because many of the nation's banking institutions
   * will be closed" (Notices to Members 92-54, 95-77, 99-83). Good Friday, and a Friday on which
   * the exchanges keep a Saturday's holiday: not counted, although banks are open and DTC processes
   * other instructions (97-93, 99-94). An unscheduled closing changes nothing: DTC and NSCC settle
   * (DTCC, Unscheduled Exchanges and Markets Close Guide, 2017).
   */
  static List<Holiday> settlementHolidays() {
    List<Holiday> all = new ArrayList<>(federalReserveHolidays());
    all.addAll(exchangeHolidays());
    return all;
  }
}
