package io.tradeprocessing.backfill;

import io.tradeprocessing.common.hash.Sha256;
import java.util.Optional;

/**
 * Where a backfill keeps its plan, partitions, cursors and results: a bucket, or a folder in a
 * local run.
 */
public interface ObjectStore {

  /**
   * An object as it was read.
   *
   * @param tag changes with every write; opaque
   */
  @SuppressWarnings("ArrayRecordComponent") // read once and never compared
  record Stored(byte[] bytes, String tag) {}

  /**
   * Reads an object.
   *
   * @param key its path, such as {@code backfill/p1/plan.json}
   * @return nothing if there is none
   * @throws ObjectStoreUnavailableException if the store cannot be reached
   */
  Optional<Stored> get(String key);

  /**
   * The SHA-256 of an object's bytes, in hex.
   *
   * @return nothing if there is no object, or the store does not know
   * @throws ObjectStoreUnavailableException if the store cannot be reached
   */
  default Optional<String> sha256(String key) {
    return get(key).map(stored -> Sha256.hex(stored.bytes()));
  }

  /**
   * Writes an object, whatever is there.
   *
   * @throws ObjectStoreUnavailableException if the store cannot be reached
   */
  void put(String key, byte[] bytes);

  /**
   * Writes an object if it is as the writer knows it.
   *
   * @param known the tag of the object to replace; empty if there must be none
   * @return the new tag; nothing if the object is another one by now
   * @throws ObjectStoreUnavailableException if the store cannot be reached
   */
  Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known);
}
