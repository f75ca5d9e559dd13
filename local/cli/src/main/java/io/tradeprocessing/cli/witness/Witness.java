package io.tradeprocessing.cli.witness;

import io.tradeprocessing.cli.archive.ArchiveOptions.OpenArchive;
import io.tradeprocessing.cli.archive.ArchiveReader;
import io.tradeprocessing.cli.witness.Discrepancy.Kind;
import io.tradeprocessing.cli.witness.Entry.Recorded;
import io.tradeprocessing.cli.witness.Entry.Unreadable;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.TradeHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Verifies archives, alone or together with the table: first {@link #read} the archives, then give
 * it what the table has, then {@link #judge}. In this order, for a record is in the table before it
 * is in an archive. It keeps on disk what it has to remember.
 */
public final class Witness implements AutoCloseable {

  /** Bytes of entries in memory. */
  private static final int RUN = 16 * 1024 * 1024;

  private final Settings settings;
  private final Consumer<Discrepancy> found;
  private final SortedEntries entries;
  private final FileNames names;
  private final ArchiveIndex index;

  /**
   * What is compared, and when.
   *
   * @param table the name of the Region in which the table is read; nothing if archives alone are
   *     verified
   * @param now when the reading begins
   * @param settled what was recorded later may not be in the archive yet
   * @param since when the archive was enabled; what was recorded earlier need not be in it
   * @param trades that are looked at
   */
  public record Settings(
      Optional<String> table,
      Instant now,
      Instant settled,
      Optional<Instant> since,
      Predicate<String> trades) {}

  /**
   * @param found is told what is wrong, by several threads
   * @param whole is given the records of signed objects where no table is read, each as often as
   *     the archives have it, by several threads
   */
  public Witness(Settings settings, Consumer<Discrepancy> found, Consumer<ComplianceRecord> whole) {
    this(settings, found, whole, RUN);
  }

  Witness(
      Settings settings,
      Consumer<Discrepancy> found,
      Consumer<ComplianceRecord> whole,
      int runSize) {
    this.settings = settings;
    this.found = found;
    this.entries = new SortedEntries(runSize);
    this.names = new FileNames();
    this.index =
        new ArchiveIndex(
            entry -> entries.add(EntryCodec.encode(entry)),
            found,
            names,
            settings.trades,
            settings.table.isEmpty() ? Optional.of(whole) : Optional.empty());
  }

  /**
   * Reads an archive, in several threads.
   *
   * @return objects in it
   */
  public long read(OpenArchive archive, int threads) throws InterruptedException {
    long before = index.objects();
    ArchiveReader.read(archive, threads, index);
    long objects = index.objects() - before;
    if (objects == 0) {
      found.accept(
          Discrepancy.ofFile(
              Kind.ARCHIVE_EMPTY, archive.source().name(), "the archive holds no object"));
    }
    return objects;
  }

  /** Objects that were read. */
  public long objects() {
    return index.objects();
  }

  /** Changes that were read, those counted twice that two objects have. */
  public long changes() {
    return index.changes();
  }

  /** The Regions whose records the archives have. */
  public Set<String> regions() {
    return index.regions();
  }

  /**
   * Takes what the table has of a trade. Thread-safe.
   *
   * @param sound whether all its hashes have been recomputed, and hold
   */
  public void recorded(TradeHistory trade, boolean sound) {
    for (ComplianceRecord record : trade.records()) {
      String stated = record.link().recordHash();
      add(
          new Recorded(
              trade.tradeId(),
              record.key().timestamp().toString(),
              record.region().name(),
              record.region().slot(),
              record.link().sequence(),
              stated,
              sound || record.recomputedHash().equals(stated),
              record.entry().provenance().recordedAt().getEpochSecond()));
    }
    trade.unreadable().forEach(item -> add(new Unreadable(trade.tradeId(), item.timestamp())));
  }

  private void add(Entry entry) {
    if (settings.trades.test(entry.tradeId())) {
      entries.add(EntryCodec.encode(entry));
    }
  }

  /** Judges all trades, once, at the end. */
  public WitnessTally judge() throws InterruptedException {
    WitnessTally tally = new WitnessTally();
    TradeWitness judge =
        new TradeWitness(
            new TradeWitness.Scope(
                settings.table.isPresent(),
                settings.table.orElse(""),
                index.regions(),
                IntStream.range(0, SortKey.SLOTS)
                    .filter(index::hasSlot)
                    .boxed()
                    .collect(Collectors.toSet()),
                settings.now,
                settings.settled,
                settings.since),
            names,
            found,
            tally);
    List<Entry> trade = new ArrayList<>();
    entries.forEach(
        bytes -> {
          Entry entry = EntryCodec.decode(bytes);
          if (!trade.isEmpty() && !trade.getFirst().tradeId().equals(entry.tradeId())) {
            judge.judge(trade.getFirst().tradeId(), trade);
            trade.clear();
          }
          trade.add(entry);
        });
    if (!trade.isEmpty()) {
      judge.judge(trade.getFirst().tradeId(), trade);
    }
    return tally;
  }

  @Override
  public void close() {
    entries.close();
    names.close();
  }
}
