package io.tradeprocessing.cli.failover;

import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.trade.SourceSystem;
import io.tradeprocessing.common.trade.TradeEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads what a failover needs to know from a Region's replica of the table. */
public final class TableReader {

  private static final int PAGE = 1_000;

  /** Pages per source in which the last record of each slot is looked for. */
  private static final int MOST_PAGES = 20;

  /** Records that are read of each slot and source: the latest event is not always the last one. */
  private static final int READ_OF_SLOT = 50;

  private static final String REPLAY_NAME = "replay-name";

  private static final List<String> SOURCES =
      Stream.concat(
              Arrays.stream(SourceSystem.values()).map(SourceSystem::id),
              Stream.of(TradeEvent.OPERATIONS, TradeEvent.UNKNOWN_SOURCE))
          .toList();

  private final TradeStore store;
  private final int slots;

  /**
   * @param slots whose heads are read: those below this one
   */
  public TableReader(TradeStore store, int slots) {
    this.store = store;
    this.slots = slots;
  }

  String region() {
    return store.region().name();
  }

  /** The key of a record or a head. */
  record ItemKey(String tradeId, SortKey timestamp) {

    private SourcePage.Entry entry() {
      return new SourcePage.Entry(tradeId, timestamp.toString());
    }

    /** The same event in whatever Region. */
    private String event() {
      return tradeId + " " + timestamp.microseconds() + " " + timestamp.fraction().substring(1);
    }
  }

  /**
   * The newest records.
   *
   * @param bySource from the latest event time back
   * @param complete sources of which there are no older records
   */
  record Recent(Map<String, List<ItemKey>> bySource, Set<String> complete) {

    /** The earliest key that was read of a source; nothing where all of it was. */
    Optional<SortKey> floor(String source) {
      List<ItemKey> keys = bySource.getOrDefault(source, List.of());
      return complete.contains(source) || keys.isEmpty()
          ? Optional.empty()
          : Optional.of(keys.getLast().timestamp());
    }

    /** The records of a source from a key on. */
    List<ItemKey> from(String source, Optional<SortKey> floor) {
      return bySource.getOrDefault(source, List.of()).stream()
          .filter(key -> floor.map(first -> key.timestamp().compareTo(first) >= 0).orElse(true))
          .toList();
    }

    Stream<ItemKey> keys() {
      return bySource.values().stream().flatMap(List::stream);
    }
  }

  /**
   * The newest records.
   *
   * @param since event time from which every record is wanted
   * @param atLeast records of each source that are wanted whatever their time
   */
  Recent recent(Instant since, int atLeast) {
    long from = ChronoUnit.MICROS.between(Instant.EPOCH, since);
    Map<String, List<ItemKey>> bySource = new HashMap<>();
    Set<String> complete = new HashSet<>();
    for (String source : SOURCES) {
      List<ItemKey> keys = new ArrayList<>();
      Optional<Cursor> after = Optional.empty();
      boolean enough;
      do {
        SourcePage page = store.latestBySource(source, after, PAGE);
        page.entries().forEach(entry -> key(entry).ifPresent(keys::add));
        after = page.next();
        enough = keys.size() >= atLeast && keys.getLast().timestamp().microseconds() < from;
      } while (after.isPresent() && !enough);
      if (after.isEmpty()) {
        complete.add(source);
      }
      bySource.put(source, keys);
    }
    return new Recent(bySource, complete);
  }

  private static Optional<ItemKey> key(SourcePage.Entry entry) {
    return SortKey.parse(entry.timestamp()).map(key -> new ItemKey(entry.tradeId(), key));
  }

  /** When the last record of each slot was written, by the records with the latest event times. */
  public SortedMap<Integer, Instant> last() {
    SortedMap<Integer, Instant> last = new TreeMap<>();
    for (String source : SOURCES) {
      Map<Integer, List<SourcePage.Entry>> newest = new HashMap<>();
      Optional<Cursor> after = Optional.empty();
      for (int i = 0; i < MOST_PAGES && newest.size() < slots; i++) {
        SourcePage page = store.latestBySource(source, after, PAGE);
        for (SourcePage.Entry entry : page.entries()) {
          key(entry)
              .map(key -> newest.computeIfAbsent(key.timestamp().slot(), _ -> new ArrayList<>()))
              .filter(entries -> entries.size() < READ_OF_SLOT)
              .ifPresent(entries -> entries.add(entry));
        }
        after = page.next();
        if (after.isEmpty()) {
          break;
        }
      }
      List<SourcePage.Entry> all = newest.values().stream().flatMap(List::stream).toList();
      for (StoredItem item : store.read(new SourcePage(all, Optional.empty()))) {
        if (item instanceof ComplianceRecord record) {
          last.merge(
              record.region().slot(),
              record.entry().provenance().recordedAt(),
              (a, b) -> a.isAfter(b) ? a : b);
        }
      }
    }
    return last;
  }

  /** When the last probe ran through each Region. */
  SortedMap<String, Instant> probes(Collection<String> regions) {
    SortedMap<String, Instant> probes = new TreeMap<>();
    for (String region : regions) {
      store.probe(region).ifPresent(probe -> probes.put(region, probe.recordedAt()));
    }
    return probes;
  }

  /** The sequences of trades' heads, in every slot. */
  Map<ItemKey, Long> heads(Collection<String> tradeIds) {
    List<SourcePage.Entry> entries = new ArrayList<>();
    for (String tradeId : tradeIds) {
      for (int slot = 0; slot < slots; slot++) {
        entries.add(new ItemKey(tradeId, SortKey.head(slot)).entry());
      }
    }
    Map<ItemKey, Long> heads = new HashMap<>();
    for (StoredItem item : store.read(new SourcePage(entries, Optional.empty()))) {
      if (item instanceof TradeHead head) {
        heads.put(new ItemKey(head.tradeId(), head.key().timestamp()), head.sequence());
      }
    }
    return heads;
  }

  /**
   * What came of replays.
   *
   * @param recorded events that a replay put on record here
   * @param inBoth events of those that the other Region has on record, too, as far as its records
   *     have arrived
   * @param notArrived records that are named here and not here
   * @param trades that were looked at
   */
  public record Recovered(long recorded, long inBoth, long notArrived, long trades) {}

  /**
   * Looks for what replays put on record, and for what did not arrive.
   *
   * @param recent the records to look at
   * @param replays names of the replays
   */
  Recovered recovered(Recent recent, Set<String> replays) {
    int slot = store.region().slot();
    Set<String> elsewhere = new HashSet<>();
    List<ItemKey> here = new ArrayList<>();
    Set<String> trades = new HashSet<>();
    recent
        .keys()
        .forEach(
            key -> {
              trades.add(key.tradeId());
              if (key.timestamp().slot() == slot) {
                here.add(key);
              } else {
                elsewhere.add(key.event());
              }
            });
    long recorded = 0;
    long inBoth = 0;
    for (StoredItem item :
        store.read(new SourcePage(here.stream().map(ItemKey::entry).toList(), Optional.empty()))) {
      if (item instanceof ComplianceRecord record && isReplayed(record, replays)) {
        recorded++;
        ItemKey key = new ItemKey(record.key().tradeId(), record.key().timestamp());
        inBoth += elsewhere.contains(key.event()) ? 1 : 0;
      }
    }
    return new Recovered(
        recorded, inBoth, trades.stream().mapToLong(this::notArrived).sum(), trades.size());
  }

  private static boolean isReplayed(ComplianceRecord record, Set<String> replays) {
    return record
        .entry()
        .content()
        .event()
        .asObject()
        .flatMap(event -> event.text(REPLAY_NAME))
        .map(replays::contains)
        .orElse(false);
  }

  private long notArrived(String tradeId) {
    return ChainVerifier.breaks(store.history(tradeId), region()).stream()
        .filter(found -> found.flaw() == Break.Flaw.NOT_ARRIVED)
        .flatMap(found -> found.absent().stream())
        .mapToLong(absent -> absent.last() - absent.first() + 1)
        .sum();
  }
}
