package io.tradeprocessing.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RangeTest {

  @Test
  void whatIsMissingIsNamedInRanges() {
    assertThat(Range.missing(new long[] {5, 2, 9, 2}, 1, 10))
        .containsExactly(new Range(1, 1), new Range(3, 4), new Range(6, 8), new Range(10, 10));
    assertThat(Range.missing(new long[] {1, 2, 3}, 1, 3)).isEmpty();
    assertThat(Range.missing(new long[0], 4, 6)).containsExactly(new Range(4, 6));
    assertThat(Range.missing(new long[] {1, 20}, 5, 7)).containsExactly(new Range(5, 7));
  }

  @Test
  void aRangeIsWrittenAsShortAsItIs() {
    assertThat(List.of(new Range(7, 7), new Range(7, 9))).hasToString("[7, 7-9]");
    assertThatIllegalArgumentException().isThrownBy(() -> new Range(2, 1));
  }

  /** Of every number from first to last: it is there, or in just one range. */
  @Property(tries = 500)
  void everyNumberIsThereOrMissing(
      @ForAll @LongRange(min = 1, max = 40) long[] numbers,
      @ForAll @LongRange(min = 1, max = 30) long first,
      @ForAll @LongRange(min = 0, max = 20) long more) {
    List<Range> missing = Range.missing(numbers, first, first + more);

    long[] named =
        missing.stream()
            .flatMapToLong(range -> LongStream.rangeClosed(range.from(), range.to()))
            .toArray();
    assertThat(named)
        .isEqualTo(
            LongStream.rangeClosed(first, first + more)
                .filter(number -> Arrays.stream(numbers).noneMatch(each -> each == number))
                .toArray());
    assertThat(missing.stream().mapToLong(Range::count).sum()).isEqualTo(named.length);
  }
}
