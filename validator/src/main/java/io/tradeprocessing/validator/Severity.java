package io.tradeprocessing.validator;

/** What a violation means for the trade. */
public enum Severity {
  /** The trade is invalid. */
  ERROR,
  /** The trade is valid, and somebody should look at it. */
  WARNING
}
