package io.tradeprocessing.cli.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How a source counts its events, and which numbers of a day should be there.
 *
 * @param kind over all days, or anew for each UTC date
 * @param expected the numbers of the day; nothing where no event has one
 */
public record Numbering(Kind kind, Optional<Range> expected) {

  /** The two ways that the contract of trade events allows. */
  public enum Kind {
    CONTINUOUS,
    DAILY
  }

  /**
   * The lowest and the highest number of days.
   *
   * @param earlier the two last days before it that have numbers, the later first
   * @param day the day itself
   * @param next the day after it
   */
  record Days(List<Range> earlier, Optional<Range> day, Optional<Range> next) {

    Days {
      earlier = List.copyOf(earlier);
    }
  }

  /**
   * Finds what should be there.
   *
   * @param kind as the source states it; found where there is none
   * @param first as the source states it
   * @param last as the source states it
   */
  static Numbering of(Optional<Kind> kind, OptionalLong first, OptionalLong last, Days days) {
    Kind found = kind.orElseGet(() -> begins(days) ? Kind.DAILY : Kind.CONTINUOUS);
    OptionalLong lowest = first.isPresent() ? first : first(found, days);
    OptionalLong highest = last.isPresent() ? last : last(found, days);
    return new Numbering(
        found,
        lowest.isPresent() && highest.isPresent() && lowest.getAsLong() <= highest.getAsLong()
            ? Optional.of(new Range(lowest.getAsLong(), highest.getAsLong()))
            : Optional.empty());
  }

  /** The numbers that should be there and are not. */
  List<Range> missing(long[] numbers) {
    return expected
        .map(range -> Range.missing(numbers, range.from(), range.to()))
        .orElse(List.of());
  }

  /** Whether a day begins at or below where the one before it ended: it counts anew. */
  private static boolean begins(Days days) {
    Optional<Range> later = days.day;
    for (Range before : days.earlier) {
      if (later.isPresent() && later.get().from() <= before.to()) {
        return true;
      }
      later = Optional.of(before);
    }
    return false;
  }

  private static OptionalLong first(Kind kind, Days days) {
    return switch (kind) {
      case DAILY -> OptionalLong.of(1);
      case CONTINUOUS ->
          OptionalLong.of(days.earlier.isEmpty() ? 1 : days.earlier.getFirst().to() + 1);
    };
  }

  /** What the next day begins with shows how far this one went. */
  private static OptionalLong last(Kind kind, Days days) {
    Stream<Long> seen =
        switch (kind) {
          case DAILY -> days.day.map(Range::to).stream();
          case CONTINUOUS ->
              Stream.concat(
                  days.day.map(Range::to).stream(),
                  days.next.map(next -> next.from() - 1).stream());
        };
    return seen.mapToLong(Long::longValue).max();
  }
}
