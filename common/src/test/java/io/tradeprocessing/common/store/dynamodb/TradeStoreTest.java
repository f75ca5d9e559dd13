package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.trade.EventType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** The store on DynamoDB Local, in process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TradeStoreTest {

  /** DynamoDB Local's own, which would call home and leave a file in the working directory. */
  private static final boolean WITHOUT_TELEMETRY = true;

  private static final Duration PLENTY = Duration.ofMinutes(2);

  private final AmazonDynamoDBLocal dynamoDb = DynamoDBEmbedded.create(WITHOUT_TELEMETRY);
  private int tables;
  private String table = "";
  private TradeStore store = store("initial");

  @BeforeEach
  void emptyStore() {
    table = "TradeTable-" + ++tables;
    dynamoDb.dynamoDbClient().createTable(TradeTable.definition(table));
    store = store(table);
  }

  @AfterAll
  void stop() {
    dynamoDb.shutdown();
  }

  private TradeStore store(String name) {
    Backoff backoff =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), new SecureRandom(), Thread::sleep);
    return new TradeStore(dynamoDb.dynamoDbClient(), name, backoff);
  }

  private Appended append(TradeEntry entry) {
    return store.append(entry, () -> PLENTY);
  }

  @Test
  void returnsTheRecordThatItWrote() {
    Appended first = append(Entries.accepted("T1", 10));
    Appended second = append(Entries.accepted("T1", EventType.CANCEL, 5));

    assertThat(store.history("T1"))
        .isEqualTo(
            new TradeHistory(
                "T1",
                List.of(
                    TradeHead.none("T1", Region.LOCAL).with(first.record()).with(second.record())),
                List.of(second.record(), first.record()),
                List.of()));
    assertThat(second.record().link().previousHash()).contains(first.record().link().recordHash());
  }

  @Test
  void letsRejectedEventsIntoTheChainButNotIntoTheState() {
    append(Entries.accepted("T1", 1));
    append(Entries.rejected("T1", EventType.CANCEL, 2));

    TradeHead head = store.head("T1").orElseThrow();
    assertThat(head.sequence()).isEqualTo(2);
    assertThat(head.states().of("system1").status()).isEqualTo(TradeState.Status.ACTIVE);
  }

  @Test
  void flagsACorrectionOfARejectedTrade() {
    append(Entries.rejected("T1", EventType.NEW, 1));

    assertThat(append(Entries.accepted("T1", EventType.CORRECT, 2)).record().flags().unmatched())
        .isTrue();
  }

  @Test
  void letsNoSourceCancelTheTradeOfAnother() {
    append(Entries.accepted("T1", 1));
    Appended foreign =
        append(Entries.of("system2", "T1", EventType.CANCEL, 2, RecordStatus.ACCEPTED));

    TradeHead head = store.head("T1").orElseThrow();
    assertThat(foreign.record().flags().unmatched()).isTrue();
    assertThat(head.states().of("system1").status()).isEqualTo(TradeState.Status.ACTIVE);
    assertThat(head.states().bySource()).doesNotContainKey("system3");
  }

  @Test
  void doublesNoPositionWhenATradeIsCancelledAndBookedAgain() {
    append(Entries.accepted("T1", 1));
    append(Entries.accepted("T1", EventType.CANCEL, 2));
    append(Entries.accepted("T1", 3));

    assertThat(store.head("T1").orElseThrow().states().of("system1").terms())
        .isEqualTo(Entries.accepted("T1", 3).acceptedPlace());
  }

  @Test
  void knowsNothingOfATradeThatNeverArrived() {
    assertThat(store.head("T1")).isEmpty();
    assertThat(store.history("T1"))
        .isEqualTo(new TradeHistory("T1", List.of(), List.of(), List.of()));
  }

  @Test
  void leavesOneUnbrokenChainWhenSixtyFourThreadsWriteOneTrade() throws Exception {
    List<TradeEntry> entries =
        LongStream.rangeClosed(1, 64).mapToObj(i -> Entries.accepted("T1", i)).toList();

    List<Appended> results = appendAll(64, entries);

    assertThat(results).allMatch(result -> result.outcome() == Appended.Outcome.RECORDED);
    TradeHistory history = store.history("T1");
    assertThat(history.records()).hasSize(64);
    assertThat(history.heads().getFirst().sequence()).isEqualTo(64);
    assertThat(ChainVerifier.breaks(history, "local")).isEmpty();
  }

  @Test
  void leavesOneRecordAnEventAfterAThousandRedeliveriesByEightThreads() throws Exception {
    List<TradeEntry> deliveries = Entries.redeliveries(1_000, new Random(1));

    List<Appended> results = appendAll(8, deliveries);

    assertThat(results)
        .filteredOn(result -> result.outcome() == Appended.Outcome.RECORDED)
        .hasSize(100);
    for (int i = 0; i < 20; i++) {
      TradeHistory history = store.history("T" + i);
      assertThat(history.records()).hasSize(5);
      assertThat(ChainVerifier.breaks(history, "local")).isEmpty();
    }
  }

  private List<Appended> appendAll(int threads, List<TradeEntry> entries) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Appended>> futures =
          executor.invokeAll(
              entries.stream().map(entry -> (Callable<Appended>) () -> append(entry)).toList());
      List<Appended> results = new ArrayList<>();
      for (Future<Appended> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  void pagesThroughASourcesRecordsByTimeWithoutTheHeads() {
    List<TradeEntry> entries = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      entries.add(Entries.accepted("T" + i, i));
    }
    Collections.shuffle(entries, new Random(1));
    entries.forEach(this::append);
    append(Entries.of("system2", "T9", EventType.NEW, 3, RecordStatus.ACCEPTED));

    List<Long> times = new ArrayList<>();
    Optional<Cursor> next = Optional.empty();
    do {
      SourcePage page = store.bySource("system1", 2, 7, next, 2);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(2);
      store
          .read(page)
          .forEach(item -> times.add(((ComplianceRecord) item).entry().time().microseconds()));
      next = page.next();
    } while (next.isPresent());

    assertThat(times).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void scansEveryItemOnceInSegmentsAndPages() {
    for (int i = 1; i <= 9; i++) {
      append(Entries.accepted("T" + i, i));
    }

    List<StoredItem> items = new ArrayList<>();
    for (int segment = 0; segment < 3; segment++) {
      Optional<Cursor> next = Optional.empty();
      do {
        Page page = store.scan(segment, 3, next, 4);
        items.addAll(page.items());
        next = page.next();
      } while (next.isPresent());
    }

    assertThat(items).hasSize(18).doesNotHaveDuplicates();
    assertThat(items).filteredOn(item -> item instanceof TradeHead).hasSize(9);
  }

  @Test
  void appendsNothingToAHeadThatSomebodyDamaged() {
    append(Entries.accepted("T1", 1));
    overwrite(Map.of("tradeId", text("T1"), "timestamp", AttributeValue.fromN("0")));

    assertThatThrownBy(() -> append(Entries.accepted("T1", 2)))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("attribute states is not a map");
    assertThatThrownBy(() -> append(Entries.accepted("T1", EventType.CANCEL, 2)))
        .isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void callsNoRecordThatSomebodyDamagedADuplicate() {
    Appended first = append(Entries.accepted("T1", 1));
    overwrite(
        Map.of("tradeId", text("T1"), "timestamp", Items.number(first.record().key().timestamp())));

    assertThatThrownBy(() -> append(Entries.accepted("T1", 1)))
        .isInstanceOf(CorruptStoreException.class);
    assertThat(store.history("T1").unreadable()).hasSize(1);
  }

  @Test
  void saysThatTheTableIsMissing() {
    assertThatThrownBy(() -> store("no-such-table").append(Entries.accepted("T1", 1), () -> PLENTY))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThatThrownBy(() -> store("no-such-table").history("T1"))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThatThrownBy(() -> store("no-such-table").scan(0, 1, Optional.empty(), 1))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThatThrownBy(() -> store("no-such-table").bySource("system1", 1, 2, Optional.empty(), 1))
        .isInstanceOf(StoreMisconfiguredException.class);
  }

  private void overwrite(Map<String, AttributeValue> item) {
    dynamoDb.dynamoDbClient().putItem(put -> put.tableName(table).item(item));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }
}
