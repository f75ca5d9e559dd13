package io.tradeprocessing.common.store;

/**
 * The result of an append.
 *
 * @param outcome whether this call wrote the record
 * @param record the record that is in the store: for a duplicate the first one
 * @param attempts transactions that were tried
 */
public record Appended(Outcome outcome, ComplianceRecord record, int attempts) {

  /** What an append did. */
  public enum Outcome {
    RECORDED,
    /** The same event was on record already; nothing was written. */
    DUPLICATE
  }
}
