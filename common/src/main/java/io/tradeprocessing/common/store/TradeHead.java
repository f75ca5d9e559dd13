package io.tradeprocessing.common.store;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The head of a trade's chain in a Region: what the chain's next record has to follow, how much of
 * the other Regions' chains is known here, and where the trade stands by all of that.
 *
 * @param tradeId partition key
 * @param region that writes the chain; its slot makes the sort key
 * @param last the chain's last record; nothing where there is none
 * @param seen the other Regions' chains, by slot, as far as they were known
 * @param states by the accepted records of the chain and of what was seen
 */
public record TradeHead(
    String tradeId,
    Region region,
    Optional<Last> last,
    SortedMap<Integer, Seen> seen,
    TradeStates states)
    implements StoredItem {

  /**
   * The last record of a chain.
   *
   * @param recordedAt when it was recorded: what a replica lacks is in flight or lost, by its age
   */
  public record Last(long sequence, String hash, Instant recordedAt) {}

  public TradeHead {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
  }

  /** The head before the first record; it is not in the table. */
  public static TradeHead none(String tradeId, Region region) {
    return new TradeHead(
        tradeId, region, Optional.empty(), Collections.emptySortedMap(), TradeStates.NONE);
  }

  /** The key of the item. */
  public RecordKey key() {
    return new RecordKey(tradeId, SortKey.head(region.slot()));
  }

  /** Sequence of the last record; 0 where there is none. */
  public long sequence() {
    return last.map(Last::sequence).orElse(0L);
  }

  /** {@code recordHash} of the last record. */
  public Optional<String> lastHash() {
    return last.map(Last::hash);
  }

  /**
   * This head with what other Regions' heads know. What they have seen of a third chain counts too,
   * for their states have it in them.
   */
  public TradeHead seeing(List<TradeHead> others) {
    SortedMap<Integer, Seen> known = new TreeMap<>(seen);
    TradeStates joined = states;
    for (TradeHead other : others) {
      SortedMap<Integer, Seen> theirs = new TreeMap<>(other.seen);
      other.last.ifPresent(
          end -> theirs.put(other.region.slot(), new Seen(end.sequence(), end.hash())));
      theirs.remove(region.slot());
      known = Seen.join(known, theirs);
      joined = joined.join(other.states);
    }
    return new TradeHead(tradeId, region, last, known, joined);
  }

  /** The head once this record, which follows it, is written. */
  public TradeHead with(ComplianceRecord record) {
    Last next =
        new Last(
            record.link().sequence(),
            record.link().recordHash(),
            record.entry().provenance().recordedAt());
    return new TradeHead(
        tradeId, region, Optional.of(next), record.seen(), states.with(record.entry()));
  }
}
