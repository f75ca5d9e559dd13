package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.RegionSlotTakenException;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.TradeStates;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The store in two Regions whose tables replicate item by item, late and in any order, and of which
 * the last writer of an item wins; Regions are lost and come back, intake moves between them, and
 * events are delivered more than once.
 */
class TwoRegionsTest {

  /** Fewer where each change of the code runs them all. */
  private static final int SEEDS = Integer.getInteger("regions.seeds", 1_000);

  private static final int TRADES = 3;
  private static final List<EventType> TYPES = List.of(EventType.values());
  private static final List<Decision> DECISIONS = List.of(Decision.values());

  @Test
  void loseNothingForkNothingAndAgree() {
    for (int seed = 0; seed < SEEDS; seed++) {
      new World(seed, Defect.NONE).run();
    }
  }

  /** What a store could do wrong. A check that finds none of these would prove nothing. */
  enum Defect {
    NONE,
    /** Both Regions write the keys of slot 0. */
    ONE_SLOT,
    /** A Region does not look at what the other has. */
    BLIND
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void findAPlantedDefect(Defect defect) {
    int found = 0;
    for (int seed = 0; seed < Math.min(SEEDS, 200); seed++) {
      try {
        new World(seed, defect).run();
      } catch (AssertionError | RuntimeException e) {
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void recordsAnEventOfTheOtherRegionOnce() {
    World world = new World(1, Defect.NONE);
    TradeEntry entry = Entries.accepted("T1", 1);
    Appended first = world.replicas.get(0).append(entry);
    world.deliverAll();

    Appended second = world.replicas.get(1).append(entry);

    assertThat(second.outcome()).isEqualTo(Appended.Outcome.DUPLICATE);
    assertThat(second.record()).isEqualTo(first.record());
    assertThat(second.record().region().name()).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @CsvSource({"arn:here, arn:here", "arn:backfill-1#plan:1, arn:backfill-2#plan:1"})
  void answersARepeatedCallWithItsOwnRecord(String first, String repeated) {
    World world = new World(1, Defect.NONE);
    TradeEntry entry = Entries.accepted("T1", 1);
    world.replicas.get(1).append(recordedBy("arn:there", Entries.NOW, entry));
    Instant later = Entries.NOW.plusSeconds(1);
    Appended own = world.replicas.get(0).append(recordedBy(first, later, entry));
    world.deliverAll();

    Appended again = world.replicas.get(0).append(recordedBy(repeated, later, entry));

    assertThat(again.record()).isEqualTo(own.record());
    assertThat(world.replicas.get(0).append(entry).record().region().name())
        .as("the first record, for any other execution")
        .isEqualTo("eu-west-1");
  }

  private static TradeEntry recordedBy(String executionArn, Instant at, TradeEntry entry) {
    Provenance by = entry.provenance();
    return with(
        entry.status(),
        new Provenance(executionArn, by.eventId(), by.functionVersion(), at),
        entry);
  }

  private static TradeEntry rejected(TradeEntry entry) {
    return with(RecordStatus.REJECTED, entry.provenance(), entry);
  }

  private static TradeEntry with(RecordStatus status, Provenance provenance, TradeEntry entry) {
    return new TradeEntry(
        entry.tradeId(),
        entry.time(),
        entry.sourceSystem(),
        entry.sourceSequence(),
        status,
        entry.eventType(),
        entry.content(),
        provenance,
        entry.hashes());
  }

  @Test
  void seesTheOtherRegionsChain() {
    World world = new World(1, Defect.NONE);
    ComplianceRecord first = world.replicas.get(0).append(Entries.accepted("T1", 1)).record();
    world.deliverAll();

    ComplianceRecord cancel =
        world.replicas.get(1).append(Entries.accepted("T1", EventType.CANCEL, 2)).record();

    assertThat(cancel.link().sequence()).isEqualTo(1);
    assertThat(cancel.flags().unmatched()).isFalse();
    assertThat(Objects.requireNonNull(cancel.seen().get(0)).hash())
        .isEqualTo(first.link().recordHash());
    assertThat(world.replicas.get(1).heads("T1").getLast().states().of("system1").status())
        .isEqualTo(TradeState.Status.CANCELLED);
  }

  @Test
  void refusesToWriteTheChainOfAnotherRegion() {
    SimulatedDynamoDb table = new SimulatedDynamoDb(() -> SimulatedDynamoDb.Fault.NONE);
    new Replica(table, new Region("us-east-1", 0), true).append(Entries.accepted("T1", 1));

    for (boolean replicated : new boolean[] {true, false}) {
      Replica impostor = new Replica(table, new Region("eu-west-1", 0), replicated);
      assertThatThrownBy(() -> impostor.append(Entries.accepted("T1", 2)))
          .isInstanceOf(RegionSlotTakenException.class)
          .hasMessageContaining("slot 0 of trade T1 belongs to us-east-1");
    }
    assertThatThrownBy(
            () ->
                new Replica(table, new Region("eu-west-1", 0), false)
                    .append(Entries.accepted("T1", 1)))
        .as("the same event is no duplicate there")
        .isInstanceOf(RegionSlotTakenException.class);
  }

  @Test
  void namesWhatIsLostWithARegionAndNothingElse() {
    World world = new World(1, Defect.NONE);
    Replica first = world.replicas.get(0);
    Replica second = world.replicas.get(1);
    first.append(Entries.accepted("T1", 1));
    first.append(Entries.accepted("T1", EventType.CORRECT, 2));
    world.deliverOnly(item -> isHead(item));
    second.append(Entries.accepted("T1", EventType.CANCEL, 3));

    List<Break> breaks = second.breaks("T1");

    assertThat(breaks).extracting(Break::flaw).containsExactly(Break.Flaw.NOT_ARRIVED);
    assertThat(breaks.getFirst().absent().orElseThrow())
        .isEqualTo(new Break.Absent(0, 1, 2, Entries.NOW));
    assertThat(first.breaks("T1")).isEmpty();
  }

  /** A change of one attribute of one item in the second Region's table, and what it is called. */
  @ParameterizedTest
  @EnumSource(Tampering.class)
  void nameWhatWasTamperedWith(Tampering tampering) {
    World world = new World(1, Defect.NONE);
    Replica first = world.replicas.get(0);
    Replica second = world.replicas.get(1);
    first.append(Entries.accepted("T1", 1));
    world.deliverAll();
    second.append(Entries.accepted("T1", EventType.CORRECT, 2));
    second.append(Entries.accepted("T1", EventType.CANCEL, 3));
    world.deliverAll();
    assertThat(second.breaks("T1")).isEmpty();

    second
        .table
        .items()
        .replaceAll((_, item) -> tampering.concerns(item) ? tampering.change.apply(item) : item);
    second.table.items().values().removeIf(Map::isEmpty);

    assertThat(second.breaks("T1").getFirst().flaw()).isEqualTo(tampering.flaw);
  }

  /** What somebody could do to the item of a Region and sequence; sequence 0 is the head. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Tampering {
    OWN_RECORD_REMOVED("eu-west-1", 1, _ -> Map.of(), Break.Flaw.RECORD_MISSING),
    LAST_RECORD_REMOVED("eu-west-1", 2, _ -> Map.of(), Break.Flaw.RECORD_MISSING),
    OTHER_RECORD_REMOVED("us-east-1", 1, _ -> Map.of(), Break.Flaw.NOT_ARRIVED),
    HEAD_REMOVED("eu-west-1", 0, _ -> Map.of(), Break.Flaw.HEAD_MISSING),
    FLAG_CHANGED(
        "eu-west-1",
        1,
        item -> with(item, "conflict", AttributeValue.fromBool(true)),
        Break.Flaw.RECORD_CHANGED),
    SEEN_CHANGED(
        "eu-west-1",
        1,
        item -> with(item, "seen", AttributeValue.fromM(Map.of())),
        Break.Flaw.RECORD_CHANGED),
    HEADS_SEEN_CHANGED(
        "eu-west-1",
        0,
        item -> with(item, "seen", AttributeValue.fromM(Map.of())),
        Break.Flaw.HEAD_CHANGED),
    OTHER_HEAD_CHANGED(
        "us-east-1",
        0,
        item -> with(item, "states", AttributeValue.fromM(Map.of())),
        Break.Flaw.HEAD_CHANGED),
    REGION_CHANGED(
        "eu-west-1",
        0,
        item -> with(item, "region", AttributeValue.fromS("us-west-2")),
        Break.Flaw.NOT_CHAINED);

    private final String region;
    private final int sequence;
    private final UnaryOperator<Map<String, AttributeValue>> change;
    private final Break.Flaw flaw;

    Tampering(
        String region,
        int sequence,
        UnaryOperator<Map<String, AttributeValue>> change,
        Break.Flaw flaw) {
      this.region = region;
      this.sequence = sequence;
      this.change = change;
      this.flaw = flaw;
    }

    private boolean concerns(Map<String, AttributeValue> item) {
      return text(item, "region").equals(region)
          && (sequence == 0
              ? isHead(item)
              : !isHead(item) && number(item, "sequence").equals(String.valueOf(sequence)));
    }

    private static Map<String, AttributeValue> with(
        Map<String, AttributeValue> item, String name, AttributeValue value) {
      Map<String, AttributeValue> changed = new HashMap<>(item);
      changed.put(name, value);
      return changed;
    }
  }

  private static boolean isHead(Map<String, AttributeValue> item) {
    return number(item, "timestamp").equals("0") || number(item, "timestamp").startsWith("0.");
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).s();
  }

  private static String number(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).n();
  }

  /** A Region with its replica of the table. */
  private record Replica(SimulatedDynamoDb table, Region region, boolean replicated) {

    private Appended append(TradeEntry entry) {
      return store().append(entry, () -> Duration.ofMinutes(1));
    }

    private TradeStore store() {
      Backoff backoff =
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1), _ -> {});
      return new TradeStore(table, "trades", backoff, region, replicated);
    }

    private TradeHistory history(String tradeId) {
      return store().history(tradeId);
    }

    private List<TradeHead> heads(String tradeId) {
      return history(tradeId).heads();
    }

    private List<Break> breaks(String tradeId) {
      return ChainVerifier.breaks(history(tradeId), region.name());
    }
  }

  /** Both Regions, and what is on its way between them. */
  static final class World {
    private final Random random;
    private final List<Replica> replicas;
    private final boolean[] up = {true, true};

    /** Of each Region, the items as they were when last looked at, to find what was written. */
    private final List<Map<String, Map<String, AttributeValue>>> known =
        List.of(new LinkedHashMap<>(), new LinkedHashMap<>());

    private final List<Write> pipe = new ArrayList<>();
    private final Map<String, Integer> writers = new HashMap<>();

    /** Of each replica, when the item that it has was written. */
    private final List<Map<String, Integer>> versions = List.of(new HashMap<>(), new HashMap<>());

    private final Set<TradeEntry> accepted = new HashSet<>();
    private int clock;

    private record Write(int to, String key, Map<String, AttributeValue> item, int at) {}

    World(long seed, Defect defect) {
      this.random = new Random(seed);
      boolean replicated = defect != Defect.BLIND;
      int second = defect == Defect.ONE_SLOT ? 0 : 1;
      this.replicas =
          List.of(
              new Replica(
                  new SimulatedDynamoDb(() -> SimulatedDynamoDb.Fault.NONE),
                  new Region("us-east-1", 0),
                  replicated),
              new Replica(
                  new SimulatedDynamoDb(() -> SimulatedDynamoDb.Fault.NONE),
                  new Region("eu-west-1", second),
                  replicated));
    }

    /** The items of a Region's replica. */
    List<Map<String, AttributeValue>> items(int at) {
      return List.copyOf(replicas.get(at).table.items().values());
    }

    private Appended append(int at, TradeEntry entry) {
      // Its verdict may differ by the clock and the reference data of the moment.
      TradeEntry judged = random.nextInt(20) == 0 ? rejected(entry) : entry;
      collect(at);
      Appended appended = replicas.get(at).append(judged);
      collect(at);
      accepted.add(entry);
      return appended;
    }

    /** Finds what a Region wrote and sends it on its way. */
    private void collect(int at) {
      replicas
          .get(at)
          .table
          .items()
          .forEach(
              (key, item) -> {
                if (!item.equals(known.get(at).put(key, item))) {
                  Integer writer = writers.putIfAbsent(key, at);
                  assertThat(writer).as("writer of " + key).isIn(null, at);
                  versions.get(at).put(key, ++clock);
                  pipe.add(new Write(1 - at, key, item, clock));
                }
              });
    }

    /** Delivers some items: each alone, in any order, of a head perhaps its newest version only. */
    private void deliver(int count) {
      for (int i = 0; i < count && !pipe.isEmpty() && up[0] && up[1]; i++) {
        Write write = pipe.remove(random.nextInt(pipe.size()));
        boolean isOutdated =
            pipe.stream()
                .anyMatch(
                    other ->
                        other.to == write.to && other.key.equals(write.key) && other.at > write.at);
        if (!isOutdated || random.nextBoolean()) {
          arrive(write);
        }
      }
    }

    private void arrive(Write write) {
      Integer present = versions.get(write.to).get(write.key);
      if (present == null || present < write.at) {
        versions.get(write.to).put(write.key, write.at);
        replicas.get(write.to).table.items().put(write.key, write.item);
        known.get(write.to).put(write.key, write.item);
      }
    }

    private void deliverAll() {
      collect(0);
      collect(1);
      deliver(Integer.MAX_VALUE);
    }

    private void deliverOnly(Predicate<Map<String, AttributeValue>> items) {
      collect(0);
      pipe.stream().filter(write -> items.test(write.item)).toList().forEach(this::arrive);
      pipe.clear();
    }

    void run() {
      List<TradeEntry> deliveries = deliveries();
      int active = 0;
      for (TradeEntry entry : deliveries) {
        if (random.nextInt(7) == 0) {
          up[active] = random.nextBoolean();
          active = 1 - active;
          up[active] = true;
          for (TradeEntry replayed : some(accepted)) {
            append(active, replayed);
          }
        }
        if (random.nextInt(3) == 0) {
          up[0] = true;
          up[1] = true;
        }
        for (int at = 0; at < replicas.size(); at++) {
          if (up[at] && (at == active || random.nextInt(5) == 0)) {
            append(at, entry);
          }
        }
        deliver(random.nextInt(6));
      }
      // A planned switch: what has arrived is a duplicate, and the next head knows all of it.
      if (random.nextBoolean()) {
        up[0] = true;
        up[1] = true;
        deliverAll();
        active = 1 - active;
        for (TradeEntry entry : some(accepted)) {
          assertThat(append(active, entry).outcome()).isEqualTo(Appended.Outcome.DUPLICATE);
        }
        append(active, Entries.accepted("T0", EventType.CORRECT, 9));
        TradeStates states = ownHead(active, "T0").states();
        assertThat(states).isEqualTo(replicas.get(active).history("T0").states());
      }
      checkLossOfTheFirst();
      up[0] = true;
      up[1] = true;
      for (TradeEntry entry : List.copyOf(accepted)) {
        append(1, entry);
      }
      deliverAll();
      checkAfterAllArrived();
    }

    /** Nothing is wrong in the second; what it names and lacks is what never came. */
    private void checkLossOfTheFirst() {
      for (int trade = 0; trade < TRADES; trade++) {
        List<Break> breaks = replicas.get(1).breaks("T" + trade);
        assertThat(breaks).allMatch(found -> found.flaw() == Break.Flaw.NOT_ARRIVED);
        Set<Long> here = sequences(1, "T" + trade);
        Set<Long> there = sequences(0, "T" + trade);
        for (Break found : breaks) {
          Break.Absent absent = found.absent().orElseThrow();
          assertThat(absent.slot()).isZero();
          for (long sequence = absent.first(); sequence <= absent.last(); sequence++) {
            assertThat(here).doesNotContain(sequence);
            assertThat(there).contains(sequence);
          }
        }
      }
    }

    /** Of the first Region's chain as far as a replica has it. */
    private Set<Long> sequences(int at, String tradeId) {
      Set<Long> sequences = new HashSet<>();
      replicas.get(at).history(tradeId).records().stream()
          .filter(record -> record.region().slot() == 0)
          .forEach(record -> sequences.add(record.link().sequence()));
      return sequences;
    }

    private void checkAfterAllArrived() {
      assertThat(replicas.get(0).table.items()).isEqualTo(replicas.get(1).table.items());
      Set<String> recorded = new HashSet<>();
      for (int trade = 0; trade < TRADES; trade++) {
        String tradeId = "T" + trade;
        replicas.forEach(replica -> assertThat(replica.breaks(tradeId)).isEmpty());
        TradeHistory history = replicas.get(0).history(tradeId);
        TradeStates joined = TradeStates.NONE;
        for (TradeHead head : history.heads()) {
          joined = joined.join(head.states());
        }
        assertThat(joined).isEqualTo(history.states());
        history.records().forEach(record -> recorded.add(record.entry().hashes().eventHash()));
      }
      assertThat(accepted)
          .allMatch(entry -> recorded.contains(entry.hashes().eventHash()), "is on record");
    }

    private TradeHead ownHead(int at, String tradeId) {
      return replicas.get(at).heads(tradeId).stream()
          .filter(head -> head.region().equals(replicas.get(at).region))
          .findFirst()
          .orElseThrow();
    }

    private List<TradeEntry> some(Set<TradeEntry> entries) {
      List<TradeEntry> chosen = new ArrayList<>(entries);
      // A set has no order that a seed could repeat.
      chosen.sort(Comparator.comparing(entry -> entry.hashes().eventHash()));
      Collections.shuffle(chosen, random);
      return chosen.subList(0, Math.min(4, chosen.size()));
    }

    private List<TradeEntry> deliveries() {
      List<TradeEntry> deliveries = new ArrayList<>();
      for (int trade = 0; trade < TRADES; trade++) {
        int events = 2 + random.nextInt(5);
        for (int i = 1; i <= events; i++) {
          TradeEntry entry =
              Entries.timed(
                  random.nextInt(4) == 0 ? "system2" : "system1",
                  "T" + trade,
                  TYPES.get(random.nextInt(TYPES.size())),
                  1 + random.nextInt(4),
                  random.nextBoolean() ? i : 0,
                  "note " + random.nextInt(3),
                  random.nextInt(5) == 0 ? RecordStatus.REJECTED : RecordStatus.ACCEPTED);
          deliveries.addAll(Collections.nCopies(random.nextInt(3) == 0 ? 2 : 1, entry));
          if (random.nextInt(4) == 0) {
            deliveries.add(
                Entries.review(
                    entry, DECISIONS.get(random.nextInt(DECISIONS.size())), 1 + random.nextInt(6)));
          }
        }
      }
      Collections.shuffle(deliveries, random);
      return deliveries;
    }
  }
}
