package io.tradeprocessing.common.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;

/** How a holiday finds its date in a year, before weekends are looked at. */
@FunctionalInterface
interface DateInYear {

  LocalDate in(int year);

  static DateInYear fixed(Month month, int day) {
    return year -> LocalDate.of(year, month, day);
  }

  /** For example the third Monday of January. */
  static DateInYear nth(int ordinal, DayOfWeek weekday, Month month) {
    return year ->
        LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday));
  }

  static DateInYear last(DayOfWeek weekday, Month month) {
    return nth(-1, weekday, month);
  }

  /** Days from Easter Sunday: -2 is Good Friday, 1 Easter Monday, 50 Whit Monday. */
  static DateInYear easter(int days) {
    return year -> easterSunday(year).plusDays(days);
  }

  /**
   * Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher (J.
   * Meeus, Astronomical Algorithms, chapter 8).
   */
  static LocalDate easterSunday(int year) {
    int goldenNumber = year % 19;
    int century = year / 100;
    int yearOfCentury = year % 100;
    int lunarCorrection = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * goldenNumber + century - century / 4 - lunarCorrection + 15) % 30;
    int toSunday =
        (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
    int correction = (goldenNumber + 11 * epact + 22 * toSunday) / 451;
    int monthAndDay = epact + toSunday - 7 * correction + 114;
    return LocalDate.of(year, monthAndDay / 31, monthAndDay % 31 + 1);
  }
}
