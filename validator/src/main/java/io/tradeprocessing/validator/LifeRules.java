package io.tradeprocessing.validator;

import io.tradeprocessing.common.identifier.Cfi;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.reference.InstrumentKind;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.ReasonCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The rules on what became of a trade: why an event was sent, what is left, and when. */
final class LifeRules {

  private final TradeFields fields;
  private final EventType type;

  LifeRules(TradeFields fields, EventType type) {
    this.fields = fields;
    this.type = type;
  }

  /**
   * Checks the fields that most events do not have.
   *
   * @param kind of the instrument, where it is known
   */
  void check(Optional<Instant> executedAt, Optional<InstrumentKind> kind) {
    reasonCode();
    remainingQuantity();
    if (type.isLifeEvent()) {
      notBeforeTheTrade(executedAt);
    }
    if (type == EventType.EXERCISE && kind.isPresent() && !isExercisable(kind.get())) {
      fields.add(
          Field.CFI,
          ViolationCode.INCONSISTENT,
          Message.of("an instrument of kind {kind} is not exercised")
              .with("kind", kind.get().name()));
    }
  }

  private void reasonCode() {
    Optional<ReasonCode> reason = fields.oneOf(Field.REASON_CODE, ReasonCode::of);
    if (reason.isPresent() && reason.get().eventType() != type) {
      fields.add(
          Field.REASON_CODE,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' is a reason for {expected}, not for {type}")
              .with("value", reason.get().name())
              .with("expected", reason.get().eventType().name())
              .with("type", type.name()));
    }
  }

  private void remainingQuantity() {
    Optional<BigDecimal> remaining = fields.decimal(Field.REMAINING_QUANTITY, false);
    if (remaining.isEmpty()) {
      return;
    }
    if (remaining.get().signum() < 0) {
      fields.outOfRange(Field.REMAINING_QUANTITY);
    } else if (!type.isLifeEvent()) {
      fields.add(
          Field.REMAINING_QUANTITY,
          ViolationCode.INCONSISTENT,
          Message.of("a {type} has no remaining quantity").with("type", type.name()));
    }
  }

  private void notBeforeTheTrade(Optional<Instant> executedAt) {
    if (executedAt.isPresent()
        && fields.get(Field.TIMESTAMP) instanceof JsonString text
        && EventTime.parse(text.value())
            .filter(time -> isBefore(time, executedAt.get()))
            .isPresent()) {
      fields.add(
          Field.TIMESTAMP,
          ViolationCode.INCONSISTENT,
          Message.of("'{value}' is before the trade was executed").with("value", text.value()));
    }
  }

  /** By the microsecond, to which the time of an event is cut. */
  private static boolean isBefore(EventTime time, Instant executedAt) {
    return time.instant().isBefore(executedAt.truncatedTo(ChronoUnit.MICROS));
  }

  /** Options, rights and warrants; of debt, what converts or has a warrant attached. */
  private boolean isExercisable(InstrumentKind kind) {
    return switch (kind) {
      case ENTITLEMENT, LISTED_OPTION, NON_LISTED_OPTION, STRATEGY, OTHER -> true;
      case DEBT -> isConvertible();
      case EQUITY,
          COLLECTIVE_INVESTMENT_VEHICLE,
          FUTURE,
          SWAP,
          SPOT,
          FORWARD,
          FINANCING,
          REFERENTIAL ->
          false;
    };
  }

  /** Groups DC and DW of ISO 10962. */
  private boolean isConvertible() {
    return fields.get(Field.CFI) instanceof JsonString text
        && Cfi.parse(text.value())
            .filter(cfi -> cfi.group().equals("DC") || cfi.group().equals("DW"))
            .isPresent();
  }
}
