package io.tradeprocessing.backfill;

import static io.tradeprocessing.backfill.Backfills.CONTEXT;
import static io.tradeprocessing.backfill.Backfills.EXECUTION;
import static io.tradeprocessing.backfill.Backfills.event;
import static io.tradeprocessing.backfill.Backfills.json;
import static io.tradeprocessing.backfill.Backfills.plan;
import static io.tradeprocessing.backfill.Backfills.processor;
import static io.tradeprocessing.backfill.Backfills.results;
import static io.tradeprocessing.backfill.Backfills.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.enricher.marketdata.MarketDataUnavailableException;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A partition, whatever happens to the invocations that process it. */
class PartitionRunTest {

  /**
   * Amendments, a repeated event, one of the same time, an invalid one, and lines that are none.
   */
  private static final List<String> EVENTS =
      List.of(
          event("A", "NEW", "2026-01-12T14:30:00Z", "100"),
          event("B", "NEW", "2026-01-12T14:30:01Z", "7"),
          "!not JSON",
          event("A", "CORRECT", "2026-01-12T14:31:00Z", "150"),
          event("A", "NEW", "2026-01-12T14:30:00Z", "100"),
          event("B", "CORRECT", "2026-01-12T14:30:01Z", "8"),
          event("C", "NEW", "2026-01-12T14:30:02Z", "-1"),
          event("A", "CANCEL", "2026-01-12T14:32:00Z", "150"),
          event("C", "NEW", "2026-01-12T14:30:03Z", "5"),
          "!longer than a line may be",
          event("D", "NEW", "2026-01-12T14:30:04Z", "5"),
          event("D", "NEW", "2026-01-12T14:30:04Z", "5"));

  private static final Counts EXPECTED = new Counts(7, 1, 2, 2, 0);

  /** The end of a process: nothing in it catches this. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Kills at the n-th write, before it or after it. */
  private static final class Mortal extends MemoryObjects {
    private int left;
    private final boolean after;

    Mortal(int left, boolean after) {
      this.left = left;
      this.after = after;
    }

    private boolean dies() {
      return left-- == 0;
    }

    @Override
    public synchronized void put(String key, byte[] bytes) {
      boolean dies = !key.endsWith("plan.json") && !key.contains("/partitions/") && dies();
      if (dies && !after) {
        throw new Killed();
      }
      super.put(key, bytes);
      if (dies) {
        throw new Killed();
      }
    }
  }

  private static SimulatedDynamoDb table() {
    return new SimulatedDynamoDb(() -> Fault.NONE);
  }

  private static PartitionCursor run(
      ObjectStore objects, SimulatedDynamoDb table, PartitionTask task, int step)
      throws InterruptedException {
    return new PartitionRun(objects, processor(table), pace(1, step)).run(task, EXECUTION, CONTEXT);
  }

  private static Pace pace(int groups, int step) {
    return new Pace(groups, 3, step, _ -> {}, InstantSource.system());
  }

  /** What is on record, without execution, function, times of recording and hashes over these. */
  private static Map<String, Map<String, AttributeValue>> recorded(SimulatedDynamoDb table) {
    Map<String, Map<String, AttributeValue>> records = new TreeMap<>();
    table
        .items()
        .forEach(
            (key, item) -> {
              Map<String, AttributeValue> same = new TreeMap<>(item);
              same.keySet()
                  .removeIf(
                      name ->
                          name.matches(
                              "(?i).*execution.*|functionVersion|recordedAt|recordHash|previousHash|lastHash"));
              records.put(key, same);
            });
    return records;
  }

  private static Map<String, Map<String, AttributeValue>> undisturbed()
      throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    SimulatedDynamoDb table = table();
    run(objects, table, plan(objects, EVENTS), 100);
    return recorded(table);
  }

  @Test
  void everyLineIsAccountedForAndHasAResult() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    PartitionCursor cursor = run(objects, table(), plan(objects, EVENTS), 5);

    assertThat(cursor).isEqualTo(new PartitionCursor(1, 12, EXPECTED, true));
    assertThat(results(objects))
        .extracting(line -> Counts.number(line, "line") + " " + line.text("outcome").orElseThrow())
        .containsExactly(
            "1 ACCEPTED",
            "2 ACCEPTED",
            "3 UNREADABLE",
            "4 ACCEPTED",
            "5 DUPLICATE",
            "6 ACCEPTED",
            "7 REJECTED",
            "8 ACCEPTED",
            "9 ACCEPTED",
            "10 UNREADABLE",
            "11 ACCEPTED",
            "12 DUPLICATE");
  }

  @Test
  void aSecondInvocationOfADonePartitionDoesNothing() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    SimulatedDynamoDb table = table();
    PartitionTask task = plan(objects, EVENTS);
    PartitionCursor first = run(objects, table, task, 5);
    int calls = table.calls();

    assertThat(run(objects, table, task, 5)).isEqualTo(first);
    assertThat(table.calls()).isEqualTo(calls);
  }

  @Test
  void theSameFileAgainIsAllDuplicates() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    SimulatedDynamoDb table = table();
    run(objects, table, plan(objects, EVENTS), 5);
    Map<String, Map<String, AttributeValue>> before = recorded(table);

    MemoryObjects again = new MemoryObjects();
    PartitionTask task = plan(again, EVENTS);
    PartitionTask other = new PartitionTask("p2", 1, task.lines(), task.sha256());
    again.put(other.key(), again.get(task.key()).orElseThrow().bytes());
    assertThat(run(again, table, other, 5).counts()).isEqualTo(new Counts(0, 0, 10, 2, 0));
    assertThat(recorded(table)).isEqualTo(before);
  }

  private static List<String> firstEvents(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> event("T" + i, "NEW", "2026-01-12T14:30:00Z", "5"))
        .toList();
  }

  private static int calls(SimulatedDynamoDb table, List<String> events)
      throws InterruptedException {
    int before = table.calls();
    MemoryObjects objects = new MemoryObjects();
    PartitionTask task = plan(objects, events);
    assertThat(run(objects, table, task, 30).counts().total()).isEqualTo(events.size());
    return table.calls() - before;
  }

  /** A transaction that is cancelled costs as much as one that writes. */
  @Test
  void eventsShareTransactionsUnlessSomeAreOnRecordAndOthersAreNot() throws InterruptedException {
    SimulatedDynamoDb table = table();

    assertThat(calls(table, firstEvents(0, 90))).as("groups of three").isEqualTo(30);
    assertThat(calls(table, firstEvents(0, 90))).as("all on record").isEqualTo(30);

    List<String> mixed = new ArrayList<>(firstEvents(100, 190));
    for (int i = 0; i < mixed.size(); i += 3) {
      mixed.set(i, firstEvents(0, 90).get((i + 3) % 90));
    }
    assertThat(calls(table, mixed))
        .as("two transactions for each group of the first step, then one for each event")
        .isEqualTo(2 * 10 + 60);
  }

  /** At each write of results and cursors, before and after it. */
  @Test
  void aKilledInvocationLosesNothingAndCountsNothingTwice() throws InterruptedException {
    Map<String, Map<String, AttributeValue>> expected = undisturbed();
    for (int step : List.of(1, 3, 5, 100)) {
      int writes = 2 * ((EVENTS.size() + step - 1) / step);
      for (boolean after : new boolean[] {false, true}) {
        for (int at = 0; at < writes; at++) {
          Mortal objects = new Mortal(at, after);
          SimulatedDynamoDb table = table();
          PartitionTask task = plan(objects, EVENTS);
          String where = "step %d, write %d, after %s".formatted(step, at, after);
          assertThatThrownBy(() -> run(objects, table, task, step))
              .as(where)
              .isInstanceOf(Killed.class);

          PartitionCursor cursor = run(objects, table, task, step);

          assertThat(cursor.counts()).as(where).isEqualTo(EXPECTED);
          assertThat(recorded(table)).as(where).isEqualTo(expected);
          assertThat(results(objects)).as(where).hasSize(EVENTS.size());
        }
      }
    }
  }

  /** At each call of DynamoDB. */
  @Test
  void anInvocationThatIsKilledWithinAStepGoesOnInIt() throws InterruptedException {
    Map<String, Map<String, AttributeValue>> expected = undisturbed();
    for (int at = 1; at <= 24; at++) {
      AtomicInteger left = new AtomicInteger(at);
      SimulatedDynamoDb table =
          new SimulatedDynamoDb(
              () -> {
                if (left.getAndDecrement() == 0) {
                  throw new Killed();
                }
                return Fault.NONE;
              });
      MemoryObjects objects = new MemoryObjects();
      PartitionTask task = plan(objects, EVENTS);
      try {
        run(objects, table, task, 5);
      } catch (Killed e) {
        // as planned, unless there are fewer calls
      }

      assertThat(run(objects, table, task, 5).counts()).as("call " + at).isEqualTo(EXPECTED);
      assertThat(recorded(table)).as("call " + at).isEqualTo(expected);
    }
  }

  /** The workflow starts a plan again in another execution. */
  @Test
  void aPlanThatGoesOnInAnotherExecutionCountsWhatItRecordedBefore() throws InterruptedException {
    Mortal objects = new Mortal(0, false);
    SimulatedDynamoDb table = table();
    PartitionTask task = plan(objects, EVENTS);
    assertThatThrownBy(() -> run(objects, table, task, 100)).isInstanceOf(Killed.class);

    PartitionCursor cursor =
        new PartitionRun(objects, processor(table), pace(1, 100))
            .run(task, EXECUTION + "-2", CONTEXT);

    assertThat(cursor.counts()).isEqualTo(EXPECTED);
  }

  @Test
  void ofTwoInvocationsThatProcessTheSameStepOneCounts() throws InterruptedException {
    SimulatedDynamoDb table = table();
    MemoryObjects objects =
        new MemoryObjects() {
          private boolean overtaken;
          private boolean over;

          @Override
          public synchronized void put(String key, byte[] bytes) {
            if (over && key.contains("/results/")) {
              throw new Killed();
            }
            super.put(key, bytes);
          }

          @Override
          public synchronized Optional<String> putIfUnchanged(
              String key, byte[] bytes, Optional<String> known) {
            if (!overtaken) {
              overtaken = true;
              try {
                PartitionRunTest.run(
                    this, table, PartitionRunTest.task(this), 5); // the other invocation, meanwhile
                over = true;
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            }
            return super.putIfUnchanged(key, bytes, known);
          }
        };
    PartitionTask task = plan(objects, EVENTS);

    assertThat(run(objects, table, task, 5).counts()).isEqualTo(EXPECTED);
    assertThat(results(objects)).hasSize(EVENTS.size());
  }

  private static PartitionTask task(MemoryObjects objects) {
    byte[] partition = objects.get(Plan.partitionKey(Backfills.PLAN, 1)).orElseThrow().bytes();
    return new PartitionTask(Backfills.PLAN, 1, EVENTS.size(), Sha256.hex(partition));
  }

  @Test
  void anInvocationWithoutTimeLeavesTheRestToTheNextOne() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    PartitionTask task = plan(objects, EVENTS);
    PartitionRun run = new PartitionRun(objects, processor(table()), pace(1, 5));

    PartitionCursor cursor =
        run.run(task, EXECUTION, CONTEXT.withRemaining(Duration.ofSeconds(59)));

    assertThat(cursor).isEqualTo(PartitionCursor.start(1));
    assertThat(run.run(task, EXECUTION, CONTEXT).done()).isTrue();
  }

  @Test
  void anEventThatCannotBeRecordedFailsAloneAndTheRestOfItsTradeGoesOn()
      throws InterruptedException {
    SimulatedDynamoDb table = table();
    MemoryObjects objects = new MemoryObjects();
    EventProcessor real = processor(table);
    EventProcessor processor =
        processor(
            (_, _) -> json("{\"valid\":true,\"violations\":[]}"),
            (_, _) -> json("{\"gaps\":[]}"),
            input -> {
              if (text(input).contains("\"13\"")) {
                throw new IllegalArgumentException("unlucky");
              }
              return json("{\"outcome\":\"RECORDED\",\"status\":\"ACCEPTED\"}");
            });
    assertThat(real).isNotNull();
    PartitionTask task =
        plan(
            objects,
            List.of(
                event("A", "NEW", "2026-01-12T14:30:00Z", "13"),
                event("A", "CORRECT", "2026-01-12T14:31:00Z", "14")));

    PartitionCursor cursor =
        new PartitionRun(objects, processor, pace(4, 5)).run(task, EXECUTION, CONTEXT);

    assertThat(cursor.counts()).isEqualTo(new Counts(1, 0, 0, 0, 1));
    JsonObject failed = results(objects).getFirst();
    assertThat(failed.text("outcome")).contains("FAILED");
    assertThat(failed.text("error")).contains("java.lang.IllegalArgumentException: unlucky");
  }

  @Test
  void aStoreThatCannotBeReachedEndsTheInvocationNotTheEvent() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    MemoryObjects objects = new MemoryObjects();
    PartitionTask task = plan(objects, EVENTS);
    EventProcessor processor =
        processor(
            (_, _) -> json("{\"valid\":true}"),
            (_, _) -> json("{}"),
            _ -> {
              calls.incrementAndGet();
              throw new StoreUnavailableException("down", new IllegalStateException());
            });

    assertThatThrownBy(
            () -> new PartitionRun(objects, processor, pace(1, 1)).run(task, EXECUTION, CONTEXT))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(calls).as("attempts at the first event").hasValue(3);
    assertThat(objects.all()).doesNotContainKey(task.cursorKey());
  }

  @Test
  void marketDataOutOfReachIsNoReasonToStop() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    PartitionTask task = plan(objects, EVENTS.subList(0, 1));
    EventProcessor processor =
        processor(
            (_, _) -> json("{\"valid\":true}"),
            (input, _) -> {
              if (!input.marketDataUnavailable()) {
                throw new MarketDataUnavailableException("down", null);
              }
              return json("{\"gaps\":[]}");
            },
            _ -> json("{\"outcome\":\"RECORDED\",\"status\":\"ACCEPTED\"}"));

    assertThat(
            new PartitionRun(objects, processor, pace(1, 1)).run(task, EXECUTION, CONTEXT).counts())
        .isEqualTo(new Counts(1, 0, 0, 0, 0));
  }

  @Test
  void aStoreThatRefusesEndsTheInvocationAtOnce() {
    AtomicInteger calls = new AtomicInteger();
    MemoryObjects objects = new MemoryObjects();
    PartitionTask task = plan(objects, EVENTS);
    EventProcessor processor =
        processor(
            (_, _) -> json("{\"valid\":true}"),
            (_, _) -> json("{}"),
            _ -> {
              calls.incrementAndGet();
              throw new StoreMisconfiguredException("no permission", new IllegalStateException());
            });

    assertThatThrownBy(
            () -> new PartitionRun(objects, processor, pace(1, 1)).run(task, EXECUTION, CONTEXT))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void aPartitionThatIsNotThePlannedOneIsRefused() {
    MemoryObjects objects = new MemoryObjects();
    PartitionTask task = plan(objects, EVENTS);
    objects.put(task.key(), Backfills.partition(EVENTS.subList(0, 3)));
    assertThatThrownBy(() -> run(objects, table(), task, 5))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("was changed after it was planned");

    PartitionTask missing = new PartitionTask(Backfills.PLAN, 2, 1, "00");
    assertThatThrownBy(() -> run(objects, table(), missing, 5))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("there is no object backfill/p1/partitions/00002.jsonl.gz");

    byte[] same = objects.get(task.key()).orElseThrow().bytes();
    PartitionTask other = new PartitionTask(Backfills.PLAN, 1, EVENTS.size(), Sha256.hex(same));
    assertThatThrownBy(() -> run(objects, table(), other, 5))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("has 3 lines; the plan says 12");
  }

  @Test
  void anEventBeyondTheReadersLimitsIsUnreadable() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    String deep = "{\"detail\":" + "[".repeat(80) + "]".repeat(80) + "}";
    PartitionTask task = plan(objects, List.of(deep));

    assertThat(run(objects, table(), task, 5).counts()).isEqualTo(new Counts(0, 0, 0, 1, 0));
    assertThat(results(objects).getFirst().text("error").orElseThrow()).contains("nesting depth");
  }

  /** A probe would be answered as if it were recorded. */
  @Test
  void aProbeIsNoEventOfABackfill() throws InterruptedException {
    MemoryObjects objects = new MemoryObjects();
    String probe = EVENTS.getFirst().replace("trading.system1", "trading.probe");
    assertThat(probe).isNotEqualTo(EVENTS.getFirst());
    PartitionTask task = plan(objects, List.of(probe));

    assertThat(run(objects, table(), task, 5).counts()).isEqualTo(new Counts(0, 0, 0, 1, 0));
    assertThat(results(objects).getFirst().text("error"))
        .contains("a probe is not a trade, and leaves no record");
  }
}
