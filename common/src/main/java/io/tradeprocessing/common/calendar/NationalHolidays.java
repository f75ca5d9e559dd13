package io.tradeprocessing.common.calendar;

import static io.tradeprocessing.common.calendar.DateInYear.easter;
import static io.tradeprocessing.common.calendar.DateInYear.fixed;
import static io.tradeprocessing.common.calendar.DateInYear.onOrAfter;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.Month.AUGUST;
import static java.time.Month.DECEMBER;
import static java.time.Month.JANUARY;
import static java.time.Month.JUNE;
import static java.time.Month.MAY;

import java.util.ArrayList;
import java.util.List;

/**
 * The weekdays on which nothing settles in Sweden, Denmark, Norway, Finland and Switzerland.
 *
 * <p>Sources: the calendars of Nasdaq Nordic, Oslo Børs and SIX Swiss Exchange as {@code
 * exchange_calendars} has them, and those of the banks as QuantLib has them. Where the two differ,
 * the day is in doubt, and a settlement date that depends on it is not given; a test compares every
 * day from 2014 to 2031. No holiday moves from a weekend.
 */
final class NationalHolidays {

  private static final Holiday NEW_YEARS_DAY = Holiday.of("New Year's Day", fixed(JANUARY, 1));
  private static final Holiday EPIPHANY = Holiday.of("Epiphany", fixed(JANUARY, 6));
  private static final Holiday MAUNDY_THURSDAY = Holiday.of("Maundy Thursday", easter(-3));
  private static final Holiday GOOD_FRIDAY = Holiday.of("Good Friday", easter(-2));
  private static final Holiday EASTER_MONDAY = Holiday.of("Easter Monday", easter(1));
  private static final Holiday ASCENSION = Holiday.of("Ascension Day", easter(39));
  private static final Holiday WHIT_MONDAY = Holiday.of("Whit Monday", easter(50));
  private static final Holiday MAY_DAY = Holiday.of("1 May", fixed(MAY, 1));
  private static final Holiday MIDSUMMER_EVE =
      Holiday.of("Midsummer Eve", onOrAfter(FRIDAY, JUNE, 19));
  private static final Holiday CHRISTMAS_EVE = Holiday.of("Christmas Eve", fixed(DECEMBER, 24));
  private static final Holiday CHRISTMAS_DAY = Holiday.of("Christmas Day", fixed(DECEMBER, 25));
  private static final Holiday BOXING_DAY = Holiday.of("26 December", fixed(DECEMBER, 26));
  private static final Holiday NEW_YEARS_EVE = Holiday.of("New Year's Eve", fixed(DECEMBER, 31));

  private NationalHolidays() {}

  static List<Holiday> ofSweden() {
    return List.of(
        NEW_YEARS_DAY,
        EPIPHANY,
        GOOD_FRIDAY,
        EASTER_MONDAY,
        MAY_DAY,
        ASCENSION,
        Holiday.of("National Day", fixed(JUNE, 6)),
        MIDSUMMER_EVE,
        CHRISTMAS_EVE,
        CHRISTMAS_DAY,
        BOXING_DAY,
        NEW_YEARS_EVE);
  }

  /** General Prayer Day was a holiday until 2023. */
  static List<Holiday> ofDenmark() {
    return List.of(
        NEW_YEARS_DAY,
        MAUNDY_THURSDAY,
        GOOD_FRIDAY,
        EASTER_MONDAY,
        Holiday.of("General Prayer Day", easter(26)).until(2023),
        ASCENSION,
        Holiday.of("the day after Ascension Day", easter(40)),
        WHIT_MONDAY,
        Holiday.of("Constitution Day", fixed(JUNE, 5)),
        CHRISTMAS_EVE,
        CHRISTMAS_DAY,
        BOXING_DAY,
        NEW_YEARS_EVE);
  }

  static List<Holiday> ofNorway() {
    return List.of(
        NEW_YEARS_DAY,
        MAUNDY_THURSDAY,
        GOOD_FRIDAY,
        EASTER_MONDAY,
        MAY_DAY,
        Holiday.of("Constitution Day", fixed(MAY, 17)),
        ASCENSION,
        WHIT_MONDAY,
        CHRISTMAS_EVE,
        CHRISTMAS_DAY,
        BOXING_DAY);
  }

  /** The exchange is closed, the banks are not. */
  static List<Holiday> inDoubtInNorway() {
    return List.of(NEW_YEARS_EVE);
  }

  /** Besides the closing days of T2: Finnish securities settle against euro. */
  static List<Holiday> inDoubtInFinland() {
    return List.of(
        EPIPHANY,
        ASCENSION,
        MIDSUMMER_EVE,
        Holiday.of("Independence Day", fixed(DECEMBER, 6)),
        CHRISTMAS_EVE,
        NEW_YEARS_EVE);
  }

  static List<Holiday> ofSwitzerland() {
    List<Holiday> all = new ArrayList<>(List.of(NEW_YEARS_DAY, GOOD_FRIDAY, EASTER_MONDAY));
    all.add(Holiday.of("Berchtold's Day", fixed(JANUARY, 2)));
    all.addAll(List.of(MAY_DAY, ASCENSION, WHIT_MONDAY, CHRISTMAS_DAY, BOXING_DAY));
    all.add(Holiday.of("National Day", fixed(AUGUST, 1)));
    return List.copyOf(all);
  }

  /** The exchange is closed, the banks are not. */
  static List<Holiday> inDoubtInSwitzerland() {
    return List.of(CHRISTMAS_EVE, NEW_YEARS_EVE);
  }
}
