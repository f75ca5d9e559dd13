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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Many deliveries of a trade's events at once, in random interleavings of their calls, with calls
 * that fail before or after they took effect (what a crash of the function looks like to the
 * store), collisions, and retries of the whole delivery as the workflow makes them.
 */
class TradeStoreInterleavingTest {

  private static final List<EventType> TYPES = List.of(EventType.values());

  private static final List<SimulatedDynamoDb.Fault> FAULTS =
      List.of(
          SimulatedDynamoDb.Fault.BEFORE,
          SimulatedDynamoDb.Fault.AFTER,
          SimulatedDynamoDb.Fault.COLLISION);

  private static final Duration PLENTY = Duration.ofMinutes(1);

  @Property(tries = 400)
  void neverLosesDoublesOrForksARecord(
      @ForAll @IntRange(min = 1, max = 8) int events,
      @ForAll @IntRange(min = 1, max = 4) int copies,
      @ForAll @IntRange(max = 60) int faultPercent,
      @ForAll long seed) {
    Random random = new Random(seed);
    Turns turns = new Turns(random);
    SimulatedDynamoDb dynamoDb = new SimulatedDynamoDb(faults(turns, random, faultPercent));
    TradeStore store = new TradeStore(dynamoDb, "trades", backoff(turns, random));
    List<TradeEntry> entries = entries(events, random);
    List<TradeEntry> deliveries = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      deliveries.addAll(entries);
    }
    Collections.shuffle(deliveries, random);
    Map<String, Integer> recorded = new ConcurrentHashMap<>();

    turns.run(deliveries.stream().map(entry -> delivery(store, entry, recorded)).toList());

    TradeHistory history = store.history("T1");
    assertThat(ChainVerifier.breaks(history, "local")).isEmpty();
    assertThat(history.records())
        .extracting(record -> record.entry())
        .containsExactlyInAnyOrderElementsOf(entries);
    assertThat(recorded.values()).allMatch(count -> count == 1);
    assertThat(history.heads().getFirst().states()).isEqualTo(statesInOrderOfTime(entries));
  }

  /** Fails a share of the calls, but not for ever; and every call is a step. */
  private static Supplier<SimulatedDynamoDb.Fault> faults(Turns turns, Random random, int percent) {
    int[] left = {200};
    return () -> {
      turns.next();
      return left[0]-- > 0 && random.nextInt(100) < percent
          ? FAULTS.get(random.nextInt(FAULTS.size()))
          : SimulatedDynamoDb.Fault.NONE;
    };
  }

  private static Backoff backoff(Turns turns, Random random) {
    return new Backoff(Duration.ofMillis(1), Duration.ofMillis(8), random, _ -> turns.next());
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
}
