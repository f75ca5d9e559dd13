package io.tradeprocessing.cli.records;

/** Which records are read. */
public sealed interface Selection {

  /** One trade's whole life. */
  record Trade(String id) implements Selection {}

  /**
   * What a source sent in a period of event time.
   *
   * @param from first microsecond since the epoch
   * @param to the microsecond after the last
   */
  record Sent(String source, long from, long to) implements Selection {}

  /** The whole table. */
  record Everything() implements Selection {}
}
