package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.util.Optional;

/**
 * Where a trade stands by the accepted events of one source, by event time and whatever the order
 * of arrival.
 *
 * <p>Four times are enough, and as each is a maximum or a minimum, every order of arrival ends in
 * the same state. A CANCEL ends the life that the NEW before it began; only a later NEW (a rebook)
 * begins another, so a correction cannot bring a cancelled trade back.
 *
 * @param firstNew the earliest NEW
 * @param lastNew the latest NEW
 * @param lastCorrect the latest CORRECT
 * @param lastCancel the latest CANCEL
 */
public record TradeState(
    Optional<EventTime> firstNew,
    Optional<EventTime> lastNew,
    Optional<EventTime> lastCorrect,
    Optional<EventTime> lastCancel) {

  /** Before any accepted event. */
  public static final TradeState NONE =
      new TradeState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** How a trade stands. */
  public enum Status {
    /** Only corrections and cancels of a trade that is not known. */
    UNMATCHED,
    ACTIVE,
    CANCELLED
  }

  public Status status() {
    if (lastNew.isEmpty()) {
      return Status.UNMATCHED;
    }
    return isAfter(lastCancel, lastNew.get()) ? Status.CANCELLED : Status.ACTIVE;
  }

  /**
   * The event whose terms are in force: the latest CORRECT since the latest NEW, or that NEW;
   * nothing unless the trade is active.
   */
  public Optional<EventTime> terms() {
    if (status() != Status.ACTIVE) {
      return Optional.empty();
    }
    return isAfter(lastCorrect, lastNew.orElseThrow()) ? lastCorrect : lastNew;
  }

  /** The state with one more accepted event. */
  TradeState with(EventType type, EventTime time) {
    return switch (type) {
      case NEW ->
          new TradeState(earlier(firstNew, time), later(lastNew, time), lastCorrect, lastCancel);
      case CORRECT -> new TradeState(firstNew, lastNew, later(lastCorrect, time), lastCancel);
      case CANCEL -> new TradeState(firstNew, lastNew, lastCorrect, later(lastCancel, time));
    };
  }

  /**
   * Whether an event of this type and time finds no trade that it could change: no NEW before it is
   * known, or the trade was cancelled before it and not booked again. A NEW needs none.
   */
  boolean misses(EventType type, EventTime time) {
    if (type == EventType.NEW) {
      return false;
    }
    boolean begun = firstNew.isPresent() && firstNew.get().compareTo(time) < 0;
    boolean ended = status() == Status.CANCELLED && lastCancel.orElseThrow().compareTo(time) < 0;
    return !begun || ended;
  }

  private static boolean isAfter(Optional<EventTime> time, EventTime other) {
    return time.isPresent() && time.get().compareTo(other) > 0;
  }

  private static Optional<EventTime> earlier(Optional<EventTime> known, EventTime time) {
    return known.isPresent() && known.get().compareTo(time) < 0 ? known : Optional.of(time);
  }

  private static Optional<EventTime> later(Optional<EventTime> known, EventTime time) {
    return isAfter(known, time) ? known : Optional.of(time);
  }
}
