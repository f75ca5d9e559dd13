package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A day of the year on which something is closed, or closes early.
 *
 * @param name as its authority calls it
 * @param date where it falls
 * @param observance what happens on a weekend
 * @param since the first year
 * @param until the last year
 * @param moved to other dates in single years, by year
 */
record Holiday(
    String name,
    DateInYear date,
    Observance observance,
    int since,
    int until,
    Map<Integer, LocalDate> moved) {

  static Holiday of(String name, DateInYear date) {
    return new Holiday(name, date, Observance.NONE, Integer.MIN_VALUE, Integer.MAX_VALUE, Map.of());
  }

  /** A closing that no rule could know. */
  static Holiday once(String name, LocalDate date) {
    return of(name, DateInYear.fixed(date.getMonth(), date.getDayOfMonth()))
        .since(date.getYear())
        .until(date.getYear());
  }

  Holiday observed(Observance otherDay) {
    return new Holiday(name, date, otherDay, since, until, moved);
  }

  Holiday since(int year) {
    return new Holiday(name, date, observance, year, until, moved);
  }

  Holiday until(int year) {
    return new Holiday(name, date, observance, since, year, moved);
  }

  /** In the year of this date, the holiday is on it instead. */
  Holiday movedTo(LocalDate otherDate) {
    Map<Integer, LocalDate> all = new HashMap<>(moved);
    all.put(otherDate.getYear(), otherDate);
    return new Holiday(name, date, observance, since, until, Map.copyOf(all));
  }

  /**
   * The weekdays of all these holidays in a year, with the names. No holiday here is kept in
   * another year than its own.
   */
  static Map<LocalDate, String> weekdays(List<Holiday> holidays, int year) {
    Map<LocalDate, String> days = new HashMap<>();
    for (Holiday holiday : holidays) {
      if (year >= holiday.since && year <= holiday.until) {
        LocalDate day = holiday.in(year);
        if (!Weekends.contains(day)) {
          days.putIfAbsent(day, holiday.name);
        }
      }
    }
    return days;
  }

  private LocalDate in(int year) {
    LocalDate otherDate = moved.get(year);
    return otherDate != null ? otherDate : observance.observed(date.in(year));
  }
}
