package io.tradeprocessing.common.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Saturday and Sunday: no market here trades or settles on them. */
final class Weekends {

  private Weekends() {}

  static boolean contains(LocalDate date) {
    return date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
  }
}
