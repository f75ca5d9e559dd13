package io.tradeprocessing.common.store;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Where a trade stands by the accepted events of one source, whatever the order of arrival and
 * whichever Region recorded them.
 *
 * <p>Four places are enough, and as each is a maximum or a minimum, states {@linkplain #join join}:
 * any order, any repetition, the same result. A CANCEL ends the life that the NEW before it began;
 * only a later NEW (a rebook) begins another, so a correction cannot bring a cancelled trade back.
 *
 * @param firstNew the earliest NEW
 * @param lastNew the latest NEW
 * @param lastCorrect the latest CORRECT
 * @param lastCancel the latest CANCEL
 */
public record TradeState(
    Optional<Place> firstNew,
    Optional<Place> lastNew,
    Optional<Place> lastCorrect,
    Optional<Place> lastCancel) {

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

  /** The state after one accepted event. */
  public static TradeState of(Place place) {
    Optional<Place> only = Optional.of(place);
    return switch (place.type()) {
      case NEW -> new TradeState(only, only, Optional.empty(), Optional.empty());
      case CORRECT -> new TradeState(Optional.empty(), Optional.empty(), only, Optional.empty());
      case CANCEL -> new TradeState(Optional.empty(), Optional.empty(), Optional.empty(), only);
    };
  }

  /** The state after the events of both. */
  public TradeState join(TradeState other) {
    BinaryOperator<Place> later = BinaryOperator.maxBy(Comparator.naturalOrder());
    return new TradeState(
        join(firstNew, other.firstNew, BinaryOperator.minBy(Comparator.naturalOrder())),
        join(lastNew, other.lastNew, later),
        join(lastCorrect, other.lastCorrect, later),
        join(lastCancel, other.lastCancel, later));
  }

  private static Optional<Place> join(
      Optional<Place> a, Optional<Place> b, BinaryOperator<Place> choice) {
    return Stream.concat(a.stream(), b.stream()).reduce(choice);
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
  public Optional<Place> terms() {
    if (status() != Status.ACTIVE) {
      return Optional.empty();
    }
    return isAfter(lastCorrect, lastNew.orElseThrow()) ? lastCorrect : lastNew;
  }

  /**
   * Whether an event at this place finds a trade that it could change: a NEW before it is known,
   * and the trade was not cancelled in between without being booked again.
   */
  boolean isLiveAt(Place place) {
    boolean begun = firstNew.isPresent() && firstNew.get().compareTo(place) < 0;
    boolean ended = status() == Status.CANCELLED && lastCancel.orElseThrow().compareTo(place) < 0;
    return begun && !ended;
  }

  /** Whether a known event of the same type and time says something else. */
  boolean contradicts(Place place) {
    return Stream.of(firstNew, lastNew, lastCorrect, lastCancel)
        .flatMap(Optional::stream)
        .anyMatch(place::contradicts);
  }

  private static boolean isAfter(Optional<Place> place, Place other) {
    return place.isPresent() && place.get().compareTo(other) > 0;
  }
}
