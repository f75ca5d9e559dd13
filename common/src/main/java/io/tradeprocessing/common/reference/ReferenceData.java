package io.tradeprocessing.common.reference;

import java.time.LocalDate;
import java.util.List;

/** What the reference data are and how old. */
public final class ReferenceData {

  /** A list is revised once a year or more often; after this many days one was missed. */
  public static final int MAX_AGE_DAYS = 400;

  private ReferenceData() {}

  /**
   * Where a set of reference data comes from.
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

    /** Whether the list is older than {@link #MAX_AGE_DAYS}: worth a look, and no fault. */
    public boolean isStale(LocalDate today) {
      return asOf.plusDays(MAX_AGE_DAYS).isBefore(today);
    }
  }

  /** The sources of all sets, in a fixed order. */
  public static List<Source> sources() {
    return new ReferenceTable<Source>("sources.tsv") {
      @Override
      Source row(String[] cells) {
        return Source.of(cells);
      }
    }.all();
  }
}
