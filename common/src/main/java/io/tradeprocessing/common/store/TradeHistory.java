package io.tradeprocessing.common.store;

import java.util.List;

/**
 * A trade's whole life.
 *
 * @param tradeId the partition key
 * @param heads the heads of its chains, by slot; none where the trade is unknown
 * @param records by key
 * @param unreadable items that this code cannot have written
 */
public record TradeHistory(
    String tradeId,
    List<TradeHead> heads,
    List<ComplianceRecord> records,
    List<UnreadableItem> unreadable) {

  public TradeHistory {
    heads = List.copyOf(heads);
    records = List.copyOf(records);
    unreadable = List.copyOf(unreadable);
  }

  /** Whether nothing of the trade is on record. */
  public boolean isUnknown() {
    return heads.isEmpty() && records.isEmpty() && unreadable.isEmpty();
  }

  /** Where the trade stands by everything that is on record. */
  public TradeStates states() {
    TradeStates states = TradeStates.NONE;
    for (ComplianceRecord record : records) {
      states = states.with(record.entry());
    }
    return states;
  }
}
