package io.tradeprocessing.common.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/** How a holiday finds its date in a year, before weekends are looked at. */
interface DateInYear {

  LocalDate in(int year);

  // Records and not lambdas: those cost a cold start more than the dates themselves.

  static DateInYear fixed(Month month, int day) {
    return new Fixed(month, day);
  }

  /** For example the third Monday of January. */
  static DateInYear nth(int ordinal, DayOfWeek weekday, Month month) {
    return new Nth(ordinal, weekday, month, 0);
  }

  /** The day after the n-th weekday of a month. */
  static DateInYear dayAfterNth(int ordinal, DayOfWeek weekday, Month month) {
    return new Nth(ordinal, weekday, month, 1);
  }

  static DateInYear last(DayOfWeek weekday, Month month) {
    return new Last(weekday, month);
  }

  /** The first such weekday on or after a day of a month. */
  static DateInYear onOrAfter(DayOfWeek weekday, Month month, int day) {
    return new OnOrAfter(weekday, month, day);
  }

  /** Days from Easter Sunday: -2 is Good Friday, 1 Easter Monday, 50 Whit Monday. */
  static DateInYear easter(int days) {
    return new Easter(days);
  }

  /** The day and month of a date. */
  record Fixed(Month month, int day) implements DateInYear {
    @Override
    public LocalDate in(int year) {
      return LocalDate.of(year, month, day);
    }
  }

  /** An n-th weekday, and days after it. */
  record Nth(int ordinal, DayOfWeek weekday, Month month, int after) implements DateInYear {
    @Override
    public LocalDate in(int year) {
      LocalDate first = LocalDate.of(year, month, 1);
      int toWeekday = Math.floorMod(weekday.getValue() - first.getDayOfWeek().getValue(), 7);
      return first.plusDays(toWeekday + 7L * (ordinal - 1) + after);
    }
  }

  /** The first such weekday on or after a day. */
  record OnOrAfter(DayOfWeek weekday, Month month, int day) implements DateInYear {
    @Override
    public LocalDate in(int year) {
      LocalDate first = LocalDate.of(year, month, day);
      return first.plusDays(Math.floorMod(weekday.getValue() - first.getDayOfWeek().getValue(), 7));
    }
  }

  /** The last such weekday. */
  record Last(DayOfWeek weekday, Month month) implements DateInYear {
    @Override
    public LocalDate in(int year) {
      LocalDate last = LocalDate.of(year, month, month.length(Year.isLeap(year)));
      int backToWeekday = Math.floorMod(last.getDayOfWeek().getValue() - weekday.getValue(), 7);
      return last.minusDays(backToWeekday);
    }
  }

  /** Days from Easter Sunday. */
  record Easter(int days) implements DateInYear {
    @Override
    public LocalDate in(int year) {
      return easterSunday(year).plusDays(days);
    }
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
