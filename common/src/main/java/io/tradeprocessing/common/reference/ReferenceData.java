package io.tradeprocessing.common.reference;

import java.time.LocalDate;
import java.util.List;

/** The sets of reference data, and their age. */
public final class ReferenceData {

  /** Every list is revised at least once a year; after this many days, a revision was missed. */
  public static final int MAX_AGE_DAYS = 400;

  private static final List<Source> SOURCES =
      List.copyOf(
          new ReferenceTable<Source>("sources.tsv") {
            @Override
            Source row(String[] cells) {
              return Source.of(cells);
            }
          }.all());

  private ReferenceData() {}

  /**
   * The origin of a set of reference data.
   *
   * @param name of the set, for example {@code venues}
   * @param standard the list it is
   * @param origin the package and version that it was taken from
   * @param asOf the date of the list
   */
  public record Source(String name, String standard, String origin, LocalDate asOf) {

    static Source of(String[] cells) {
      return new Source(cells[0], cells[1], cells[2], LocalDate.parse(cells[3]));
    }

    /** Whether the list is older than {@link #MAX_AGE_DAYS}: worth checking, but not an error. */
    public boolean isStale(LocalDate today) {
      return asOf.plusDays(MAX_AGE_DAYS).isBefore(today);
    }
  }

  /** The sources of all sets, in a fixed order. */
  public static List<Source> sources() {
    return SOURCES;
  }
}
