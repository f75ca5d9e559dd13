package io.tradeprocessing.cli.reconcile;

import io.tradeprocessing.cli.reconcile.Reconciliation.Letter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is on record of a source's day, and the sequence numbers of the days around it. */
public final class SourceDay {

  private final String source;
  private final LocalDate date;
  private final Day day;
  private final List<long[]> earlier;
  private final long[] next;

  /**
   * @param earlier the numbers of the two last days before it that have some, the later first
   * @param next those of the day after it
   */
  SourceDay(String source, LocalDate date, Day day, List<long[]> earlier, long[] next) {
    this.source = source;
    this.date = date;
    this.day = day;
    this.earlier = List.copyOf(earlier);
    this.next = next;
  }

  /**
   * A dead letter.
   *
   * @param date of its event's own time in UTC; nothing where it has none
   */
  public record Dated(Letter letter, Optional<LocalDate> date) {}

  /**
   * Compares the day with what should be there.
   *
   * @param where the records are, for people
   * @param kind as the user states it
   * @param letters dead letters of the source, of any day
   * @param archive of the bus, where it is known
   */
  public Reconciliation reconcile(
      String where,
      Optional<Numbering.Kind> kind,
      List<Dated> letters,
      Optional<Control> control,
      Optional<EventArchive> archive) {
    NumberedDays days = new NumberedDays(earlier, day.numbers(), next);
    Numbering numbering =
        days.numbering(
            kind,
            control.map(Control::first).orElse(OptionalLong.empty()),
            control.map(Control::last).orElse(OptionalLong.empty()));
    List<Range> missing = days.missing(numbering);
    List<Letter> ofTheDay =
        letters.stream()
            .filter(
                letter ->
                    letter.date().filter(date::equals).isPresent()
                        || isMissing(letter.letter().number(), missing))
            .map(Dated::letter)
            .toList();
    return Reconciliation.of(
        source, date, where, day, numbering, missing, ofTheDay, control, archive);
  }

  private static boolean isMissing(long number, List<Range> missing) {
    return missing.stream().anyMatch(range -> range.has(number));
  }
}
