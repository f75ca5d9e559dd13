package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeStates;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Deliveries of a trade's events at once, with calls that fail before or after they took effect
 * (what a crash of the function looks like to the store), collisions, and retries of the whole
 * delivery as the workflow makes them. A few deliveries go through every interleaving of their
 * calls; many go through random ones.
 *
 * <p>Writers share nothing but the table, in one process as in many, and DynamoDB does each call at
 * once or not at all: an interleaving of calls is all that can happen.
 */
class TradeStoreInterleavingTest {

  private static final List<EventType> TYPES = List.of(EventType.values());

  private static final List<Fault> FAULTS = List.of(Fault.values());

  private static final Duration PLENTY = Duration.ofMinutes(1);

  /**
   * @param deliveries each with the type and the time of its event; an event that comes again is
   *     delivered again
   * @param faults calls that fail, in every way and at every place
   */
  @ParameterizedTest
  @CsvSource({
    "NEW-1 NEW-1, 2",
    "NEW-1 CORRECT-2, 2",
    "CORRECT-2 CORRECT-2, 2",
    "CORRECT-2 CANCEL-3, 2",
    "NEW-1 NEW-1 NEW-1, 0",
    "NEW-1 NEW-1 CANCEL-2, 0",
    "NEW-1 CORRECT-2 CANCEL-3, 0",
    "NEW-1 NEW-1 CORRECT-2, 1",
    "NEW-1 CORRECT-2 CANCEL-3, 1",
    "NEW-1 NEW-2 NEW-3 NEW-4, 0"
  })
  void noInterleavingLosesDoublesOrForksARecord(String deliveries, int faults) {
    assertThat(failure(deliveries(deliveries), faults, Defect.NONE)).isEmpty();
  }

  /** What a store could do wrong. An exploration that finds none of these would prove nothing. */
  enum Defect {
    NONE,
    /** The head is put whatever it is by now: two records follow one. */
    HEAD_UNCONDITIONAL,
    /** The record is put whatever is there: a delivery replaces what another recorded. */
    RECORD_UNCONDITIONAL,
    /** Record and head are two requests, between which others write. */
    NO_TRANSACTION,
    /** A call that failed is taken for one whose answer was lost. */
    FAILURE_TAKEN_FOR_SUCCESS
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void someInterleavingShowsAPlantedDefect(Defect defect) {
    int faults = defect == Defect.FAILURE_TAKEN_FOR_SUCCESS ? 1 : 0;
    List<TradeEntry> deliveries =
        deliveries(defect == Defect.RECORD_UNCONDITIONAL ? "NEW-1 NEW-1" : "NEW-1 CORRECT-2");

    assertThat(failure(deliveries, faults, defect)).isNotEmpty();
  }

  /** The first interleaving that goes wrong, to be repeated; empty if none does. */
  private static String failure(List<TradeEntry> deliveries, int faults, Defect defect) {
    EveryChoice choices = new EveryChoice();
    do {
      try {
        int[] left = {faults};
        run(
            deliveries,
            choices::below,
            () -> {
              Fault fault = left[0] > 0 ? FAULTS.get(choices.below(FAULTS.size())) : Fault.NONE;
              left[0] -= fault == Fault.NONE ? 0 : 1;
              return fault;
            },
            new Random(1),
            defect);
      } catch (AssertionError | RuntimeException e) {
        return choices + ": " + e;
      }
    } while (choices.next());
    return "";
  }

  @Property(tries = 400)
  void noRandomInterleavingOfManyDeliveriesDoesEither(
      @ForAll @IntRange(min = 1, max = 8) int events,
      @ForAll @IntRange(min = 1, max = 4) int copies,
      @ForAll @IntRange(max = 60) int faultPercent,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<TradeEntry> deliveries = new ArrayList<>();
    for (TradeEntry entry : entries(events, random)) {
      deliveries.addAll(Collections.nCopies(copies, entry));
    }
    Collections.shuffle(deliveries, random);
    int[] left = {200};

    run(
        deliveries,
        random::nextInt,
        () ->
            left[0]-- > 0 && random.nextInt(100) < faultPercent
                ? FAULTS.get(random.nextInt(FAULTS.size()))
                : Fault.NONE,
        random,
        Defect.NONE);
  }

  /** Makes the deliveries at once, and checks what they left. */
  private static void run(
      List<TradeEntry> deliveries,
      IntUnaryOperator order,
      Supplier<Fault> faults,
      Random random,
      Defect defect) {
    Turns turns = new Turns(order);
    SimulatedDynamoDb table =
        new SimulatedDynamoDb(
            () -> {
              turns.next();
              return faults.get();
            },
            put -> isUnconditional(put, defect));
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(8), random, _ -> {});
    TradeStore store = new TradeStore(client(table, defect), "trades", backoff);
    Map<String, Integer> recorded = new ConcurrentHashMap<>();

    turns.run(deliveries.stream().map(entry -> delivery(store, entry, recorded)).toList());

    List<TradeEntry> entries =
        new LinkedHashSet<>(deliveries)
            .stream().sorted(Comparator.comparing(TradeEntry::time)).toList();
    TradeHistory history = store.history("T1");
    assertThat(ChainVerifier.breaks(history, "local")).isEmpty();
    assertThat(history.records())
        .extracting(record -> record.entry())
        .containsExactlyInAnyOrderElementsOf(entries);
    assertThat(recorded.values()).allMatch(count -> count == 1);
    assertThat(history.heads().getFirst().states()).isEqualTo(statesInOrderOfTime(entries));
  }

  private static Runnable delivery(
      TradeStore store, TradeEntry entry, Map<String, Integer> recorded) {
    return () -> {
      while (true) {
        try {
          Appended appended = store.append(entry, () -> PLENTY);
          assertThat(appended.record().entry()).isEqualTo(entry);
          if (appended.outcome() == Appended.Outcome.RECORDED) {
            recorded.merge(entry.hashes().eventHash(), 1, Integer::sum);
          }
          return;
        } catch (StoreUnavailableException e) {
          // The workflow's Retry: the same input again.
        }
      }
    };
  }

  private static List<TradeEntry> deliveries(String events) {
    return List.of(events.split(" ", -1)).stream()
        .map(event -> List.of(event.split("-", -1)))
        .map(
            event ->
                Entries.accepted(
                    "T1", EventType.valueOf(event.getFirst()), Long.parseLong(event.getLast())))
        .toList();
  }

  private static List<TradeEntry> entries(int count, Random random) {
    List<TradeEntry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(
          Entries.of(
              random.nextInt(4) == 0 ? "system2" : "system1",
              "T1",
              TYPES.get(random.nextInt(TYPES.size())),
              i,
              random.nextInt(4) == 0 ? RecordStatus.REJECTED : RecordStatus.ACCEPTED));
    }
    return entries;
  }

  private static TradeStates statesInOrderOfTime(List<TradeEntry> entries) {
    TradeHead head = TradeHead.none("T1", Region.LOCAL);
    for (TradeEntry entry : entries) {
      head = head.with(ChainedRecord.of(entry, head).record());
    }
    return head.states();
  }

  // Defects

  private static boolean isUnconditional(Put put, Defect defect) {
    boolean isHead = Objects.requireNonNull(put.item().get("timestamp")).n().equals("0");
    return defect == (isHead ? Defect.HEAD_UNCONDITIONAL : Defect.RECORD_UNCONDITIONAL);
  }

  private static DynamoDbClient client(SimulatedDynamoDb table, Defect defect) {
    return switch (defect) {
      case NONE, HEAD_UNCONDITIONAL, RECORD_UNCONDITIONAL -> table;
      case NO_TRANSACTION -> new TwoRequests(table);
      case FAILURE_TAKEN_FOR_SUCCESS -> new Hopeful(table);
    };
  }

  /** Reads as the table does. */
  private abstract static class Defective implements DynamoDbClient {
    final SimulatedDynamoDb table;

    Defective(SimulatedDynamoDb table) {
      this.table = table;
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

  private static final class TwoRequests extends Defective {

    TwoRequests(SimulatedDynamoDb table) {
      super(table);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      var _ = table.transactWriteItems(only(request, 0));
      try {
        return table.transactWriteItems(only(request, 1));
      } catch (TransactionCanceledException e) {
        List<CancellationReason> reasons = new ArrayList<>(e.cancellationReasons());
        reasons.addFirst(CancellationReason.builder().code("None").build());
        throw e.toBuilder().cancellationReasons(reasons).build();
      }
    }

    private static TransactWriteItemsRequest only(TransactWriteItemsRequest request, int index) {
      return request.toBuilder().transactItems(request.transactItems().get(index)).build();
    }
  }

  private static final class Hopeful extends Defective {

    Hopeful(SimulatedDynamoDb table) {
      super(table);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      try {
        return table.transactWriteItems(request);
      } catch (SdkClientException e) {
        return TransactWriteItemsResponse.builder().build();
      }
    }
  }
}
