package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.MapStorage;
import io.tradeprocessing.embeddedtable.SqliteStorage;
import io.tradeprocessing.embeddedtable.Storage;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Sixty-four threads that write one trade in the tables of a laptop. */
class ConcurrentWritersTest {

  private static final int THREADS = 64;

  /** Three in four of the deliveries; the others bring an event again. */
  private static final int EVENTS = 48;

  private static final TableSchema SCHEMA = TableSchema.of(TradeTable.definition(LocalTable.TABLE));

  @TempDir private static Path folder;

  static Stream<Named<EmbeddedTable>> tables() {
    return Stream.of(
        Named.of("in a map", of(new MapStorage())),
        Named.of("in a temporary file", of(SqliteStorage.temporary(SCHEMA))),
        Named.of(
            "in a folder, many transactions a commit",
            EmbeddedTable.grouping(
                SCHEMA, SqliteStorage.durable(folder.resolve(LocalTable.DATABASE), SCHEMA))));
  }

  private static EmbeddedTable of(Storage storage) {
    return EmbeddedTable.of(SCHEMA, storage, InstantSource.system());
  }

  @ParameterizedTest
  @MethodSource("tables")
  @Timeout(60)
  void recordEachEventOfATradeOnceInOneChain(EmbeddedTable table) throws Exception {
    try (table) {
      Meeting client = new Meeting(table.client());
      TradeStore store =
          new TradeStore(
              client,
              LocalTable.TABLE,
              new Backoff(
                  Duration.ofMillis(1), Duration.ofMillis(20), new SecureRandom(), Thread::sleep));
      List<TradeEntry> events = IntStream.rangeClosed(1, EVENTS).mapToObj(i -> event(i)).toList();
      List<TradeEntry> deliveries =
          IntStream.range(0, THREADS).mapToObj(i -> events.get(i % EVENTS)).toList();

      List<Appended> results = appendAll(store, deliveries);

      assertThat(times(results.stream()))
          .as("each answer is about its own event")
          .isEqualTo(deliveries.stream().map(TradeEntry::time).toList());
      assertThat(
              times(
                  results.stream().filter(result -> result.outcome() == Appended.Outcome.RECORDED)))
          .as("one delivery of each event recorded it")
          .containsExactlyInAnyOrderElementsOf(events.stream().map(TradeEntry::time).toList());
      TradeHistory history = store.history("T1");
      assertThat(ChainVerifier.breaks(history, "local")).isEmpty();
      assertThat(history.records())
          .extracting(record -> record.entry())
          .as("in the order of time, whatever the order of the chain")
          .isEqualTo(events);
      TradeHead head = history.heads().getFirst();
      assertThat(head.sequence()).isEqualTo(EVENTS);
      assertThat(head.states().of("system1").status()).isEqualTo(TradeState.Status.CANCELLED);
      int lost = client.lost.get();
      assertThat(lost)
          .as("all meant to write the first record: all but one lost a race at least once")
          .isGreaterThanOrEqualTo(THREADS - 1);
      assertThat(results.stream().mapToInt(Appended::attempts).sum())
          .as("each lost race, and the one attempt that wrote each record")
          .isEqualTo(lost + EVENTS);
    }
  }

  private static List<EventTime> times(Stream<Appended> results) {
    return results.map(result -> result.record().entry().time()).toList();
  }

  private static List<Appended> appendAll(TradeStore store, List<TradeEntry> deliveries)
      throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Appended>> futures =
          executor.invokeAll(
              deliveries.stream()
                  .map(
                      entry ->
                          (Callable<Appended>)
                              () -> store.append(entry, () -> Duration.ofMinutes(1)))
                  .toList());
      List<Appended> results = new ArrayList<>();
      for (Future<Appended> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** The first is a NEW and the last a CANCEL; between them are corrections. */
  private static TradeEntry event(int time) {
    EventType type =
        time == 1 ? EventType.NEW : time == EVENTS ? EventType.CANCEL : EventType.CORRECT;
    JsonObject detail =
        JsonObject.builder()
            .put("tradeId", "T1")
            .put("eventType", type.name())
            .put("sourceSequence", time)
            .build();
    Content content =
        new Content(
            JsonObject.builder().put("detail", detail).build(),
            JsonObject.builder().put("valid", true).build(),
            JsonObject.empty());
    return new TradeEntry(
        "T1",
        new EventTime(time),
        "system1",
        time,
        RecordStatus.ACCEPTED,
        Optional.of(type),
        content,
        new Provenance("arn:execution", Optional.empty(), "1", Instant.EPOCH),
        Hashes.of(content));
  }

  /** Lets nobody write before all have read: the first writes of all threads come together. */
  private static final class Meeting implements DynamoDbClient {
    private final DynamoDbClient table;
    private final CyclicBarrier all = new CyclicBarrier(THREADS);
    private final ThreadLocal<Boolean> hasMet = ThreadLocal.withInitial(() -> false);
    private final AtomicInteger lost = new AtomicInteger();

    private Meeting(DynamoDbClient table) {
      this.table = table;
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      if (!hasMet.get()) {
        hasMet.set(true);
        meet();
      }
      try {
        return table.transactWriteItems(request);
      } catch (TransactionCanceledException e) {
        lost.incrementAndGet();
        throw e;
      }
    }

    private void meet() {
      try {
        all.await(30, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError("a thread did not come to its first write", e);
      }
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      return table.getItem(request);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      return table.query(request);
    }

    @Override
    public String serviceName() {
      return table.serviceName();
    }

    @Override
    public void close() {}
  }
}
