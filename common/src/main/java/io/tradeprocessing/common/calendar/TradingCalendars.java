package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.Optional;

/**
 * The exchanges whose sessions are known: XNYS, XNAS, XLON, XPAR and XETR, from 2018 to 2030.
 *
 * <p>Each is made when it is first asked for, so that a function pays for those that its trades
 * name.
 */
public final class TradingCalendars {

  /** The date of the newest source that the closings have been held against. */
  public static final LocalDate AS_OF = LocalDate.of(2026, Month.MARCH, 10);

  private static final LocalDate FIRST = LocalDate.of(2018, Month.JANUARY, 1);
  private static final LocalDate LAST = LocalDate.of(2030, Month.DECEMBER, 31);

  private TradingCalendars() {}

  /**
   * The calendar of an exchange; nothing for one that we have none for.
   *
   * @param mic the ISO 10383 code of the exchange itself, not of one of its segments
   */
  public static Optional<TradingCalendar> of(String mic) {
    return switch (mic) {
      case "XNYS" -> Optional.of(NewYork.XNYS);
      case "XNAS" -> Optional.of(NewYork.XNAS);
      case "XLON" -> Optional.of(London.XLON);
      case "XPAR" -> Optional.of(Paris.XPAR);
      case "XETR" -> Optional.of(Frankfurt.XETR);
      default -> Optional.empty();
    };
  }

  private static LocalDate endOf(int year) {
    return LocalDate.of(year, Month.DECEMBER, 31);
  }

  private static final class NewYork {
    static final TradingCalendar XNYS =
        TradingCalendar.builder("XNYS", "America/New_York")
            // NYSE Group, holidays and early closings of 2026, 2027 and 2028, 2025-12-23
            .covers(FIRST, LAST, endOf(2028))
            .hours(LocalTime.of(9, 30), LocalTime.of(16, 0))
            .closedOn(UnitedStates.exchangeHolidays())
            .closedOn(UnitedStates.exchangeClosings())
            .closesAt(LocalTime.of(13, 0), UnitedStates.exchangeEarlyCloses())
            .build();
    static final TradingCalendar XNAS = XNYS.sameAs("XNAS");
  }

  private static final class London {
    static final TradingCalendar XLON =
        TradingCalendar.builder("XLON", "Europe/London")
            // GOV.UK lists the bank holidays of this year and the next
            .covers(FIRST, LAST, endOf(2027))
            .hours(LocalTime.of(8, 0), LocalTime.of(16, 30))
            .closedOn(UnitedKingdom.bankHolidays())
            .closesAt(LocalTime.of(12, 30), UnitedKingdom.halfDays())
            .build();
  }

  private static final class Paris {
    static final TradingCalendar XPAR =
        TradingCalendar.builder("XPAR", "Europe/Paris")
            // Euronext announces one year at a time
            .covers(FIRST, LAST, endOf(2026))
            .hours(LocalTime.of(9, 0), LocalTime.of(17, 30))
            .closedOn(EuroArea.targetClosingDays())
            .closesAt(LocalTime.of(14, 5), EuroArea.parisHalfDays())
            .build();
  }

  private static final class Frankfurt {
    static final TradingCalendar XETR =
        TradingCalendar.builder("XETR", "Europe/Berlin")
            // Deutsche Börse Cash Market, trading calendar 2024 to 2029
            .covers(FIRST, LAST, endOf(2029))
            .hours(LocalTime.of(9, 0), LocalTime.of(17, 30))
            .closedOn(EuroArea.xetraHolidays())
            .closesAt(LocalTime.of(14, 0), EuroArea.xetraShortDays())
            .build();
  }
}
