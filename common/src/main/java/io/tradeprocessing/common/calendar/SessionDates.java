package io.tradeprocessing.common.calendar;

import io.tradeprocessing.common.reference.Venue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * The trade date of a trade: the date of its session, which on some venues begins the evening
 * before.
 *
 * <p>FIX TradeDate (75): absent, it is "the current day in local time at place of trade". A source
 * that trades overnight states it, and what it states counts.
 */
public final class SessionDates {

  private static final LocalTime CME_OPENS = LocalTime.of(17, 0);
  private static final LocalTime OVERNIGHT = LocalTime.of(20, 0);
  private static final LocalTime LATE_OVERNIGHT = LocalTime.of(21, 0);
  private static final LocalTime DAY = LocalTime.of(8, 0);
  private static final LocalTime END_OF_DAY = LocalTime.of(16, 0);

  private SessionDates() {}

  /**
   * The trade date; nothing where it is not known: off venue, and in night sessions whose dates we
   * have no source for.
   *
   * @param venue where the trade was executed
   * @param executedAt the trading time
   * @param tradingDate the session's date as the source states it
   */
  public static Optional<LocalDate> of(
      Venue venue, Instant executedAt, Optional<LocalDate> tradingDate) {
    if (tradingDate.isPresent()) {
      return tradingDate;
    }
    Optional<ZoneId> zone = venue.zone();
    if (zone.isEmpty()) {
      return Optional.empty();
    }
    return switch (venue.operatingMic()) {
      case "XCME", "XCBT", "XNYM" -> ofCmeGroup(executedAt);
      case "OCEA" -> ofNewYorkEvening(newYork(executedAt), OVERNIGHT);
      case "24EQ" -> of24X(newYork(executedAt));
      case "XCBO" ->
          venue.mic().equals("XCBO")
              ? ofNewYorkEvening(newYork(executedAt), OVERNIGHT)
              : Optional.of(venue.dateAt(executedAt));
      case "XJPX", "XHKF", "XASX" ->
          hasNightSession(venue.mic())
              ? ofDaySession(LocalDateTime.ofInstant(executedAt, zone.get()))
              : Optional.of(venue.dateAt(executedAt));
      default -> Optional.of(venue.dateAt(executedAt));
    };
  }

  /**
   * CME Group: from 17:00 Chicago to 16:00 of the next day, Sunday to Friday; what is executed on a
   * holiday, or on the evening before it, belongs to the next business day.
   *
   * <p>Sources: CME's holiday schedules. Labor Day 2003: Sunday evening and Monday are "for trade
   * date of Sept. 2" (mondovisione.com). Martin Luther King, Jr. Day 2006: "Sunday, Jan. 15, CME
   * Globex opens at 5:00 p.m. (for trade date of Tuesday, Jan. 17)" (CME press release,
   * 2006-01-10). Independence Day 2013: "resumes at 5:00 pm for trade date July 5"
   * (optionsthinktank.blogspot.com, 2013-06-28). Good Friday differs by product and year: unknown.
   */
  private static Optional<LocalDate> ofCmeGroup(Instant executedAt) {
    LocalDateTime time = LocalDateTime.ofInstant(executedAt, Zones.CHICAGO);
    boolean evening = !time.toLocalTime().isBefore(CME_OPENS);
    LocalDate date = evening ? time.toLocalDate().plusDays(1) : time.toLocalDate();
    if (Weekends.contains(date)) {
      // Friday evening to Sunday afternoon: no session
      return Optional.empty();
    }
    while (Weekends.contains(date) || NewYorkHolidays.contain(date)) {
      if (NewYorkHolidays.isGoodFriday(date)) {
        return Optional.empty();
      }
      date = date.plusDays(1);
    }
    return Optional.of(date);
  }

  /**
   * Overnight sessions of New York that end in the morning: from Sunday to Thursday evening, each
   * with the date on which it closes.
   *
   * <p>Sources: Blue Ocean, "How does Blue Ocean ATS handle trades around the ex-dividend date":
   * opened at 20:00 on 2025-02-10, trade date 2025-02-11. Cboe, global trading hours from 20:15:
   * CAT NMS Plan, announcements: "trading cycles will span multiple calendar days". Before a
   * holiday there is no rule that is known.
   *
   * @param opens the first time of the evening that belongs to the next date
   */
  private static Optional<LocalDate> ofNewYorkEvening(LocalDateTime time, LocalTime opens) {
    LocalDate date = time.toLocalDate();
    if (time.toLocalTime().isBefore(opens)) {
      return Optional.of(date);
    }
    LocalDate next = date.plusDays(1);
    return Weekends.contains(next) || NewYorkHolidays.contain(next)
        ? Optional.empty()
        : Optional.of(next);
  }

  /**
   * 24X: from 04:00 to 20:00 New York. Its filing for an overnight session: "trades executed
   * between 9:00 p.m. and 11:59 p.m. will be assigned the next trade date"
   * (equities.24exchange.com/international); whether it begins at 20:00 or 21:00 is open.
   */
  private static Optional<LocalDate> of24X(LocalDateTime time) {
    LocalTime local = time.toLocalTime();
    return !local.isBefore(OVERNIGHT) && local.isBefore(LATE_OVERNIGHT)
        ? Optional.empty()
        : ofNewYorkEvening(time, LATE_OVERNIGHT);
  }

  /** Derivatives markets with a night session whose date we have no source for. */
  private static boolean hasNightSession(String mic) {
    return switch (mic) {
      case "XOSE", "XHKF", "XSFE" -> true;
      default -> false;
    };
  }

  private static Optional<LocalDate> ofDaySession(LocalDateTime time) {
    LocalTime local = time.toLocalTime();
    return local.isBefore(DAY) || local.isAfter(END_OF_DAY)
        ? Optional.empty()
        : Optional.of(time.toLocalDate());
  }

  private static LocalDateTime newYork(Instant executedAt) {
    return LocalDateTime.ofInstant(executedAt, Zones.NEW_YORK);
  }

  /** Made when the first trade of such a venue comes. */
  private static final class Zones {
    static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  }

  /** The scheduled holidays of the New York exchanges, which CME Group observes too. */
  private static final class NewYorkHolidays {
    private static final int FIRST = 1998;
    private static final int LAST = 2031;

    private static final ByYear<Set<LocalDate>> DATES =
        new ByYear<>(FIRST, LAST) {
          @Override
          Set<LocalDate> workOut(int year) {
            return Set.copyOf(Holiday.weekdays(UnitedStates.exchangeHolidays(), year).keySet());
          }
        };

    static boolean contain(LocalDate date) {
      int year = date.getYear();
      return year >= FIRST && year <= LAST && DATES.get(year).contains(date);
    }

    static boolean isGoodFriday(LocalDate date) {
      return date.getDayOfWeek() == DayOfWeek.FRIDAY
          && date.equals(DateInYear.easterSunday(date.getYear()).minusDays(2));
    }
  }
}
