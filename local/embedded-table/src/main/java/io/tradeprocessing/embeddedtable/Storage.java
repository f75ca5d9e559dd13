package io.tradeprocessing.embeddedtable;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where the items of a table are. One batch is written at a time; what is read is what was
 * committed.
 *
 * <p>An item that cannot be read comes as its key and an attribute {@value #UNREADABLE} that says
 * why.
 *
 * <p>Every method throws {@link StorageFailedException} where the storage fails.
 */
public interface Storage extends AutoCloseable {

  /** The attribute, an S, of an item that cannot be read: the reason. */
  String UNREADABLE = "$unreadable";

  /** The committed item of a key. */
  Optional<Map<String, AttributeValue>> get(ItemKey key);

  /** Gives the items of one partition, in order, until the visitor has enough. */
  void query(Partition partition, Predicate<Map<String, AttributeValue>> visitor);

  /** Gives the items of a part of the table, in order, until the visitor has enough. */
  void scan(Part part, Predicate<Map<String, AttributeValue>> visitor);

  /** About how many items there are. */
  long count();

  /** What was found damaged beside items that cannot be read, if anything. */
  default Optional<String> damage() {
    return Optional.empty();
  }

  /** Begins to write. The next batch begins after this one is closed. */
  Batch begin();

  @Override
  void close();

  /** Writes that are kept together or not at all. */
  interface Batch extends AutoCloseable {

    /** The item of a key, with what this batch has written. */
    Optional<Map<String, AttributeValue>> get(ItemKey key);

    /** Puts an item in place of what is there. */
    void put(ItemKey key, Map<String, AttributeValue> item);

    /** Deletes an item, if it is there. */
    void delete(ItemKey key);

    /** Keeps what was written. Afterwards, whatever happens to this process, it is there. */
    void commit();

    /** Ends the batch. What was not committed is gone. */
    @Override
    void close();
  }

  /**
   * A part of a partition of the table, or of one of its indexes.
   *
   * @param index nothing for the table itself
   * @param key the partition's key, in the form in which keys sort
   * @param low the lowest sort key
   * @param high the highest sort key
   * @param after the item that the reading before this one ended with
   * @param forward from the lowest sort key to the highest
   */
  record Partition(
      Optional<TableSchema.Index> index,
      String key,
      Optional<Bound> low,
      Optional<Bound> high,
      Optional<Position> after,
      boolean forward) {}

  /** A bound of sort keys, in the form in which keys sort. */
  record Bound(String sort, boolean inclusive) {}

  /**
   * The place of an item in the table or in an index.
   *
   * @param sort its sort key there
   * @param key its key in the table
   */
  record Position(String sort, ItemKey key) {}

  /**
   * A part of the table.
   *
   * @param first of its buckets
   * @param end the bucket after its last
   * @param after the item that the reading before this one ended with
   */
  record Part(int first, int end, Optional<ItemKey> after) {}
}
