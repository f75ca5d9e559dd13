package io.tradeprocessing.common.calendar;

import static io.tradeprocessing.common.calendar.DateInYear.easter;
import static io.tradeprocessing.common.calendar.DateInYear.fixed;
import static io.tradeprocessing.common.calendar.DateInYear.last;
import static io.tradeprocessing.common.calendar.DateInYear.nth;
import static java.time.DayOfWeek.MONDAY;
import static java.time.Month.AUGUST;
import static java.time.Month.DECEMBER;
import static java.time.Month.JANUARY;
import static java.time.Month.MAY;

import java.time.LocalDate;
import java.time.Month;
import java.util.List;

/** The bank holidays of England and Wales, which the London Stock Exchange and CREST keep. */
final class UnitedKingdom {

  private UnitedKingdom() {}

  /**
   * Banking and Financial Dealings Act 1971, Schedule 1, and royal proclamations under its section
   * 1, as GOV.UK publishes them: the substitute days for weekends, two holidays moved to
   * anniversaries, and three of their own.
   */
  static List<Holiday> bankHolidays() {
    return List.of(
        Holiday.of("New Year's Day", fixed(JANUARY, 1)).observed(Observance.NEXT_MONDAY),
        Holiday.of("Good Friday", easter(-2)),
        Holiday.of("Easter Monday", easter(1)),
        Holiday.of("Early May bank holiday", nth(1, MONDAY, MAY))
            // 75 years after VE Day
            .movedTo(LocalDate.of(2020, Month.MAY, 8)),
        Holiday.of("Spring bank holiday", last(MONDAY, MAY))
            // the weekend of the Platinum Jubilee
            .movedTo(LocalDate.of(2022, Month.JUNE, 2)),
        Holiday.of("Summer bank holiday", last(MONDAY, AUGUST)),
        Holiday.of("Christmas Day", fixed(DECEMBER, 25)).observed(Observance.TWO_DAYS_LATER),
        Holiday.of("Boxing Day", fixed(DECEMBER, 26)).observed(Observance.TWO_DAYS_LATER),
        Holiday.once("Platinum Jubilee bank holiday", LocalDate.of(2022, Month.JUNE, 3)),
        Holiday.once(
            "Bank holiday for the State Funeral of Queen Elizabeth II",
            LocalDate.of(2022, Month.SEPTEMBER, 19)),
        Holiday.once(
            "Bank holiday for the Coronation of King Charles III",
            LocalDate.of(2023, Month.MAY, 8)));
  }

  /**
   * The half days of the London Stock Exchange: the last trading days before Christmas and New Year
   * close at 12:30 (London Stock Exchange, business days).
   */
  static List<Holiday> halfDays() {
    return List.of(
        Holiday.of("Christmas Eve", fixed(DECEMBER, 24)).observed(Observance.PREVIOUS_FRIDAY),
        Holiday.of("New Year's Eve", fixed(DECEMBER, 31)).observed(Observance.PREVIOUS_FRIDAY));
  }
}
