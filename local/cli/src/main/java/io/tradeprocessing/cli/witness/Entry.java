package io.tradeprocessing.cli.witness;

import io.tradeprocessing.common.store.Seen;
import java.util.SortedMap;

/**
 * What an archive or the table says of an item. Entries are small, so that those of many million
 * records can be sorted by trade on disk.
 */
sealed interface Entry {

  /** Partition key of the item. */
  String tradeId();

  /** Sort key of the item, as text. */
  String timestamp();

  /**
   * A change as an object has it.
   *
   * @param stream Region, table and label of the stream
   * @param sequenceNumber of the change in the stream
   * @param createdAt epoch second at which DynamoDB wrote the item
   * @param file where the object's name is
   * @param signed whether the object's signature is good
   */
  record Witnessed(
      String stream, String sequenceNumber, long createdAt, long file, boolean signed) {}

  /** A change that an archive has. */
  sealed interface Archived extends Entry {
    Witnessed by();
  }

  /**
   * An archived INSERT of a record.
   *
   * @param slot of the Region that wrote it
   * @param sequence in its chain; 0 where the item is not a record
   * @param previousHash empty for the first of a chain
   * @param recordHash as the record states it
   * @param intact whether the record's other attributes have this hash
   * @param seen of the other Regions' chains, by slot
   */
  record Inserted(
      String tradeId,
      String timestamp,
      int slot,
      long sequence,
      String previousHash,
      String recordHash,
      boolean intact,
      SortedMap<Integer, Seen> seen,
      Witnessed by)
      implements Archived {

    /** Whether this says the same of the record. */
    boolean isSame(Inserted other) {
      return intact == other.intact && recordHash.equals(other.recordHash);
    }
  }

  /**
   * An archived change of an item that nothing in the system changes.
   *
   * @param kind MODIFY or REMOVE
   * @param oldHash SHA-256 of the image before, as the object has it
   * @param newHash of the image after; empty for a REMOVE
   */
  record Tampered(
      String tradeId, String timestamp, String kind, String oldHash, String newHash, Witnessed by)
      implements Archived {}

  /**
   * A record of the table.
   *
   * @param region that wrote it
   * @param recordHash as the record states it
   * @param intact whether the record's other attributes have this hash
   * @param recordedAt epoch second; a forged one may be anything
   */
  record Recorded(
      String tradeId,
      String timestamp,
      String region,
      int slot,
      long sequence,
      String recordHash,
      boolean intact,
      long recordedAt)
      implements Entry {}

  /** An item of the table that is neither record nor head. */
  record Unreadable(String tradeId, String timestamp) implements Entry {}
}
