package io.tradeprocessing.common.store;

/** What the validator's verdict made of an event. */
public enum RecordStatus {
  ACCEPTED,
  REJECTED
}
