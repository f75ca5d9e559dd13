package io.tradeprocessing.common.calendar;

/** Whether securities settle on a date. */
public enum SettlementDay {
  OPEN,
  CLOSED,
  /** The calendar does not cover the date, or its sources disagree. */
  UNKNOWN
}
