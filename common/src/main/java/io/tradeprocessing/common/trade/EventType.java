package io.tradeprocessing.common.trade;

import java.util.Optional;

/** What an event does to its trade; FIX ExecType (150) F, G and H. */
public enum EventType {
  NEW,
  CORRECT,
  CANCEL;

  public static Optional<EventType> of(String name) {
    return switch (name) {
      case "NEW" -> Optional.of(NEW);
      case "CORRECT" -> Optional.of(CORRECT);
      case "CANCEL" -> Optional.of(CANCEL);
      default -> Optional.empty();
    };
  }
}
