package io.tradeprocessing.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.cli.records.Recorded;
import io.tradeprocessing.cli.records.Selection;
import io.tradeprocessing.cli.records.SourceReader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class SequenceGapsTest {

  private static final Instant NOW = Instant.parse("2026-02-28T12:00:00Z");
  private static final LocalDate FIRST = LocalDate.parse("2026-01-12");

  private static void send(Recorded recorded, int day, int number) {
    var _ =
        recorded.accepted(
            "T" + day + "-" + number,
            "NEW",
            FIRST.plusDays(day) + "T10:%02d:%02dZ".formatted(number / 60 % 60, number % 60),
            number == 0 ? "note=none" : "sourceSequence=" + number);
  }

  private static List<String> gaps(
      Recorded recorded, Selection.Sent sent, Optional<Numbering.Kind> kind) {
    List<String> gaps = new ArrayList<>();
    SequenceGaps.find(
        new SourceReader(recorded.store()),
        sent,
        kind,
        NOW,
        gap -> gaps.add(gap.date().getDayOfMonth() + ": " + gap.numbers()));
    return gaps;
  }

  private static List<String> gaps(Recorded recorded) {
    return gaps(recorded, Selection.Sent.ever("system1"), Optional.empty());
  }

  @Test
  void eachGapIsFoundOnceOnTheDayOfTheNumberAfterIt() {
    try (Recorded recorded = new Recorded()) {
      List.of(2, 3, 0).forEach(number -> send(recorded, 0, number));
      List.of(6, 9).forEach(number -> send(recorded, 1, number));
      List.of(11).forEach(number -> send(recorded, 4, number));
      List.of(14).forEach(number -> send(recorded, 30, number));

      assertThat(gaps(recorded))
          .containsExactly("12: 1", "13: 4-5", "13: 7-8", "16: 10", "11: 12-13");
    }
  }

  @Test
  void aSourceThatCountsAnewEachDayLacksTheFirstOnes() {
    try (Recorded recorded = new Recorded()) {
      List.of(1, 2, 3).forEach(number -> send(recorded, 0, number));
      List.of(2, 4).forEach(number -> send(recorded, 1, number));

      assertThat(gaps(recorded)).containsExactly("13: 1", "13: 3");
    }
  }

  @Test
  void twoEventsMayChangePlacesAroundMidnight() {
    try (Recorded recorded = new Recorded()) {
      List.of(1, 2, 4).forEach(number -> send(recorded, 0, number));
      List.of(3, 5).forEach(number -> send(recorded, 1, number));

      assertThat(
              gaps(
                  recorded, Selection.Sent.ever("system1"), Optional.of(Numbering.Kind.CONTINUOUS)))
          .isEmpty();
    }
  }

  @Test
  void aPeriodBeginsWithItsFirstNumberAndHasNoGapsOfBefore() {
    try (Recorded recorded = new Recorded()) {
      List.of(100, 103).forEach(number -> send(recorded, 0, number));
      List.of(105).forEach(number -> send(recorded, 1, number));
      Selection.Sent second = from(FIRST.plusDays(1));

      assertThat(gaps(recorded, second, Optional.empty())).containsExactly("13: 104");
      List.of(200, 202).forEach(number -> send(recorded, 20, number));
      assertThat(gaps(recorded, from(FIRST.plusDays(20)), Optional.empty()))
          .containsExactly("1: 201");
    }
  }

  private static Selection.Sent from(LocalDate date) {
    return new Selection.Sent(
        "system1", date.toEpochDay() * 86_400_000_000L, Selection.Sent.ever("system1").to());
  }

  /** Its time is wrong, and it would be expected to be followed by numbers that are not due. */
  @Test
  void anEventOfTheFutureIsNotLookedAt() {
    try (Recorded recorded = new Recorded()) {
      List.of(1, 2).forEach(number -> send(recorded, 0, number));
      List.of(7).forEach(number -> send(recorded, 400, number));

      assertThat(gaps(recorded)).isEmpty();
    }
  }

  /** Numbers that are spread over days at random: what reconcile says of all days, each once. */
  @Property(tries = 60)
  void theyAreThoseOfTheDaysOneByOne(
      @ForAll @Size(min = 1, max = 12) @UniqueElements
          List<@IntRange(min = 1, max = 16) Integer> numbers,
      @ForAll @Size(3) List<@IntRange(min = 0, max = 12) Integer> ends) {
    List<Integer> sorted = numbers.stream().sorted().toList();
    try (Recorded recorded = new Recorded()) {
      for (int number : sorted) {
        int day = (int) ends.stream().filter(end -> end < number).count();
        send(recorded, day, number);
      }
      Set<Long> byDay = new TreeSet<>();
      for (int day = 0; day <= 3; day++) {
        new DayReader(recorded.store(), "system1", _ -> {})
            .read(FIRST.plusDays(day))
            .reconcile(
                "",
                Optional.of(Numbering.Kind.CONTINUOUS),
                List.of(),
                Optional.empty(),
                Optional.empty())
            .missing()
            .forEach(range -> LongStream.rangeClosed(range.from(), range.to()).forEach(byDay::add));
      }
      List<Long> found = new ArrayList<>();
      SequenceGaps.find(
          new SourceReader(recorded.store()),
          Selection.Sent.ever("system1"),
          Optional.of(Numbering.Kind.CONTINUOUS),
          NOW,
          gap ->
              LongStream.rangeClosed(gap.numbers().from(), gap.numbers().to()).forEach(found::add));

      assertThat(found).doesNotHaveDuplicates().containsExactlyElementsOf(byDay);
    }
  }
}
