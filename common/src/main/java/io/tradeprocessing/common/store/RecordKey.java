package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventTime;

/**
 * The primary key of a record: it follows from the event alone, so that every delivery of one event
 * meets the same item.
 *
 * @param tradeId partition key {@code tradeId}: the trade's identifier, or {@link #INVALID_PREFIX}
 *     and 32 hexadecimal digits of the event's hash
 * @param time sort key {@code timestamp}
 */
public record RecordKey(String tradeId, EventTime time) {

  /** Starts the partition key of an event that has no usable identifier of its own. */
  public static final String INVALID_PREFIX = "invalid:";

  private static final int HASH_DIGITS = 32;

  /** The partition key of an event that has no usable identifier of its own. */
  public static String invalidTradeId(String eventHash) {
    return INVALID_PREFIX + eventHash.substring(0, HASH_DIGITS);
  }

  /** Sort key, in microseconds since 1970-01-01T00:00:00Z. */
  public long timestamp() {
    return time.microseconds();
  }

  @Override
  public String toString() {
    return tradeId + " @ " + time;
  }
}
