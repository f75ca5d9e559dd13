package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The days on which securities settle against one currency.
 *
 * <p>Thread-safe, and always the same. Not the trading calendar: see the package.
 */
public final class SettlementCalendar {

  private final String currency;
  private final LocalDate first;
  private final LocalDate last;
  private final ByYear<Map<LocalDate, SettlementDay>> exceptions;

  SettlementCalendar(String currency, LocalDate first, LocalDate last, List<Holiday> closed) {
    this(currency, first, last, closed, List.of());
  }

  /**
   * @param closed days without settlement
   * @param inDoubt days of which the sources disagree; one that is closed anyway is not in doubt
   */
  SettlementCalendar(
      String currency,
      LocalDate first,
      LocalDate last,
      List<Holiday> closed,
      List<Holiday> inDoubt) {
    this.currency = currency;
    this.first = first;
    this.last = last;
    this.exceptions =
        new ByYear<>(first.getYear(), last.getYear()) {
          @Override
          Map<LocalDate, SettlementDay> workOut(int year) {
            Map<LocalDate, SettlementDay> days = new HashMap<>();
            Holiday.weekdays(inDoubt, year)
                .keySet()
                .forEach(day -> days.put(day, SettlementDay.UNKNOWN));
            Holiday.weekdays(closed, year)
                .keySet()
                .forEach(day -> days.put(day, SettlementDay.CLOSED));
            return Map.copyOf(days);
          }
        };
  }

  /** The ISO 4217 code of the currency. */
  public String currency() {
    return currency;
  }

  /** The first date that the calendar covers. */
  public LocalDate first() {
    return first;
  }

  /** The last date that the calendar covers. */
  public LocalDate last() {
    return last;
  }

  public SettlementDay day(LocalDate date) {
    if (date.isBefore(first) || date.isAfter(last)) {
      return SettlementDay.UNKNOWN;
    }
    return Weekends.contains(date)
        ? SettlementDay.CLOSED
        : exceptions.get(date.getYear()).getOrDefault(date, SettlementDay.OPEN);
  }

  /**
   * The n-th settlement day after a date, which itself need not be one; nothing where the calendar
   * does not cover all the days between, or one of them is in doubt.
   *
   * @throws IllegalArgumentException if n is below 1
   */
  public Optional<LocalDate> daysAfter(LocalDate date, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("settlement days after a date, at least 1: " + n);
    }
    if (date.isBefore(first) || date.isAfter(last)) {
      return Optional.empty();
    }
    LocalDate day = date;
    for (int left = n; left > 0; ) {
      day = day.plusDays(1);
      switch (day(day)) {
        case OPEN -> left--;
        case CLOSED -> {}
        case UNKNOWN -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(day);
  }
}
