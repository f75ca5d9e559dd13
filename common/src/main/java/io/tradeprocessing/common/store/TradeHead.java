package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventType;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The head of a trade's chain: what its next record has to follow, and where the trade stands.
 *
 * @param tradeId partition key; its sort key is 0
 * @param sequence of the last record; 0 where there is none
 * @param lastHash {@code recordHash} of the last record; nothing where there is none
 * @param states by source system. An identifier is its source's own, so two sources may use the
 *     same: they share the chain, but none can correct or cancel a trade of the other. Rejected
 *     events are chained and change no state.
 */
public record TradeHead(
    String tradeId, long sequence, Optional<String> lastHash, SortedMap<String, TradeState> states)
    implements StoredItem {

  public TradeHead {
    states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
  }

  /** The head before the first record; it is not in the table. */
  public static TradeHead none(String tradeId) {
    return new TradeHead(tradeId, 0, Optional.empty(), new TreeMap<>());
  }

  /**
   * Where a source's trade stands under this identifier; nothing before its first accepted event.
   */
  public Optional<TradeState> state(String sourceSystem) {
    return Optional.ofNullable(states.get(sourceSystem));
  }

  /** The head once this record, which follows it, is written. */
  public TradeHead with(ComplianceRecord record) {
    SortedMap<String, TradeState> next = new TreeMap<>(states);
    TradeEntry entry = record.entry();
    acceptedType(entry)
        .ifPresent(
            type -> next.put(entry.sourceSystem(), stateOf(entry).with(type, entry.key().time())));
    return new TradeHead(
        tradeId, record.link().sequence(), Optional.of(record.link().recordHash()), next);
  }

  /** Whether this accepted event finds no trade that it could correct or cancel. */
  boolean misses(TradeEntry entry) {
    return acceptedType(entry)
        .map(type -> stateOf(entry).misses(type, entry.key().time()))
        .orElse(false);
  }

  private TradeState stateOf(TradeEntry entry) {
    return states.getOrDefault(entry.sourceSystem(), TradeState.NONE);
  }

  private static Optional<EventType> acceptedType(TradeEntry entry) {
    return entry.status() == RecordStatus.ACCEPTED ? entry.eventType() : Optional.empty();
  }
}
