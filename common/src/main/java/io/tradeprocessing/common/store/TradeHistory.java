package io.tradeprocessing.common.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** Events that are on record; one that two Regions recorded counts once. */
  public long events() {
    return events(records.stream());
  }

  /** Events that were accepted, at least in one Region. */
  public long acceptedEvents() {
    return events(
        records.stream().filter(record -> record.entry().status() == RecordStatus.ACCEPTED));
  }

  /** A re-send of an event without a time has another time, and is another event on record. */
  private static long events(Stream<ComplianceRecord> records) {
    return records
        .map(
            record ->
                List.of(
                    record.entry().sourceSystem(),
                    record.entry().hashes().eventHash(),
                    record.entry().time()))
        .distinct()
        .count();
  }

  /** The Region of a slot, by what is on record. */
  public Optional<Region> region(int slot) {
    return Stream.concat(
            heads.stream().map(TradeHead::region), records.stream().map(ComplianceRecord::region))
        .filter(region -> region.slot() == slot)
        .findFirst();
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
