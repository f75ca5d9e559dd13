package io.tradeprocessing.common.reference;

import java.time.LocalDate;
import java.util.List;

/** What the reference data are and how old. */
public final class ReferenceData {

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
