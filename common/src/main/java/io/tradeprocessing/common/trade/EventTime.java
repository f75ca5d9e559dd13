package io.tradeprocessing.common.trade;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A time of an event: ISO 8601 in UTC, {@code YYYY-MM-DDThh:mm:ss[.ffffff]Z}, to the microsecond
 * (the finest granularity of MiFID II RTS 25), after the Unix epoch.
 *
 * @param microseconds since 1970-01-01T00:00:00Z; above zero, because the store keeps sort key 0
 *     for the head of a trade's chain
 */
public record EventTime(long microseconds) implements Comparable<EventTime> {

  private static final long MICROS = 1_000_000;
  private static final int SECONDS_LENGTH = "2026-01-12T14:30:00".length();

  public EventTime {
    if (microseconds <= 0) {
      throw new IllegalArgumentException("not after 1970-01-01T00:00:00Z: " + microseconds + " us");
    }
  }

  /** Reads the ISO 8601 form; nothing for any other text, or a time not after the epoch. */
  public static Optional<EventTime> parse(String text) {
    int length = text.length();
    if (length < SECONDS_LENGTH + 1
        || length > SECONDS_LENGTH + 8
        || text.charAt(length - 1) != 'Z'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return Optional.empty();
    }
    Optional<LocalDate> date = IsoDate.parseStart(text);
    int hour = IsoDate.digits(text, 11, 13);
    int minute = IsoDate.digits(text, 14, 16);
    int second = IsoDate.digits(text, 17, 19);
    int fraction = fraction(text, length);
    if (date.isEmpty()
        || (hour | minute | second | fraction) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return Optional.empty();
    }
    long epochDay = date.get().toEpochDay();
    long micros = (((epochDay * 24 + hour) * 60 + minute) * 60 + second) * MICROS + fraction;
    return micros > 0 ? Optional.of(new EventTime(micros)) : Optional.empty();
  }

  /** The microseconds of {@code .ffffff}, 0 where there is no fraction, -1 where it is not one. */
  private static int fraction(String text, int length) {
    int end = length - 1;
    if (end == SECONDS_LENGTH) {
      return 0;
    }
    if (text.charAt(SECONDS_LENGTH) != '.' || end == SECONDS_LENGTH + 1) {
      return -1;
    }
    int value = IsoDate.digits(text, SECONDS_LENGTH + 1, end);
    for (int i = end - SECONDS_LENGTH - 1; i < 6 && value > 0; i++) {
      value *= 10;
    }
    return value;
  }

  public Instant instant() {
    return Instant.ofEpochSecond(microseconds / MICROS, microseconds % MICROS * 1_000);
  }

  public LocalDateTime utc() {
    return LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
  }

  @Override
  public int compareTo(EventTime other) {
    return Long.compare(microseconds, other.microseconds);
  }

  /** The ISO 8601 form, with as many decimals as it needs in groups of three. */
  @Override
  public String toString() {
    return instant().toString();
  }
}
