package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.SortKey;

/** Which records are read. */
public sealed interface Selection {

  /** One trade's whole life. */
  record Trade(String id) implements Selection {

    /** That no such trade is there, for people. */
    public String unknownIn(String where) {
      return "there is no trade %s in %s".formatted(Terminal.printable(id), where);
    }
  }

  /**
   * What a source sent in a period of event time.
   *
   * @param from first microsecond since the epoch
   * @param to the microsecond after the last
   */
  record Sent(String source, long from, long to) implements Selection {

    /** Everything that a source sent. */
    public static Sent ever(String source) {
      return new Sent(source, 1, SortKey.MAX_MICROSECONDS + 1);
    }

    /** Whether there is neither a beginning nor an end. */
    public boolean isEver() {
      return equals(ever(source));
    }

    /** Whether a record is of the source and the period. */
    public boolean has(ComplianceRecord record) {
      long time = record.key().timestamp().microseconds();
      return record.entry().sourceSystem().equals(source) && time >= from && time < to;
    }
  }

  /** The whole table. */
  record Everything() implements Selection {}
}
