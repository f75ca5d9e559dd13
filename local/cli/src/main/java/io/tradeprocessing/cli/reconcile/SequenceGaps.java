package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SourceReader;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.dynamodb.SourcePage;
import io.tradeprocessing.common.trade.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a source's days lack, by the rules of a single day, in one reading of the index.
 * In memory are the numbers of four days.
 */
public final class SequenceGaps {

  private static final long[] NO_NUMBERS = {};

  /**
   * Numbers that are missing.
   *
   * @param date on which the number after them came
   */
  public record Gap(String source, LocalDate date, Numbering.Kind kind, Range numbers) {}

  /** The numbers of a UTC date. */
  private static final class Numbered {
    private final LocalDate date;
    private final LongStream.Builder builder = LongStream.builder();
    private long[] numbers = NO_NUMBERS;

    Numbered(LocalDate date) {
      this.date = date;
    }

    Range range() {
      return Range.around(numbers).orElseThrow();
    }
  }

  private final String source;
  private final Optional<Numbering.Kind> kind;
  private final Optional<LocalDate> since;
  private final Consumer<Gap> gaps;

  /** The last two days that were judged, the later first. */
  private List<Numbered> earlier = List.of();

  private @Nullable Numbered complete;
  private @Nullable Numbered reading;

  private SequenceGaps(
      String source, Optional<Numbering.Kind> kind, Optional<LocalDate> since, Consumer<Gap> gaps) {
    this.source = source;
    this.kind = kind;
    this.since = since;
    this.gaps = gaps;
  }

  /**
   * Finds the gaps of a period. What is missing before the first number of a day is found on that
   * day, so each gap is found once. Numbers before the first that is on record are missing, too,
   * unless the period has a beginning.
   *
   * @param kind as the source states it; found day by day where there is none
   * @param now no event of a later date is looked at: its time is wrong
   */
  public static void find(
      SourceReader reader,
      Selection.Sent sent,
      Optional<Numbering.Kind> kind,
      Instant now,
      Consumer<Gap> gaps) {
    boolean whole = sent.from() == Selection.Sent.ever(sent.source()).from();
    Optional<LocalDate> since =
        whole ? Optional.empty() : Optional.of(date(new EventTime(sent.from())));
    long before = Duration.ofDays(DayReader.DAYS_BACK).toSeconds() * 1_000_000;
    long end =
        ChronoUnit.MICROS.between(
            Instant.EPOCH,
            LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC));
    SequenceGaps days = new SequenceGaps(sent.source(), kind, since, gaps);
    reader.forEachEntry(
        new Selection.Sent(
            sent.source(), Math.max(1, sent.from() - before), Math.min(sent.to(), end)),
        days::add);
    days.end();
  }

  private static LocalDate date(EventTime time) {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }

  private void add(SourcePage.Entry entry) {
    if (entry.sourceSequence() == 0) {
      return;
    }
    Optional<LocalDate> date = SortKey.parse(entry.timestamp()).map(key -> date(key.time()));
    if (date.isEmpty()) {
      return;
    }
    if (reading == null || !reading.date.equals(date.get())) {
      endDay();
      reading = new Numbered(date.get());
    }
    reading.builder.add(entry.sourceSequence());
  }

  private void end() {
    endDay();
    if (complete != null) {
      judge(complete, NO_NUMBERS);
    }
  }

  /** A day is judged once the day after it is known. */
  private void endDay() {
    if (reading == null) {
      return;
    }
    reading.numbers = reading.builder.build().toArray();
    if (complete != null) {
      boolean follows = complete.date.plusDays(1).equals(reading.date);
      judge(complete, follows ? reading.numbers : NO_NUMBERS);
      List<Numbered> before = new ArrayList<>(List.of(complete));
      earlier.stream().limit(1).forEach(before::add);
      earlier = before;
    }
    complete = reading;
    reading = null;
  }

  private void judge(Numbered day, long[] next) {
    if (since.map(day.date::isBefore).orElse(false)) {
      return;
    }
    List<long[]> near =
        earlier.stream()
            .filter(each -> !each.date.isBefore(day.date.minusDays(DayReader.DAYS_BACK)))
            .map(each -> each.numbers)
            .toList();
    NumberedDays days = new NumberedDays(near, day.numbers, next);
    OptionalLong first = near.isEmpty() ? first(day) : OptionalLong.empty();
    Numbering numbering = days.numbering(kind, first, OptionalLong.of(day.range().to()));
    days.missing(numbering)
        .forEach(range -> gaps.accept(new Gap(source, day.date, numbering.kind(), range)));
  }

  /** Where a day has no other near it: what it is expected to begin with. */
  private OptionalLong first(Numbered day) {
    if (kind.filter(Numbering.Kind.DAILY::equals).isPresent()) {
      return OptionalLong.empty();
    }
    if (earlier.isEmpty()) {
      return since.isEmpty() ? OptionalLong.empty() : OptionalLong.of(day.range().from());
    }
    long after = earlier.getFirst().range().to() + 1;
    return OptionalLong.of(after <= day.range().from() ? after : day.range().from());
  }
}
