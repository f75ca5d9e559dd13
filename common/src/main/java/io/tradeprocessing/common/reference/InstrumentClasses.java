package io.tradeprocessing.common.reference;

import java.util.List;
import java.util.Optional;

/** The groups of ISO 10962 (CFI). Source: {@link ReferenceData#sources()}. */
public final class InstrumentClasses {

  private static final ReferenceTable<InstrumentClass> TABLE =
      new ReferenceTable<>("instrument-classes.tsv") {
        @Override
        InstrumentClass row(String[] cells) {
          return InstrumentClass.of(cells);
        }
      };

  private static final ReferenceTable<OlderInstrumentClass> OLDER =
      new ReferenceTable<>("older-instrument-classes.tsv") {
        @Override
        OlderInstrumentClass row(String[] cells) {
          return new OlderInstrumentClass(InstrumentClass.of(cells), cells[5]);
        }
      };

  private InstrumentClasses() {}

  /** The group of a category letter and a group letter, for example {@code ES}. */
  public static Optional<InstrumentClass> find(String group) {
    return TABLE.find(group);
  }

  /** The group as an edition before the current one had it. */
  public static Optional<OlderInstrumentClass> findOlder(String group) {
    return OLDER.find(group);
  }

  /** All groups, by code. Reads the whole table: not for a function's path. */
  public static List<InstrumentClass> all() {
    return TABLE.all();
  }
}
