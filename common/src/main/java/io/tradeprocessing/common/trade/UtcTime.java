package io.tradeprocessing.common.trade;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reads times as the contract writes them: ISO 8601 in UTC, {@code YYYY-MM-DDThh:mm:ss[.f]} and
 * {@code Z} or {@code +00:00}, after the Unix epoch. {@code -00:00} is refused: RFC 3339 gives it
 * the meaning that the offset is unknown.
 */
public final class UtcTime {

  private static final int SECONDS_LENGTH = "2026-01-12T14:30:00".length();
  private static final String OFFSET = "+00:00";
  private static final int NANOSECOND = 9;

  private UtcTime() {}

  /**
   * Reads a time with up to nine decimals of a second: a nanosecond is the finest that CAT takes
   * (CAT Reporting Technical Specifications), and finer than MiFID II RTS 25 asks for.
   */
  public static Optional<Instant> parse(String text) {
    return parse(text, NANOSECOND);
  }

  /** Reads a time with at most so many decimals, after the epoch by a microsecond or more. */
  static Optional<Instant> parse(String text, int decimals) {
    int end = end(text);
    if (end < SECONDS_LENGTH
        || end > SECONDS_LENGTH + 1 + decimals
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return Optional.empty();
    }
    Optional<LocalDate> date = IsoDate.parseStart(text);
    int hour = IsoDate.digits(text, 11, 13);
    int minute = IsoDate.digits(text, 14, 16);
    int second = IsoDate.digits(text, 17, 19);
    int nano = nano(text, end);
    if (date.isEmpty()
        || (hour | minute | second | nano) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return Optional.empty();
    }
    long epochSecond = ((date.get().toEpochDay() * 24 + hour) * 60 + minute) * 60 + second;
    return epochSecond > 0 || (epochSecond == 0 && nano >= 1_000)
        ? Optional.of(Instant.ofEpochSecond(epochSecond, nano))
        : Optional.empty();
  }

  /** Where the mark of UTC begins; -1 where there is none. */
  private static int end(String text) {
    if (text.endsWith("Z")) {
      return text.length() - 1;
    }
    return text.endsWith(OFFSET) ? text.length() - OFFSET.length() : -1;
  }

  /** The nanoseconds of {@code .f}, 0 where there is no fraction, -1 where it is not one. */
  private static int nano(String text, int end) {
    if (end == SECONDS_LENGTH) {
      return 0;
    }
    if (text.charAt(SECONDS_LENGTH) != '.' || end == SECONDS_LENGTH + 1) {
      return -1;
    }
    int value = IsoDate.digits(text, SECONDS_LENGTH + 1, end);
    for (int i = end - SECONDS_LENGTH - 1; i < NANOSECOND && value > 0; i++) {
      value *= 10;
    }
    return value;
  }
}
