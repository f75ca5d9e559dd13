package io.tradeprocessing.common.reference;

import java.util.List;
import java.util.Optional;

/** The venues of ISO 10383, active and expired. Source: {@link ReferenceData#sources()}. */
public final class Venues {

  private static final ReferenceTable<Venue> TABLE =
      new ReferenceTable<>("venues.tsv") {
        @Override
        Venue row(String[] cells) {
          return Venue.of(cells);
        }
      };

  private Venues() {}

  /** The venue of a market identifier code, whether in use or expired. */
  public static Optional<Venue> find(String mic) {
    return TABLE.find(mic);
  }

  /** All venues, by code. Reads the whole table: not for a function's path. */
  public static List<Venue> all() {
    return TABLE.all();
  }
}
