package io.tradeprocessing.common.store;

/**
 * Where a trade's chain no longer holds.
 *
 * @param tradeId partition key of the item
 * @param timestamp sort key of the item; 0 is the trade's head
 * @param flaw what kind of damage it is
 * @param message what was found, and what was expected
 */
public record Break(String tradeId, long timestamp, Flaw flaw, String message) {

  /** The kinds of damage that recomputing a trade can show. */
  public enum Flaw {
    /** An item that this code cannot have written. */
    UNREADABLE,
    /** A record's event, verdict or enrichment is not what its own hashes say. */
    CONTENT_CHANGED,
    /** Another attribute of a record is not what its {@code recordHash} says. */
    RECORD_CHANGED,
    /** A record that the next one, or the head, follows is not there. */
    RECORD_MISSING,
    /** Two records claim one place in the chain. */
    SEQUENCE_TAKEN_TWICE,
    /** A record is sound in itself but does not follow the one before it. */
    NOT_CHAINED,
    /** There are records but no head. */
    HEAD_MISSING,
    /** The head is not what the records add up to. */
    HEAD_CHANGED
  }
}
