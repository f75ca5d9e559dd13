package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.JsonObject;

/**
 * A record in its place in the chain, ready to be written.
 *
 * @param record the record
 * @param item all its attributes; they are computed once, for the hash and for the table
 */
public record ChainedRecord(ComplianceRecord record, JsonObject item) {

  /**
   * Chains an entry: {@code recordHash} follows from everything else.
   *
   * @param head the head of the trade's chain that the record follows
   */
  public static ChainedRecord of(TradeEntry entry, TradeHead head) {
    boolean unmatched = head.misses(entry);
    ChainLink open = new ChainLink(head.sequence() + 1, head.lastHash(), "");
    JsonObject attributes = RecordJson.attributes(new ComplianceRecord(entry, unmatched, open));
    String recordHash = RecordJson.hash(attributes);
    ChainLink link = new ChainLink(open.sequence(), open.previousHash(), recordHash);
    return new ChainedRecord(
        new ComplianceRecord(entry, unmatched, link), RecordJson.item(attributes, recordHash));
  }
}
