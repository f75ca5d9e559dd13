package io.tradeprocessing.common.trade;

import java.util.Optional;

/**
 * What an event does to its trade, in the order in which events of one time count.
 *
 * <p>NEW, CORRECT and CANCEL say what a trade is: FIX ExecType (150) F, G and H. The others say
 * what became of it: FIX TradeContinuation (1937). Whatever such an event brings about is a trade
 * of its own with a NEW of its own; {@link LinkedTrade} names it.
 */
public enum EventType {
  NEW,
  CORRECT,
  /** A block is divided among accounts; FIX 1937=22, EMIR event type ALOC. */
  ALLOCATION,
  /** The executing broker hands the trade to another for clearing; FIX 1937=18. */
  GIVE_UP,
  /** Another party, or a clearing house, takes a side; FIX 1937=0 and 1, EMIR NOVA and CLRG. */
  NOVATION,
  /** It ends before its time; FIX 1937=2, 3 and 31, EMIR ETRM and COMP. */
  TERMINATION,
  /** A right is exercised or assigned; FIX 1937=4 and 25, EMIR EXER. */
  EXERCISE,
  CANCEL;

  /** By its name; nothing for any other text. */
  public static Optional<EventType> of(String name) {
    return switch (name) {
      case "NEW" -> Optional.of(NEW);
      case "CORRECT" -> Optional.of(CORRECT);
      case "ALLOCATION" -> Optional.of(ALLOCATION);
      case "GIVE_UP" -> Optional.of(GIVE_UP);
      case "NOVATION" -> Optional.of(NOVATION);
      case "TERMINATION" -> Optional.of(TERMINATION);
      case "EXERCISE" -> Optional.of(EXERCISE);
      case "CANCEL" -> Optional.of(CANCEL);
      default -> Optional.empty();
    };
  }

  /** Whether it says what became of a trade, and not what the trade is. */
  public boolean isLifeEvent() {
    return switch (this) {
      case NEW, CORRECT, CANCEL -> false;
      case ALLOCATION, GIVE_UP, NOVATION, TERMINATION, EXERCISE -> true;
    };
  }

  /** Whether the event has to have the terms of the trade. */
  public boolean needsTerms() {
    return this == NEW || this == CORRECT;
  }
}
