package io.tradeprocessing.common.reference;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A currency of ISO 4217.
 *
 * @param code the alphabetic code, for example {@code EUR}
 * @param minorUnits decimals of its minor unit, 0 to 4; empty for codes that have none, such as
 *     XAU, and for currencies withdrawn before anybody could trade in them here
 * @param firstDay first day of use, where it is known and not long past
 * @param lastDay last day of use; empty for a currency in use. The standard gives a month; where
 *     the day is not known from elsewhere it is the month's last
 * @param name the standard's name
 */
public record Currency(
    String code,
    Optional<Integer> minorUnits,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> lastDay,
    String name) {

  static Currency of(String[] cells) {
    return new Currency(
        cells[0], Cell.number(cells[1]), Cell.date(cells[2]), Cell.date(cells[3]), cells[4]);
  }

  /** Whether the currency is in use on a day, first and last day included. */
  public boolean liveOn(LocalDate day) {
    return !(firstDay.isPresent() && day.isBefore(firstDay.get())) && !expiredOn(day);
  }

  /** Whether the currency was withdrawn before a day. */
  public boolean expiredOn(LocalDate day) {
    return lastDay.isPresent() && day.isAfter(lastDay.get());
  }
}
