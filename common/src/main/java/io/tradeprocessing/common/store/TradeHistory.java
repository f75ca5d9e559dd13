package io.tradeprocessing.common.store;

import java.util.List;
import java.util.Optional;

/**
 * A trade's whole life.
 *
 * @param tradeId the partition key
 * @param head the head of its chain; nothing where the trade is unknown
 * @param records by event time
 * @param unreadable items that this code cannot have written
 */
public record TradeHistory(
    String tradeId,
    Optional<TradeHead> head,
    List<ComplianceRecord> records,
    List<UnreadableItem> unreadable) {

  public TradeHistory {
    records = List.copyOf(records);
    unreadable = List.copyOf(unreadable);
  }
}
