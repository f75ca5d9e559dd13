package io.tradeprocessing.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stands in for a global table with eventual consistency, which LocalStack does not have: copies
 * each item that changes in one table to the other after a lag of its own, so that items overtake
 * each other. Of several versions of an item the last wins.
 */
final class Replicator implements AutoCloseable {

  private static final Duration ROUND = Duration.ofMillis(400);
  private static final int SHORTEST_LAG_MILLIS = 200;
  private static final int LONGEST_LAG_MILLIS = 3_000;

  private final String table;
  private final List<Side> sides;
  private final Random random = new Random(1);
  private final Thread thread;
  private final PriorityQueue<Version> travelling =
      new PriorityQueue<>(Comparator.comparing(Version::due));
  private volatile boolean paused;
  private volatile boolean closed;
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private final Map<Key, Side> writers = new HashMap<>();
  private long versions;
  private final List<Key> writtenTwice = new ArrayList<>();

  /** Of an item. */
  private record Key(String tradeId, String timestamp) {
    static Key of(Map<String, AttributeValue> item) {
      return new Key(
          Objects.requireNonNull(item.get("tradeId")).s(),
          Objects.requireNonNull(item.get("timestamp")).n());
    }
  }

  /** A version of an item on its way to a table. */
  private record Version(
      Side to, Key key, Map<String, AttributeValue> item, long number, Instant due) {}

  /** A table, and what of it is known: every item's last version, and that version's number. */
  private static final class Side {
    final DynamoDbClient client;
    final Map<Key, Map<String, AttributeValue>> known = new HashMap<>();
    final Map<Key, Long> numbers = new HashMap<>();

    Side(DynamoDbClient client) {
      this.client = client;
    }
  }

  Replicator(String table, DynamoDbClient one, DynamoDbClient other) {
    this.table = table;
    this.sides = List.of(new Side(one), new Side(other));
    this.thread = Thread.ofVirtual().start(this::run);
  }

  /** Nothing arrives any more. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /** Whether everything has arrived that was written before this call. */
  synchronized boolean isSettled() {
    failure.ifPresent(
        problem -> {
          throw new AssertionError("replication has failed", problem);
        });
    look();
    return travelling.isEmpty();
  }

  /** Items that both Regions have written, which no item may be. */
  synchronized List<String> writtenTwice() {
    return writtenTwice.stream().map(Key::toString).toList();
  }

  private void run() {
    try {
      while (!closed) {
        synchronized (this) {
          look();
          if (!paused) {
            deliver();
          }
        }
        TimeUnit.MILLISECONDS.sleep(ROUND.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void look() {
    for (int i = 0; i < sides.size(); i++) {
      Side side = sides.get(i);
      Side other = sides.get(1 - i);
      for (Map<String, AttributeValue> item :
          side.client
              .scanPaginator(request -> request.tableName(table).consistentRead(true))
              .items()) {
        Key key = Key.of(item);
        if (!item.equals(side.known.get(key))) {
          if (!side.equals(writers.merge(key, side, (first, _) -> first))) {
            writtenTwice.add(key);
          }
          side.known.put(key, item);
          side.numbers.put(key, ++versions);
          travelling.add(new Version(other, key, item, versions, Instant.now().plus(lag())));
        }
      }
    }
  }

  private Duration lag() {
    return Duration.ofMillis(
        random.nextInt(LONGEST_LAG_MILLIS - SHORTEST_LAG_MILLIS) + SHORTEST_LAG_MILLIS);
  }

  private void deliver() {
    while (!travelling.isEmpty() && !travelling.peek().due().isAfter(Instant.now())) {
      Version version = travelling.remove();
      if (version.to().numbers.getOrDefault(version.key(), 0L) < version.number()) {
        version.to().client.putItem(request -> request.tableName(table).item(version.item()));
        version.to().known.put(version.key(), version.item());
        version.to().numbers.put(version.key(), version.number());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
