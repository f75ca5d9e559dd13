package io.tradeprocessing.enricher;

import io.tradeprocessing.common.calendar.TradingCalendar;
import io.tradeprocessing.common.calendar.TradingCalendars;
import io.tradeprocessing.common.calendar.TradingDay;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * By when a trade must be reported. By the time of the trade, not by its trade date.
 *
 * <p>Where a deadline depends on what is unknown, the earliest one is given: which country's
 * authority receives a report, and its public holidays, which would only put a deadline off.
 */
final class ReportingDeadline {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  /** The westernmost and the easternmost time zone of the European Economic Area. */
  private static final ZoneId REYKJAVIK = ZoneId.of("Atlantic/Reykjavik");

  private static final ZoneId ATHENS = ZoneId.of("Europe/Athens");

  private static final LocalTime CAT_DAY_ENDS = LocalTime.of(16, 15);
  private static final LocalTime CAT_DEADLINE = LocalTime.of(8, 0);
  private static final LocalTime TRACE_OPENS = LocalTime.of(8, 0);
  private static final LocalTime TRACE_CLOSES = LocalTime.of(18, 15);
  private static final Duration TRACE_MINUTES = Duration.ofMinutes(15);

  /** Longer than any row of holidays and weekend days. */
  private static final int MAX_DAYS = 10;

  private ReportingDeadline() {}

  /** "No later than the close of the following working day": MiFIR Article 26(1), EMIR, SFTR. */
  static Instant nextWorkingDayInTheEea(Instant executedAt) {
    Instant west = closeOfNextWorkingDay(executedAt, REYKJAVIK);
    Instant east = closeOfNextWorkingDay(executedAt, ATHENS);
    return west.isBefore(east) ? west : east;
  }

  static Instant nextWorkingDayInTheUk(Instant executedAt) {
    return closeOfNextWorkingDay(executedAt, LONDON);
  }

  private static Instant closeOfNextWorkingDay(Instant executedAt, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(executedAt, zone).plusDays(1);
    while (isWeekend(day)) {
      day = day.plusDays(1);
    }
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  /**
   * 08:00 New York on the trading day after; a trading day of CAT ends at 16:15 (CAT NMS Plan,
   * catnmsplan.com/faq p15 and q21). Nothing beyond the calendar of the New York exchanges.
   */
  static Optional<Instant> ofCat(Instant executedAt) {
    LocalDateTime local = LocalDateTime.ofInstant(executedAt, NEW_YORK);
    LocalDate start =
        local.toLocalTime().isAfter(CAT_DAY_ENDS)
            ? local.toLocalDate().plusDays(1)
            : local.toLocalDate();
    return tradingDay(start)
        .flatMap(day -> tradingDay(day.plusDays(1)))
        .map(day -> day.atTime(CAT_DEADLINE).atZone(NEW_YORK).toInstant());
  }

  /** The first trading day on or after a date. */
  private static Optional<LocalDate> tradingDay(LocalDate from) {
    Optional<TradingCalendar> calendar = TradingCalendars.of("XNYS");
    for (int i = 0; calendar.isPresent() && i < MAX_DAYS; i++) {
      switch (calendar.get().day(from.plusDays(i))) {
        case TradingDay.Open _, TradingDay.EarlyClose _ -> {
          return Optional.of(from.plusDays(i));
        }
        case TradingDay.Closed _ -> {}
        case TradingDay.Unknown _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /**
   * 15 minutes after the trade (FINRA Rule 6730; the one minute approved on 2024-09-20 has no
   * effective date). Nothing outside of the hours of TRACE, when the next opening counts.
   */
  static Optional<Instant> ofTrace(Instant executedAt) {
    LocalDateTime local = LocalDateTime.ofInstant(executedAt, NEW_YORK);
    LocalTime time = local.toLocalTime();
    boolean open =
        !isWeekend(local.toLocalDate())
            && !time.isBefore(TRACE_OPENS)
            && time.isBefore(TRACE_CLOSES);
    return open ? Optional.of(executedAt.plus(TRACE_MINUTES)) : Optional.empty();
  }
}
