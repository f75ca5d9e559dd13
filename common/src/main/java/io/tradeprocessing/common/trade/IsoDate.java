package io.tradeprocessing.common.trade;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Dates as ISO 8601 spells them: {@code YYYY-MM-DD}.
 *
 * <p>By hand, because {@link LocalDate#parse} also takes years of ten digits, tells a bad date by
 * an exception, and brings a formatter that costs a cold start five milliseconds.
 */
public final class IsoDate {

  private static final int LENGTH = "2026-01-12".length();

  private IsoDate() {}

  /** Reads a date; nothing for any other text, or a day that its month does not have. */
  public static Optional<LocalDate> parse(String text) {
    return text.length() == LENGTH ? parseStart(text) : Optional.empty();
  }

  /** Reads the first ten characters of a text that is at least as long. */
  static Optional<LocalDate> parseStart(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    boolean date =
        (year | month | day) >= 0
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && month >= 1
            && month <= 12
            && day >= 1
            // 28 is in every month, and most days are; the others have to be looked up
            && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    return date ? Optional.of(LocalDate.of(year, month, day)) : Optional.empty();
  }

  /** The number that digits spell, or -1 where there is anything else. */
  static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
