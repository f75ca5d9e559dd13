package io.tradeprocessing.common.trade;

import java.util.Optional;

/** Why a source sent an event; the action or event type of EMIR that reports the same. */
public enum ReasonCode {
  /** Of a CORRECT: the terms were reported wrongly; CORR. */
  MISREPORTED,
  /** Of a CORRECT: the parties have changed the terms since; MODI, FIX 1937=8. */
  AMENDED,
  /** Of a CANCEL: there never was such a trade; EROR. */
  ENTERED_IN_ERROR,
  /** Of a CANCEL: the trade is on record under another identifier, too; EROR. */
  DUPLICATE,
  /** Of a CANCEL: the venue broke the trade. */
  BUSTED,
  /** Of a CANCEL: the source books the trade anew. */
  REBOOKED,
  /** Of a NOVATION: a party is replaced; NOVA. */
  STEP_IN,
  /** Of a NOVATION: a central counterparty takes both sides; CLRG. */
  CLEARING,
  /** Of a TERMINATION: agreed before the end of the trade; ETRM. */
  EARLY,
  /** Of a TERMINATION: by portfolio compression; COMP. */
  COMPRESSION,
  /** Of a TERMINATION: a right was not exercised; FIX 1937=26. */
  EXPIRED,
  /** Of an EXERCISE: the holder exercised the right; EXER, FIX 1937=4. */
  EXERCISED,
  /** Of an EXERCISE: the writer was assigned; EXER, FIX 1937=25. */
  ASSIGNED;

  /** By its name; nothing for any other text. */
  public static Optional<ReasonCode> of(String name) {
    return switch (name) {
      case "MISREPORTED" -> Optional.of(MISREPORTED);
      case "AMENDED" -> Optional.of(AMENDED);
      case "ENTERED_IN_ERROR" -> Optional.of(ENTERED_IN_ERROR);
      case "DUPLICATE" -> Optional.of(DUPLICATE);
      case "BUSTED" -> Optional.of(BUSTED);
      case "REBOOKED" -> Optional.of(REBOOKED);
      case "STEP_IN" -> Optional.of(STEP_IN);
      case "CLEARING" -> Optional.of(CLEARING);
      case "EARLY" -> Optional.of(EARLY);
      case "COMPRESSION" -> Optional.of(COMPRESSION);
      case "EXPIRED" -> Optional.of(EXPIRED);
      case "EXERCISED" -> Optional.of(EXERCISED);
      case "ASSIGNED" -> Optional.of(ASSIGNED);
      default -> Optional.empty();
    };
  }

  /** The type of the events that it is a reason for. */
  public EventType eventType() {
    return switch (this) {
      case MISREPORTED, AMENDED -> EventType.CORRECT;
      case ENTERED_IN_ERROR, DUPLICATE, BUSTED, REBOOKED -> EventType.CANCEL;
      case STEP_IN, CLEARING -> EventType.NOVATION;
      case EARLY, COMPRESSION, EXPIRED -> EventType.TERMINATION;
      case EXERCISED, ASSIGNED -> EventType.EXERCISE;
    };
  }
}
