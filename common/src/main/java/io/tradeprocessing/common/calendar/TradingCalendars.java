package io.tradeprocessing.common.calendar;

import io.tradeprocessing.common.calendar.TradingCalendar.Executions;
import io.tradeprocessing.common.reference.Venue;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.Optional;

/**
 * The exchanges whose sessions are known: XNYS, XNAS, XLON, XPAR and XETR, from 2018 to 2030, and
 * the markets that they operate.
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
   * @param mic the ISO 10383 code of the exchange itself; {@link #of(Venue)} knows its segments
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

  /**
   * The calendar of a venue: its own, or for a segment that of the exchange that operates it. The
   * days are the operator's. The hours of a segment are known only in New York, as far as that none
   * of the markets for shares there trades outside of 04:00 to 20:00.
   */
  public static Optional<TradingCalendar> of(Venue venue) {
    Optional<TradingCalendar> own = of(venue.mic());
    return own.isPresent()
        ? own
        : switch (venue.operatingMic()) {
          case "XNYS", "XNAS" -> Optional.of(NewYork.SEGMENTS);
          case "XLON" -> Optional.of(London.SEGMENTS);
          case "XPAR" -> Optional.of(Paris.SEGMENTS);
          case "XETR" -> Optional.of(Frankfurt.SEGMENTS);
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
            // NYSE, holidays and trading hours: crossing session to 18:30, to 13:30 after an early
            // close
            .executes(LocalTime.of(9, 30), LocalTime.of(18, 30), LocalTime.of(13, 30))
            .closedOn(UnitedStates.exchangeHolidays())
            .closedOn(UnitedStates.exchangeClosings())
            .closesAt(LocalTime.of(13, 0), UnitedStates.exchangeEarlyCloses())
            .build();
    // Nasdaq, trading hours: 04:00 to 20:00, to 17:00 after an early close; so are the longest
    // hours
    // of the NYSE's markets (NYSE, holidays and trading hours: late trading sessions)
    private static final Optional<Executions> EXTENDED =
        Executions.of(LocalTime.of(4, 0), LocalTime.of(20, 0), LocalTime.of(17, 0));
    static final TradingCalendar XNAS = XNYS.sameAs("XNAS", EXTENDED);
    static final TradingCalendar SEGMENTS = XNYS.sameAs("XNYS", EXTENDED);
  }

  private static final class London {
    static final TradingCalendar XLON =
        TradingCalendar.builder("XLON", "Europe/London")
            // GOV.UK lists the bank holidays of this year and the next
            .covers(FIRST, LAST, endOf(2027))
            .hours(LocalTime.of(8, 0), LocalTime.of(16, 30))
            // London Stock Exchange, business day: opening auction from 07:50, trade reporting to
            // 17:15; 45 minutes after an early close as well
            .executes(LocalTime.of(7, 50), LocalTime.of(17, 15), LocalTime.of(13, 15))
            .closedOn(UnitedKingdom.bankHolidays())
            .closesAt(LocalTime.of(12, 30), UnitedKingdom.halfDays())
            .build();
    static final TradingCalendar SEGMENTS = XLON.sameAs("XLON", Optional.empty());
  }

  private static final class Paris {
    static final TradingCalendar XPAR =
        TradingCalendar.builder("XPAR", "Europe/Paris")
            // Euronext announces one year at a time
            .covers(FIRST, LAST, endOf(2026))
            .hours(LocalTime.of(9, 0), LocalTime.of(17, 30))
            // Euronext, cash markets: trading at last to 17:40, ten minutes after the close; block
            // trades from 07:15 to 18:00
            .executes(LocalTime.of(7, 15), LocalTime.of(18, 0), LocalTime.of(14, 30))
            .closedOn(EuroArea.targetClosingDays())
            .closesAt(LocalTime.of(14, 5), EuroArea.parisHalfDays())
            .build();
    static final TradingCalendar SEGMENTS = XPAR.sameAs("XPAR", Optional.empty());
  }

  private static final class Frankfurt {
    static final TradingCalendar XETR =
        TradingCalendar.builder("XETR", "Europe/Berlin")
            // Deutsche Börse Cash Market, trading calendar 2024 to 2029
            .covers(FIRST, LAST, endOf(2029))
            .hours(LocalTime.of(9, 0), LocalTime.of(17, 30))
            // Deutsche Börse: extended trading of private investors from 08:00 to 22:00 since 2025
            .executes(LocalTime.of(8, 0), LocalTime.of(22, 0), LocalTime.of(15, 0))
            .closedOn(EuroArea.xetraHolidays())
            .closesAt(LocalTime.of(14, 0), EuroArea.xetraShortDays())
            .build();
    static final TradingCalendar SEGMENTS = XETR.sameAs("XETR", Optional.empty());
  }
}
