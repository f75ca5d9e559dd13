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

  /**
   * The record as it would be written: with {@code recordHash} worked out from everything else.
   *
   * @param head the head of the trade's chain that it follows
   */
  static ComplianceRecord chain(TradeEntry entry, TradeHead head) {
    boolean unmatched = head.misses(entry);
    ChainLink open = new ChainLink(head.sequence() + 1, head.lastHash(), "");
    String recordHash = RecordCodec.hash(new ComplianceRecord(entry, unmatched, open));
    return new ComplianceRecord(
        entry, unmatched, new ChainLink(open.sequence(), open.previousHash(), recordHash));
  }

  public RecordKey key() {
    return entry.key();
  }

  /**
   * {@code recordHash} as the record's other attributes give it; its own, unless it was altered.
   */
  public String recomputedHash() {
    return RecordCodec.hash(this);
  }
}
