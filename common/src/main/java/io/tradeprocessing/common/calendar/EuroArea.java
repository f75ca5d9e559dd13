package io.tradeprocessing.common.calendar;

import static io.tradeprocessing.common.calendar.DateInYear.easter;
import static io.tradeprocessing.common.calendar.DateInYear.fixed;
import static java.time.Month.DECEMBER;
import static java.time.Month.JANUARY;
import static java.time.Month.MAY;
import static java.time.Month.OCTOBER;

import java.util.ArrayList;
import java.util.List;

/** The closing days of the Eurosystem's T2 and T2S, and of Euronext Paris and Xetra. */
final class EuroArea {

  private EuroArea() {}

  /**
   * The closing days of TARGET, since 2023 T2 and T2S: European Central Bank, press release of
   * 2000-12-14, "from 2002 until further notice". Nothing is moved from a weekend. Euronext's cash
   * markets close on the same days (its yearly holiday calendars).
   */
  static List<Holiday> targetClosingDays() {
    return List.of(
        Holiday.of("New Year's Day", fixed(JANUARY, 1)),
        Holiday.of("Good Friday", easter(-2)),
        Holiday.of("Easter Monday", easter(1)),
        Holiday.of("Labour Day", fixed(MAY, 1)),
        Holiday.of("Christmas Day", fixed(DECEMBER, 25)),
        Holiday.of("26 December", fixed(DECEMBER, 26)));
  }

  /**
   * Euronext Paris closes at 14:05 on 24 and 31 December (Euronext, yearly holiday calendars); on
   * no other day where these fall on a weekend.
   */
  static List<Holiday> parisHalfDays() {
    return List.of(
        Holiday.of("Christmas Eve", fixed(DECEMBER, 24)),
        Holiday.of("New Year's Eve", fixed(DECEMBER, 31)));
  }

  /**
   * Xetra trades neither on 24 nor on 31 December, although those are settlement days, and until
   * 2021 not on Whit Monday and the Day of German Unity (Frankfurter Wertpapierbörse, trading
   * calendars).
   */
  static List<Holiday> xetraHolidays() {
    List<Holiday> all = new ArrayList<>(targetClosingDays());
    all.add(Holiday.of("Whit Monday", easter(50)).until(2021));
    all.add(Holiday.of("Day of German Unity", fixed(OCTOBER, 3)).until(2021));
    all.add(Holiday.of("Christmas Eve", fixed(DECEMBER, 24)));
    all.add(Holiday.of("New Year's Eve", fixed(DECEMBER, 31)));
    return all;
  }

  /** Continuous trading on Xetra ends at 14:00 on the last trading day of the year. */
  static List<Holiday> xetraShortDays() {
    return List.of(
        Holiday.of("the last trading day of the year", fixed(DECEMBER, 30))
            .observed(Observance.PREVIOUS_FRIDAY));
  }
}
