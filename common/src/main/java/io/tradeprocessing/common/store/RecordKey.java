package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventTime;

/**
 * The primary key of a record. It follows from the event and the Region alone, so every delivery of
 * an event in a Region meets the same item, and no other event does.
 *
 * @param tradeId partition key {@code tradeId}: the trade's identifier, or {@link #INVALID_PREFIX}
 *     and 32 hexadecimal digits of the event's hash
 * @param timestamp sort key {@code timestamp}
 */
public record RecordKey(String tradeId, SortKey timestamp) {

  /** Starts the partition key of an event without a usable identifier. */
  public static final String INVALID_PREFIX = "invalid:";

  private static final int HASH_DIGITS = 32;

  /** The partition key of an event without a usable identifier. */
  public static String invalidTradeId(String eventHash) {
    return INVALID_PREFIX + eventHash.substring(0, HASH_DIGITS);
  }

  /** When the event happened. */
  public EventTime time() {
    return timestamp.time();
  }

  @Override
  public String toString() {
    return tradeId + " at " + time();
  }
}
