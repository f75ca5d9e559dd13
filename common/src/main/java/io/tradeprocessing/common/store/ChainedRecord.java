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
   * Chains an entry: everything else follows from the head.
   *
   * @param head the head of the chain that the record follows, with what its Region knows of others
   */
  public static ChainedRecord of(TradeEntry entry, TradeHead head) {
    ComplianceRecord open = ComplianceRecord.open(entry, head);
    JsonObject attributes = RecordJson.attributes(open);
    String recordHash = RecordJson.hash(attributes);
    return new ChainedRecord(open.withHash(recordHash), RecordJson.item(attributes, recordHash));
  }
}
