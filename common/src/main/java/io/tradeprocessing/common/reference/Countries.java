package io.tradeprocessing.common.reference;

import java.util.List;
import java.util.Optional;

/**
 * Countries (ISO 3166) and the other prefixes that an ISIN may have (ISO 6166). Source: {@link
 * ReferenceData#sources()}.
 */
public final class Countries {

  private static final ReferenceTable<Country> TABLE =
      new ReferenceTable<>("countries.tsv") {
        @Override
        Country row(String[] cells) {
          return Country.of(cells);
        }
      };

  private Countries() {}

  /** The country or other prefix of ISINs that an alpha-2 code means. */
  public static Optional<Country> find(String code) {
    return TABLE.find(code);
  }

  /** All codes. Reads the whole table: not for a function's path. */
  public static List<Country> all() {
    return TABLE.all();
  }
}
