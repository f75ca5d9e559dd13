package io.tradeprocessing.cli.reconcile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The sequence numbers of a source on a day, and those around it that say what to expect. */
final class NumberedDays {

  private final List<long[]> earlier;
  private final long[] day;
  private final long[] next;

  /**
   * Numbers as they come; the arrays are not copied.
   *
   * @param earlier of the two last days before it that have numbers, the later first
   * @param day of the day itself
   * @param next of the day after it
   */
  NumberedDays(List<long[]> earlier, long[] day, long[] next) {
    this.earlier = List.copyOf(earlier);
    this.day = day;
    this.next = next;
  }

  /**
   * Which numbers should be there.
   *
   * @param kind as the source states it
   * @param first as the source states it
   * @param last as the source states it
   */
  Numbering numbering(Optional<Numbering.Kind> kind, OptionalLong first, OptionalLong last) {
    return Numbering.of(
        kind,
        first,
        last,
        new Numbering.Days(
            earlier.stream().map(Range::around).flatMap(Optional::stream).toList(),
            Range.around(day),
            Range.around(next)));
  }

  /**
   * The numbers that should be there and are not. With continuous numbers, those of the days around
   * count too: two events may change places around midnight.
   */
  List<Range> missing(Numbering numbering) {
    LongStream around =
        switch (numbering.kind()) {
          case CONTINUOUS ->
              LongStream.concat(
                  earlier.stream().flatMapToLong(Arrays::stream), Arrays.stream(next));
          case DAILY -> LongStream.empty();
        };
    return numbering.missing(LongStream.concat(Arrays.stream(day), around).toArray());
  }
}
