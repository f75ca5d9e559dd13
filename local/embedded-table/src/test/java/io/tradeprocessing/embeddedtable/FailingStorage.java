package io.tradeprocessing.embeddedtable;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A storage that fails when it is told to. */
final class FailingStorage implements Storage {

  private final Storage storage;
  private int puts;
  private int commits;
  private int failingPut;
  private int failingCommit;

  FailingStorage(Storage storage) {
    this.storage = storage;
  }

  /** Counted from now. */
  void failAtPut(int number) {
    failingPut = puts + number;
  }

  /** Counted from now. */
  void failAtCommit(int number) {
    failingCommit = commits + number;
  }

  @Override
  public Optional<Map<String, AttributeValue>> get(ItemKey key) {
    return storage.get(key);
  }

  @Override
  public void query(Partition partition, Predicate<Map<String, AttributeValue>> visitor) {
    storage.query(partition, visitor);
  }

  @Override
  public void scan(Part part, Predicate<Map<String, AttributeValue>> visitor) {
    storage.scan(part, visitor);
  }

  @Override
  public long count() {
    return storage.count();
  }

  @Override
  public Batch begin() {
    Batch batch = storage.begin();
    return new Batch() {
      @Override
      public Optional<Map<String, AttributeValue>> get(ItemKey key) {
        return batch.get(key);
      }

      @Override
      public void put(ItemKey key, Map<String, AttributeValue> item) {
        if (++puts == failingPut) {
          throw new StorageFailedException(
              StorageFailedException.Reason.FULL, "no write", new IOException("planned"));
        }
        batch.put(key, item);
      }

      @Override
      public void delete(ItemKey key) {
        batch.delete(key);
      }

      @Override
      public void commit() {
        if (++commits == failingCommit) {
          throw new StorageFailedException(
              StorageFailedException.Reason.FULL, "no commit", new IOException("planned"));
        }
        batch.commit();
      }

      @Override
      public void close() {
        batch.close();
      }
    };
  }

  @Override
  public void close() {
    storage.close();
  }
}
