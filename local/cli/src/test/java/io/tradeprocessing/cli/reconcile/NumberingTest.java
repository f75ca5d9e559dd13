package io.tradeprocessing.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.cli.reconcile.Numbering.Days;
import io.tradeprocessing.cli.reconcile.Numbering.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NumberingTest {

  private static Days days(List<Range> earlier, long[] day, long[] next) {
    return new Days(earlier, Range.around(day), Range.around(next));
  }

  private static long[] numbers(long... numbers) {
    return numbers;
  }

  private static Numbering of(Days days) {
    return Numbering.of(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), days);
  }

  @Test
  void aSourceThatGoesOnWhereTheDayBeforeEndedCountsContinuously() {
    assertThat(of(days(List.of(new Range(1, 3)), numbers(6, 5), numbers())))
        .isEqualTo(new Numbering(Kind.CONTINUOUS, Optional.of(new Range(4, 6))));
  }

  @Test
  void whatTheNextDayBeginsWithShowsHowFarTheDayWent() {
    assertThat(of(days(List.of(new Range(1, 2)), numbers(3, 4), numbers(8, 7))).expected())
        .contains(new Range(3, 6));
    assertThat(of(days(List.of(new Range(1, 2)), numbers(), numbers(8))).expected())
        .contains(new Range(3, 7));
  }

  @Test
  void aSourceThatBeginsAtOneAgainCountsAnewEachDay() {
    Numbering daily = new Numbering(Kind.DAILY, Optional.of(new Range(1, 3)));
    assertThat(of(days(List.of(new Range(1, 2)), numbers(2, 3), numbers(1)))).isEqualTo(daily);
    // The first numbers of this day are the missing ones; the days before show how it counts.
    assertThat(of(days(List.of(new Range(1, 2), new Range(1, 3)), numbers(3), numbers())))
        .isEqualTo(daily);
  }

  @Test
  void theFirstDayBeginsAtOne() {
    assertThat(of(days(List.of(), numbers(3), numbers())).expected()).contains(new Range(1, 3));
  }

  @Test
  void whatTheSourceStatesCounts() {
    Days days = days(List.of(new Range(1, 2)), numbers(5), numbers());
    assertThat(
            Numbering.of(Optional.of(Kind.DAILY), OptionalLong.empty(), OptionalLong.of(9), days))
        .isEqualTo(new Numbering(Kind.DAILY, Optional.of(new Range(1, 9))));
    assertThat(
            Numbering.of(Optional.empty(), OptionalLong.of(5), OptionalLong.empty(), days)
                .expected())
        .contains(new Range(5, 5));
  }

  @Test
  void withoutNumbersThereIsNothingToExpect() {
    assertThat(of(days(List.of(), numbers(), numbers())).expected()).isEmpty();
    assertThat(of(days(List.of(new Range(4, 4)), numbers(), numbers())).expected()).isEmpty();
  }
}
