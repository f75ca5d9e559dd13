package io.tradeprocessing.common.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** On which day a holiday is kept whose date falls on a weekend. */
enum Observance {
  /** On no other day: the holiday is lost. */
  NONE(0, 0),

  /** A Sunday's on Monday; a Saturday's is lost. */
  SUNDAY_ON_MONDAY(0, 1),

  /** A Saturday's on Friday, a Sunday's on Monday. */
  NEAREST_WEEKDAY(-1, 1),

  NEXT_MONDAY(2, 1),

  PREVIOUS_FRIDAY(-1, -2),

  /** Two days later: two holidays in a row keep two weekdays in a row. */
  TWO_DAYS_LATER(2, 2);

  private final int fromSaturday;
  private final int fromSunday;

  Observance(int fromSaturday, int fromSunday) {
    this.fromSaturday = fromSaturday;
    this.fromSunday = fromSunday;
  }

  LocalDate observed(LocalDate date) {
    DayOfWeek weekday = date.getDayOfWeek();
    return switch (weekday) {
      case SATURDAY -> date.plusDays(fromSaturday);
      case SUNDAY -> date.plusDays(fromSunday);
      default -> date;
    };
  }
}
