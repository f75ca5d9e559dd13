package io.tradeprocessing.common.trade;

import java.time.Instant;
import java.util.Optional;

/**
 * A time of an event, in UTC to the microsecond (the finest granularity of MiFID II RTS 25), after
 * the Unix epoch; {@link UtcTime} is how it is written.
 *
 * @param microseconds since 1970-01-01T00:00:00Z; above zero, because the store keeps sort key 0
 *     for the head of a trade's chain
 */
public record EventTime(long microseconds) implements Comparable<EventTime> {

  private static final int DECIMALS = 6;
  private static final long MICROS = 1_000_000;

  public EventTime {
    if (microseconds <= 0) {
      throw new IllegalArgumentException("not after 1970-01-01T00:00:00Z: " + microseconds + " us");
    }
  }

  /** Reads the ISO 8601 form; nothing for any other text, or a time not after the epoch. */
  public static Optional<EventTime> parse(String text) {
    Optional<Instant> time = UtcTime.parse(text, DECIMALS);
    return time.isPresent() ? Optional.of(of(time.get())) : Optional.empty();
  }

  /** The microsecond that a time lies in; its nanoseconds are dropped, not rounded. */
  static EventTime of(Instant time) {
    return new EventTime(time.getEpochSecond() * MICROS + time.getNano() / 1_000);
  }

  /** Whether this microsecond begins after a time. */
  public boolean isAfter(Instant time) {
    return microseconds
        > Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
  }

  public Instant instant() {
    return Instant.ofEpochSecond(microseconds / MICROS, microseconds % MICROS * 1_000);
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
