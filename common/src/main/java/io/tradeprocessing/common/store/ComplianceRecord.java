package io.tradeprocessing.common.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A record of the compliance store; never changed once it is written.
 *
 * @param key its primary key
 * @param entry the event with its outcome
 * @param region that wrote it
 * @param flags what was remarkable about the event when it arrived
 * @param seen the other Regions' chains of the trade, by slot, as far as they were known
 * @param link its place in the trade's chain in its Region
 */
public record ComplianceRecord(
    RecordKey key,
    TradeEntry entry,
    Region region,
    Flags flags,
    SortedMap<Integer, Seen> seen,
    ChainLink link)
    implements StoredItem {

  public ComplianceRecord {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
  }

  /** The record as it would be written after a head, but for its hash. */
  static ComplianceRecord open(TradeEntry entry, TradeHead head) {
    return new ComplianceRecord(
        entry.key(head.region()),
        entry,
        head.region(),
        Flags.of(entry.acceptedPlace(), head.states().of(entry.tradeSource())),
        head.seen(),
        new ChainLink(head.sequence() + 1, head.lastHash(), ""));
  }

  ComplianceRecord withHash(String recordHash) {
    return new ComplianceRecord(
        key,
        entry,
        region,
        flags,
        seen,
        new ChainLink(link.sequence(), link.previousHash(), recordHash));
  }

  /**
   * {@code recordHash} as the other attributes give it; the recorded one, unless it was altered.
   */
  public String recomputedHash() {
    return RecordJson.hash(RecordJson.attributes(this));
  }
}
