package io.tradeprocessing.common.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a trade's chains no longer hold.
 *
 * @param tradeId partition key of the item
 * @param timestamp sort key of the item, as text
 * @param flaw what kind of damage it is
 * @param message what was found, and what was expected
 * @param absent the records that are not there, for RECORD_MISSING and NOT_ARRIVED
 */
public record Break(
    String tradeId, String timestamp, Flaw flaw, String message, Optional<Absent> absent) {

  /** The kinds of damage that recomputing a trade can show. */
  public enum Flaw {
    /** An item that this code cannot have written. */
    UNREADABLE,
    /** A record's event, verdict or enrichment is not what its own hashes say. */
    CONTENT_CHANGED,
    /** Another attribute of a record is not what its {@code recordHash}, or its content, says. */
    RECORD_CHANGED,
    /** Two records claim one place in a chain. */
    SEQUENCE_TAKEN_TWICE,
    /** A record is sound in itself but does not follow the one before it, or what it had seen. */
    NOT_CHAINED,
    /** A record of one Region has seen a record of another that is not the one that is here. */
    SEEN_DIFFERS,
    /** There are records of this Region but no head. */
    HEAD_MISSING,
    /** A head is not what the records add up to. */
    HEAD_CHANGED,
    /** A record of this Region that the next one, a head or another Region names is not there. */
    RECORD_MISSING,
    /**
     * A record of another Region that is named here is not here: it is in flight, or lost with its
     * Region.
     */
    NOT_ARRIVED
  }

  /**
   * Consecutive records of a chain that are not there.
   *
   * @param slot of the Region that wrote them
   * @param first sequence of the first
   * @param last sequence of the last
   * @param namedAt when the item that names them was written
   */
  public record Absent(int slot, long first, long last, Instant namedAt) {}

  /** Whether this is damage; what has not arrived may still come. */
  public boolean isDamage() {
    return flaw != Flaw.NOT_ARRIVED;
  }
}
