package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    return of(name, _ -> date).since(date.getYear()).until(date.getYear());
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
    Map<Integer, LocalDate> all = new TreeMap<>(moved);
    all.put(otherDate.getYear(), otherDate);
    return new Holiday(name, date, observance, since, until, Map.copyOf(all));
  }

  /** The weekdays of all these holidays from the first to the last year, with the names. */
  static Map<LocalDate, String> weekdays(List<Holiday> holidays, LocalDate first, LocalDate last) {
    Map<LocalDate, String> days = new TreeMap<>();
    for (Holiday holiday : holidays) {
      int end = Math.min(last.getYear(), holiday.until);
      for (int year = Math.max(first.getYear(), holiday.since); year <= end; year++) {
        LocalDate regular = holiday.observance.observed(holiday.date.in(year));
        LocalDate day = holiday.moved.getOrDefault(year, regular);
        if (!Weekends.contains(day)) {
          days.putIfAbsent(day, holiday.name);
        }
      }
    }
    return days;
  }
}
