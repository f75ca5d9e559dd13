package io.tradeprocessing.embeddedtable;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table of DynamoDB in this process. Its {@link #client} does what a store asks for, as DynamoDB
 * would: requests are done one after the other, each wholly or not at all, and a write is answered
 * when it is durable.
 *
 * <p>Throttling, conflicts of transactions and lost answers do not happen here; whoever wants them
 * wraps the client. A {@link Storage} that fails stops the table: requests throw {@link
 * StorageFailedException} from then on.
 */
public final class EmbeddedTable implements AutoCloseable {

  private final Storage storage;
  private final Committer committer;
  private final Writes writes;
  private final DynamoDbClient client;
  private final Runnable end;

  private EmbeddedTable(
      TableSchema schema, Storage storage, InstantSource clock, Executor writer, Runnable end) {
    this.storage = storage;
    this.end = end;
    this.committer = new Committer(storage, writer);
    this.writes = new Writes(schema, committer, clock);
    this.client = Client.of(writes, new Reads(schema, storage));
  }

  /**
   * A table over a map. Everything is done on the caller's thread, in the order of the calls, so
   * whatever uses it is as deterministic as its own order of calls.
   */
  public static EmbeddedTable inMemory(TableSchema schema) {
    return of(schema, new MapStorage(), InstantSource.system());
  }

  /**
   * A table over any storage, on the caller's thread.
   *
   * @param clock by which client request tokens are forgotten after ten minutes
   */
  public static EmbeddedTable of(TableSchema schema, Storage storage, InstantSource clock) {
    return new EmbeddedTable(schema, storage, clock, Runnable::run, () -> {});
  }

  /**
   * A table whose commits take their time: a thread of its own does them, and what comes meanwhile
   * is in the next one together.
   */
  public static EmbeddedTable grouping(TableSchema schema, Storage storage) {
    ExecutorService writer =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("embedded-table").factory());
    return new EmbeddedTable(schema, storage, InstantSource.system(), writer, writer::close);
  }

  /** Does the requests of this table; others it refuses with a sentence. Thread-safe. */
  public DynamoDbClient client() {
    return client;
  }

  /** Tells a listener of every commit from now on. */
  public void listen(CommitListener listener) {
    committer.listen(listener);
  }

  /** Puts an item whatever is there, as replication from another Region does. */
  public void apply(Map<String, AttributeValue> item) {
    writes.apply(item);
  }

  /** Deletes an item, if it is there. */
  public void remove(Map<String, AttributeValue> key) {
    writes.remove(key);
  }

  /** About how many items there are. */
  public long count() {
    return storage.count();
  }

  /** What was found damaged beside items that cannot be read, if anything. */
  public Optional<String> damage() {
    return storage.damage();
  }

  @Override
  public void close() {
    end.run();
    storage.close();
  }
}
