package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.records.DistinctKeys;
import io.tradeprocessing.common.store.ComplianceRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Takes a source's day from records in any order, such as those of an archive, in one pass. In
 * memory are the keys and events of the day, and the sequence numbers of {@value
 * DayReader#DAYS_BACK} days before it and one after it, however many records go by.
 */
public final class DayCollector {

  private final String source;
  private final LocalDate date;
  private final Day day = new Day();
  private final DistinctKeys known = new DistinctKeys();
  private final TreeMap<LocalDate, LongStream.Builder> around = new TreeMap<>();

  public DayCollector(String source, LocalDate date) {
    this.source = source;
    this.date = date;
  }

  /** Adds a record, which may come more than once. */
  public void add(ComplianceRecord record) {
    if (!record.entry().sourceSystem().equals(source)) {
      return;
    }
    LocalDate recorded =
        LocalDate.ofInstant(record.key().timestamp().time().instant(), ZoneOffset.UTC);
    if (recorded.equals(date)) {
      if (known.add(record.key().tradeId() + '\n' + record.key().timestamp())) {
        day.add(record);
      }
    } else if (record.entry().sourceSequence() > 0
        && !recorded.isBefore(date.minusDays(DayReader.DAYS_BACK))
        && !recorded.isAfter(date.plusDays(1))) {
      around
          .computeIfAbsent(recorded, _ -> LongStream.builder())
          .add(record.entry().sourceSequence());
    }
  }

  /** The day, once all records have gone by. */
  public SourceDay day() {
    List<long[]> earlier =
        around.headMap(date, false).descendingMap().values().stream()
            .limit(2)
            .map(numbers -> numbers.build().toArray())
            .toList();
    LongStream.Builder next = around.get(date.plusDays(1));
    return new SourceDay(
        source, date, day, earlier, next == null ? new long[0] : next.build().toArray());
  }
}
