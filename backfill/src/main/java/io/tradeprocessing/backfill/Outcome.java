package io.tradeprocessing.backfill;

/** What became of a line, as its result line says. */
public enum Outcome {
  ACCEPTED,
  REJECTED,
  DUPLICATE,
  UNREADABLE,
  FAILED
}
