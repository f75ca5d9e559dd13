package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.RecordTooLargeException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Groups of events of different trades: the table is the one that single appends leave. */
class TradeStoreGroupTest {

  private static final List<EventType> TYPES = List.of(EventType.values());

  private static final List<Fault> FAULTS = List.of(Fault.values());

  private static final Duration PLENTY = Duration.ofMinutes(1);

  private static TradeStore store(DynamoDbClient table, Random random) {
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(8), random, _ -> {});
    return new TradeStore(table, "trades", backoff);
  }

  private static SimulatedDynamoDb table() {
    return new SimulatedDynamoDb(() -> Fault.NONE);
  }

  private static List<Tried<Appended>> append(DynamoDbClient table, List<TradeEntry> entries) {
    return store(table, new Random(1)).append(entries, () -> PLENTY);
  }

  private static List<TradeEntry> firstEvents(int count) {
    return IntStream.range(0, count).mapToObj(i -> Entries.accepted("T" + i, 1)).toList();
  }

  private static List<Appended.Outcome> outcomes(List<Tried<Appended>> tried) {
    return tried.stream().map(each -> each.get().outcome()).toList();
  }

  @Test
  void aTransactionTakesTheFirstEventsOfFiftyTrades() {
    SimulatedDynamoDb table = table();

    assertThat(outcomes(append(table, firstEvents(50))))
        .containsOnly(Appended.Outcome.RECORDED)
        .hasSize(50);
    assertThat(table.calls()).isEqualTo(1);
    assertThat(append(table(), List.of())).isEmpty();
  }

  @Test
  void whatDoesNotFitIntoOneTransactionTakesSeveral() {
    SimulatedDynamoDb table = table();

    append(table, firstEvents(51));

    assertThat(table.calls()).isEqualTo(2);
    assertThat(table.items()).hasSize(102);
  }

  /** A re-run costs what single appends cost: one cancelled transaction for each record. */
  @Test
  void ofEventsThatAreAllOnRecordOneTransactionSaysSo() {
    SimulatedDynamoDb table = table();
    append(table, firstEvents(50));
    Map<String, Map<String, AttributeValue>> before = new HashMap<>(table.items());

    List<Tried<Appended>> again = append(table, firstEvents(50));

    assertThat(outcomes(again)).containsOnly(Appended.Outcome.DUPLICATE);
    assertThat(again)
        .extracting(each -> each.get().record().entry())
        .containsExactlyElementsOf(firstEvents(50));
    assertThat(table.calls()).isEqualTo(2);
    assertThat(table.items()).isEqualTo(before);
  }

  @Test
  void whatOthersCancelledSharesOneMoreTransaction() {
    SimulatedDynamoDb table = table();
    append(table, firstEvents(10));

    List<Tried<Appended>> appended = append(table, firstEvents(50));

    assertThat(outcomes(appended))
        .startsWith(Appended.Outcome.DUPLICATE)
        .endsWith(Appended.Outcome.RECORDED);
    assertThat(appended.getFirst().get().attempts()).isEqualTo(1);
    assertThat(appended.getLast().get().attempts()).isEqualTo(2);
    assertThat(table.calls()).isEqualTo(3);
    assertThat(table.items()).hasSize(100);
  }

  /** A busy group would otherwise be cancelled again and again. */
  @Test
  void whatOthersCancelledTwiceGoesOnAlone() {
    SimulatedDynamoDb[] shared = new SimulatedDynamoDb[1];
    AtomicInteger calls = new AtomicInteger();
    SimulatedDynamoDb table =
        new SimulatedDynamoDb(
            () -> {
              if (calls.incrementAndGet() == 3) {
                // Beside the group's second transaction somebody records two of its events.
                append(shared[0], firstEvents(3).subList(1, 3));
              }
              return Fault.NONE;
            });
    shared[0] = table;
    append(table, firstEvents(1));

    List<Tried<Appended>> appended = append(table, firstEvents(6));

    assertThat(appended)
        .extracting(each -> each.get().attempts())
        .containsExactly(1, 2, 2, 3, 3, 3);
    assertThat(table.calls()).as("two of others, two shared, and three alone").isEqualTo(7);
  }

  /** The NEW of a trade that has another event: the failed condition brings the head. */
  @Test
  void anEntryWithAnotherHeadGoesOnAlone() {
    SimulatedDynamoDb table = table();
    append(table, List.of(Entries.accepted("T3", 7)));

    assertThat(outcomes(append(table, firstEvents(5)))).containsOnly(Appended.Outcome.RECORDED);
    // The one before, the cancelled one, the four others, and the one that cancelled.
    assertThat(table.calls()).isEqualTo(4);
  }

  @Test
  void amendmentsShareATransactionToo() {
    SimulatedDynamoDb table = table();
    append(table, firstEvents(5));
    int before = table.calls();

    List<TradeEntry> corrections =
        IntStream.range(0, 5)
            .mapToObj(i -> Entries.accepted("T" + i, EventType.CORRECT, 2))
            .toList();

    assertThat(outcomes(append(table, corrections))).containsOnly(Appended.Outcome.RECORDED);
    assertThat(table.calls() - before).as("five heads and a transaction").isEqualTo(6);
  }

  @Test
  void entriesOfOneTradeShareNoTransaction() {
    SimulatedDynamoDb table = table();
    List<TradeEntry> entries = new ArrayList<>(firstEvents(3));
    entries.add(Entries.accepted("T1", EventType.CANCEL, 2));
    entries.add(Entries.accepted("T1", 1));

    List<Tried<Appended>> appended = append(table, entries);

    assertThat(appended).extracting(each -> each.get().record().entry()).isEqualTo(entries);
    TradeStore store = store(table, new Random(1));
    assertThat(ChainVerifier.breaks(store.history("T1"), "local")).isEmpty();
    assertThat(store.history("T1").records()).hasSize(2);
  }

  @Test
  void whatCannotBeWrittenFailsAlone() {
    SimulatedDynamoDb table = table();
    append(table, firstEvents(5));
    table.items().forEach((key, item) -> damage(key, item, table));
    List<TradeEntry> entries = new ArrayList<>(firstEvents(6));
    entries.add(large("T-large", 450 * 1024));

    List<Tried<Appended>> appended = append(table, entries);

    assertThat(failure(appended.get(2))).isInstanceOf(CorruptStoreException.class);
    assertThat(failure(appended.get(6))).isInstanceOf(RecordTooLargeException.class);
    assertThat(outcomes(List.of(appended.get(1), appended.get(5))))
        .containsExactly(Appended.Outcome.DUPLICATE, Appended.Outcome.RECORDED);
  }

  @Test
  void whereDynamoDbDoesNotAnswerEveryEntryFailsAndTheMessageSaysHowMany() {
    SimulatedDynamoDb table = new SimulatedDynamoDb(() -> Fault.BEFORE);

    List<Tried<Appended>> appended = append(table, firstEvents(3));

    assertThat(appended)
        .hasSize(3)
        .allSatisfy(
            each ->
                assertThat(failure(each))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("and 2 others"));
    assertThat(table.items()).isEmpty();
  }

  private static void damage(
      String key, Map<String, AttributeValue> item, SimulatedDynamoDb table) {
    if (key.startsWith("T2|1")) {
      Map<String, AttributeValue> damaged = new HashMap<>(item);
      damaged.remove("recordHash");
      table.items().put(key, damaged);
    }
  }

  private static RuntimeException failure(Tried<Appended> tried) {
    return switch (tried) {
      case Tried.Failed<Appended>(RuntimeException failure) -> failure;
      case Tried.Done<Appended> done -> throw new AssertionError(done);
    };
  }

  private static TradeEntry large(String trade, int bytes) {
    return Entries.of(
        "system1", trade, EventType.NEW, 1, 0, "€".repeat(bytes / 3), RecordStatus.ACCEPTED);
  }

  /** The size of the items of each transaction. */
  private static List<Long> transactions(List<TradeEntry> entries) {
    List<Long> sizes = new ArrayList<>();
    DynamoDbClient table =
        new DynamoDbClient() {
          @Override
          public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            sizes.add(
                request.transactItems().stream()
                    .mapToLong(write -> Items.size(write.put().item()))
                    .sum());
            return TransactWriteItemsResponse.builder().build();
          }

          @Override
          public String serviceName() {
            return "dynamodb";
          }

          @Override
          public void close() {}
        };
    assertThat(outcomes(append(table, entries))).containsOnly(Appended.Outcome.RECORDED);
    return sizes;
  }

  /** DynamoDB takes 4 MB. */
  @Test
  void noTransactionIsLargerThanDynamoDbTakes() {
    assertThat(transactions(IntStream.range(0, 25).mapToObj(i -> large("T" + i, 390_000)).toList()))
        .hasSize(4)
        .allMatch(size -> size < 4_000_000);
  }

  @Test
  void aTransactionIsFullToTheByte() {
    int left = (int) (TradeWriter.MAX_GROUP_SIZE - transactions(notes(0, 0)).getFirst());
    List<TradeEntry> twice = new ArrayList<>(notes(0, left));
    twice.addAll(notes(1, left));

    assertThat(transactions(twice))
        .containsExactly(TradeWriter.MAX_GROUP_SIZE, TradeWriter.MAX_GROUP_SIZE);
    assertThat(transactions(notes(0, left + 1))).hasSize(2);
  }

  /** Entries that hardly fit into a transaction, and some bytes more. */
  private static List<TradeEntry> notes(int group, int more) {
    int fit = 14;
    return IntStream.range(0, fit)
        .mapToObj(
            i ->
                Entries.of(
                    "system1",
                    "T%d-%02d".formatted(group, i),
                    EventType.NEW,
                    1,
                    0,
                    "x".repeat(248_500 + (i == fit - 1 ? more : 0)),
                    RecordStatus.ACCEPTED))
        .toList();
  }

  // --- Against single appends

  /** Events of some trades, in an order: amendments, rejected ones, repetitions, equal times. */
  private static Map<String, List<TradeEntry>> trades(int count, Random random) {
    Map<String, List<TradeEntry>> trades = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String trade = "T" + i;
      List<TradeEntry> events = new ArrayList<>();
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        boolean again = !events.isEmpty() && random.nextInt(4) == 0;
        String note = String.valueOf(random.nextInt(3));
        events.add(
            again
                ? events.get(random.nextInt(events.size()))
                : Entries.of(
                    random.nextInt(4) == 0 ? "system2" : "system1",
                    trade,
                    random.nextBoolean() ? EventType.NEW : TYPES.get(random.nextInt(TYPES.size())),
                    1 + random.nextInt(2),
                    random.nextInt(2),
                    note,
                    note.equals("2") ? RecordStatus.REJECTED : RecordStatus.ACCEPTED));
      }
      trades.put(trade, events);
    }
    return trades;
  }

  @Property(tries = 400)
  void groupsLeaveTheTableThatSingleAppendsLeave(
      @ForAll @IntRange(min = 1, max = 8) int count,
      @ForAll @IntRange(max = 60) int faultPercent,
      @ForAll long seed) {
    Random random = new Random(seed);
    Map<String, List<TradeEntry>> trades = trades(count, random);
    SimulatedDynamoDb alone = table();
    SimulatedDynamoDb grouped = new SimulatedDynamoDb(faults(random, faultPercent));
    TradeStore single = store(alone, random);
    TradeStore group = store(grouped, random);

    int rounds = trades.values().stream().mapToInt(List::size).max().orElseThrow();
    for (int round = 0; round < rounds; round++) {
      int at = round;
      List<TradeEntry> entries =
          new ArrayList<>(
              trades.values().stream()
                  .filter(events -> events.size() > at)
                  .map(events -> events.get(at))
                  .toList());
      Collections.shuffle(entries, random);
      List<Appended> expected =
          entries.stream().map(entry -> single.append(entry, () -> PLENTY)).toList();
      List<Appended> actual = untilAllAreRecorded(group, entries);

      assertThat(actual)
          .extracting(Appended::record)
          .isEqualTo(expected.stream().map(Appended::record).toList());
      if (faultPercent == 0) {
        assertThat(actual)
            .extracting(Appended::outcome)
            .isEqualTo(expected.stream().map(Appended::outcome).toList());
      }
    }
    assertThat(grouped.items()).isEqualTo(alone.items());
  }

  /** The group again with what failed, as a backfill does. */
  private static List<Appended> untilAllAreRecorded(TradeStore store, List<TradeEntry> entries) {
    Map<TradeEntry, Appended> appended = new HashMap<>();
    List<TradeEntry> open = entries;
    while (!open.isEmpty()) {
      List<TradeEntry> failed = new ArrayList<>();
      List<Tried<Appended>> tried = store.append(open, () -> PLENTY);
      for (int i = 0; i < open.size(); i++) {
        switch (tried.get(i)) {
          case Tried.Done<Appended>(Appended done) -> appended.put(open.get(i), done);
          case Tried.Failed<Appended>(RuntimeException failure) -> {
            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
            failed.add(open.get(i));
          }
        }
      }
      open = failed;
    }
    return entries.stream().map(entry -> Objects.requireNonNull(appended.get(entry))).toList();
  }

  private static Supplier<Fault> faults(Random random, int percent) {
    AtomicInteger left = new AtomicInteger(60);
    return () ->
        left.getAndDecrement() > 0 && random.nextInt(100) < percent
            ? FAULTS.get(random.nextInt(FAULTS.size()))
            : Fault.NONE;
  }

  /** A live writer records events of the same trades between the calls of a group. */
  @Property(tries = 400)
  void aWriterInBetweenLosesNothingEither(
      @ForAll @IntRange(min = 1, max = 6) int count,
      @ForAll @IntRange(max = 40) int faultPercent,
      @ForAll long seed) {
    Random random = new Random(seed);
    Map<String, List<TradeEntry>> trades = trades(count, random);
    List<TradeEntry> live = new ArrayList<>(trades.values().stream().map(List::getLast).toList());
    Collections.shuffle(live, random);
    Supplier<Fault> faults = faults(random, faultPercent);
    SimulatedDynamoDb[] shared = new SimulatedDynamoDb[1];
    boolean[] within = {false};
    SimulatedDynamoDb table =
        new SimulatedDynamoDb(
            () -> {
              synchronized (live) {
                if (!within[0] && !live.isEmpty() && random.nextInt(3) == 0) {
                  within[0] = true;
                  var _ = store(shared[0], random).append(live.removeLast(), () -> PLENTY);
                  within[0] = false;
                }
                return within[0] ? Fault.NONE : faults.get();
              }
            });
    shared[0] = table;
    TradeStore group = store(table, random);

    int rounds = trades.values().stream().mapToInt(List::size).max().orElseThrow();
    for (int round = 0; round < rounds; round++) {
      int at = round;
      List<TradeEntry> entries =
          trades.values().stream()
              .filter(events -> events.size() > at)
              .map(events -> events.get(at))
              .toList();
      assertThat(untilAllAreRecorded(group, entries))
          .extracting(appended -> appended.record().entry())
          .isEqualTo(entries);
    }

    TradeStore reader = store(table, random);
    trades.forEach(
        (trade, events) -> {
          assertThat(ChainVerifier.breaks(reader.history(trade), "local")).isEmpty();
          assertThat(reader.history(trade).records())
              .extracting(record -> record.entry())
              .containsExactlyInAnyOrderElementsOf(events.stream().distinct().toList());
        });
  }
}
