package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SourceReader;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Reads a source's day, and of the days around it the sequence numbers. */
public final class DayReader {

  /** How far back the day before is looked for: over a weekend and the holidays of a new year. */
  static final int DAYS_BACK = 10;

  private final SourceReader reader;
  private final String source;
  private final Consumer<UnreadableItem> unreadable;

  /**
   * @param unreadable is told of items that are no records
   */
  public DayReader(TradeStore store, String source, Consumer<UnreadableItem> unreadable) {
    this.reader = new SourceReader(store);
    this.source = source;
    this.unreadable = unreadable;
  }

  /** Reads a day. */
  public SourceDay read(LocalDate date) {
    Day day = new Day();
    reader.forEachRecord(sent(date), day::add, unreadable, () -> true);
    return new SourceDay(source, date, day, earlier(date), numbers(date.plusDays(1)));
  }

  /** The two last days before a day that have numbers. */
  private List<long[]> earlier(LocalDate date) {
    List<long[]> days = new ArrayList<>();
    for (int back = 1; back <= DAYS_BACK && days.size() < 2; back++) {
      long[] numbers = numbers(date.minusDays(back));
      if (numbers.length > 0) {
        days.add(numbers);
      }
    }
    return days;
  }

  private long[] numbers(LocalDate date) {
    LongStream.Builder numbers = LongStream.builder();
    reader.forEachEntry(
        sent(date),
        entry -> {
          if (entry.sourceSequence() > 0) {
            numbers.add(entry.sourceSequence());
          }
        });
    return numbers.build().toArray();
  }

  private Selection.Sent sent(LocalDate date) {
    return new Selection.Sent(source, start(date), start(date.plusDays(1)));
  }

  /** In microseconds since the epoch. */
  private static long start(LocalDate date) {
    Instant start = date.atStartOfDay().toInstant(ZoneOffset.UTC);
    long microseconds = ChronoUnit.MICROS.between(Instant.EPOCH, start);
    if (microseconds < 1) {
      throw new UserError("--date " + date + " is before the first day that a record may have");
    }
    return microseconds;
  }
}
