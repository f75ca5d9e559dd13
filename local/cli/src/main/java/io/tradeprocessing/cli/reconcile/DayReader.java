package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.reconcile.Numbering.Days;
import io.tradeprocessing.cli.reconcile.Reconciliation.Letter;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.UnreadableItem;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Reads a source's day, and of the days around it the sequence numbers. */
public final class DayReader {

  /** Records per request; a BatchGetItem has as many keys at most. */
  private static final int PAGE = 100;

  /** Entries of the index per request. */
  private static final int INDEX_PAGE = 1_000;

  /** How far back the day before is looked for: over a weekend and the holidays of a new year. */
  private static final int DAYS_BACK = 10;

  private final TradeStore store;
  private final String source;
  private final Consumer<UnreadableItem> unreadable;

  /**
   * @param unreadable is told of items that are no records
   */
  public DayReader(TradeStore store, String source, Consumer<UnreadableItem> unreadable) {
    this.store = store;
    this.source = source;
    this.unreadable = unreadable;
  }

  /**
   * Reconciles a day.
   *
   * @param where the store's name
   * @param kind as the user states it
   * @param letters dead letters of the source, of any day
   */
  public Reconciliation read(
      LocalDate date,
      String where,
      Optional<Numbering.Kind> kind,
      List<Dated> letters,
      Optional<Control> control) {
    Day day = new Day();
    forEachRecord(date, day::add);
    long[] numbers = day.numbers();
    List<long[]> earlier = earlier(date);
    long[] next = numbers(date.plusDays(1));
    Days days =
        new Days(
            earlier.stream().map(Range::around).flatMap(Optional::stream).toList(),
            Range.around(numbers),
            Range.around(next));
    Numbering numbering =
        Numbering.of(
            kind,
            control.map(Control::first).orElse(OptionalLong.empty()),
            control.map(Control::last).orElse(OptionalLong.empty()),
            days);
    LongStream around =
        numbering.kind() == Numbering.Kind.CONTINUOUS
            ? LongStream.concat(earlier.stream().flatMapToLong(Arrays::stream), Arrays.stream(next))
            : LongStream.empty();
    List<Range> missing =
        numbering.missing(LongStream.concat(Arrays.stream(numbers), around).toArray());
    List<Letter> ofTheDay =
        letters.stream()
            .filter(
                letter ->
                    letter.date().filter(date::equals).isPresent()
                        || isMissing(letter.letter().number(), missing))
            .map(Dated::letter)
            .toList();
    return Reconciliation.of(source, date, where, day, numbering, missing, ofTheDay, control);
  }

  private static boolean isMissing(long number, List<Range> missing) {
    return missing.stream().anyMatch(range -> range.from() <= number && number <= range.to());
  }

  /**
   * A dead letter.
   *
   * @param date of its event's own time in UTC; nothing where it has none
   */
  public record Dated(Letter letter, Optional<LocalDate> date) {}

  private void forEachRecord(LocalDate date, Consumer<ComplianceRecord> action) {
    forEachPage(
        date,
        PAGE,
        page -> {
          for (StoredItem item : store.read(page)) {
            switch (item) {
              case ComplianceRecord record -> action.accept(record);
              case UnreadableItem damaged -> unreadable.accept(damaged);
              case TradeHead head ->
                  throw new IllegalStateException("in the index: " + head.tradeId());
            }
          }
        });
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
    forEachPage(
        date,
        INDEX_PAGE,
        page ->
            page.entries().stream()
                .mapToLong(SourcePage.Entry::sourceSequence)
                .filter(number -> number > 0)
                .forEach(numbers));
    return numbers.build().toArray();
  }

  private void forEachPage(LocalDate date, int size, Consumer<SourcePage> action) {
    Optional<Cursor> after = Optional.empty();
    do {
      SourcePage page = store.bySource(source, start(date), start(date.plusDays(1)), after, size);
      action.accept(page);
      after = page.next();
    } while (after.isPresent());
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
