package io.tradeprocessing.common.store;

/**
 * A record of the compliance store; never changed once it is written.
 *
 * @param entry the event with its outcome
 * @param unmatched an accepted CORRECT or CANCEL that met no live trade of its source when it
 *     arrived
 * @param link its place in the trade's chain
 */
public record ComplianceRecord(TradeEntry entry, boolean unmatched, ChainLink link)
    implements StoredItem {

  public RecordKey key() {
    return entry.key();
  }

  /**
   * {@code recordHash} as the record's other attributes give it; its own, unless it was altered.
   */
  public String recomputedHash() {
    return RecordJson.hash(RecordJson.attributes(this));
  }
}
