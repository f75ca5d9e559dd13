package io.tradeprocessing.common.calendar;

import java.time.LocalDate;
import java.time.LocalTime;

/**
 * What an exchange does on a date. Times are local to the exchange, from the start to the end of
 * continuous trading; the auctions before and after are not in them.
 */
public sealed interface TradingDay {

  /** A whole session. */
  record Open(LocalTime opens, LocalTime closes) implements TradingDay {}

  /**
   * A session that ends early.
   *
   * @param because the occasion, for example {@code Christmas Eve}
   */
  record EarlyClose(LocalTime opens, LocalTime closes, String because) implements TradingDay {}

  /**
   * No session.
   *
   * @param because the holiday or the day of the weekend, for example {@code Good Friday}
   */
  record Closed(String because) implements TradingDay {}

  /**
   * The calendar does not cover the date.
   *
   * @param first the first date that it covers
   * @param last the last date that it covers
   */
  record Unknown(LocalDate first, LocalDate last) implements TradingDay {}
}
