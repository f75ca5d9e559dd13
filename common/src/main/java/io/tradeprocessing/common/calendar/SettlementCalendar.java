package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The days on which securities settle against one currency.
 *
 * <p>Thread-safe, and always the same. Not the trading calendar: see the package.
 */
public final class SettlementCalendar {

  private final String currency;
  private final LocalDate first;
  private final LocalDate last;
  private final ByYear<Set<LocalDate>> holidays;

  SettlementCalendar(String currency, LocalDate first, LocalDate last, List<Holiday> rules) {
    this.currency = currency;
    this.first = first;
    this.last = last;
    this.holidays =
        new ByYear<>(first.getYear(), last.getYear()) {
          @Override
          Set<LocalDate> workOut(int year) {
            return Set.copyOf(Holiday.weekdays(rules, year).keySet());
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
    return Weekends.contains(date) || holidays.get(date.getYear()).contains(date)
        ? SettlementDay.CLOSED
        : SettlementDay.OPEN;
  }

  /**
   * The n-th settlement day after a date, which itself need not be one; nothing where the calendar
   * does not cover all the days between.
   *
   * @throws IllegalArgumentException if n is below 1
   */
  public Optional<LocalDate> daysAfter(LocalDate date, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("settlement days after a date, at least 1: " + n);
    }
    if (day(date) == SettlementDay.UNKNOWN) {
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
