package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventType;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Where a trade stands by the accepted events of one source, whatever the order of arrival and
 * whichever Region recorded them.
 *
 * <p>Six places are enough, and as each is a maximum or a minimum, states {@linkplain #join join}:
 * any order, any repetition, the same result. A CANCEL ends the life that the NEW before it began,
 * and so does a life event of the whole trade; only a later NEW (a rebook) begins another, so a
 * correction cannot bring a trade back. A CANCEL says that there was no such trade, so it prevails
 * over every life event.
 *
 * @param firstNew the earliest NEW
 * @param lastNew the latest NEW
 * @param lastCorrect the latest CORRECT
 * @param lastPartial the latest life event that left a part of the trade
 * @param lastEnd the latest life event of the whole trade
 * @param lastCancel the latest CANCEL
 */
public record TradeState(
    Optional<Place> firstNew,
    Optional<Place> lastNew,
    Optional<Place> lastCorrect,
    Optional<Place> lastPartial,
    Optional<Place> lastEnd,
    Optional<Place> lastCancel) {

  private static final Optional<Place> NO_PLACE = Optional.empty();

  /** Before any accepted event. */
  public static final TradeState NONE =
      new TradeState(NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE);

  /** How a trade stands; the names of those that ended are CDM's ClosedStateEnum. */
  public enum Status {
    /** Only other events of a trade whose NEW is not known. */
    UNMATCHED,
    ACTIVE,
    ALLOCATED,
    GIVEN_UP,
    NOVATED,
    TERMINATED,
    EXERCISED,
    CANCELLED
  }

  /** The state after one accepted event. */
  public static TradeState of(Place place) {
    Optional<Place> only = Optional.of(place);
    return switch (place.type()) {
      case NEW -> new TradeState(only, only, NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE);
      case CORRECT -> new TradeState(NO_PLACE, NO_PLACE, only, NO_PLACE, NO_PLACE, NO_PLACE);
      case ALLOCATION, GIVE_UP, NOVATION, TERMINATION, EXERCISE ->
          place.partial()
              ? new TradeState(NO_PLACE, NO_PLACE, NO_PLACE, only, NO_PLACE, NO_PLACE)
              : new TradeState(NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE, only, NO_PLACE);
      case CANCEL -> new TradeState(NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE, NO_PLACE, only);
    };
  }

  /** The state after the events of both. */
  public TradeState join(TradeState other) {
    BinaryOperator<Place> later = BinaryOperator.maxBy(Comparator.naturalOrder());
    return new TradeState(
        join(firstNew, other.firstNew, BinaryOperator.minBy(Comparator.naturalOrder())),
        join(lastNew, other.lastNew, later),
        join(lastCorrect, other.lastCorrect, later),
        join(lastPartial, other.lastPartial, later),
        join(lastEnd, other.lastEnd, later),
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
    if (isAfter(lastCancel, lastNew.get())) {
      return Status.CANCELLED;
    }
    return isAfter(lastEnd, lastNew.get())
        ? statusAfter(lastEnd.orElseThrow().type())
        : Status.ACTIVE;
  }

  private static Status statusAfter(EventType end) {
    return switch (end) {
      case ALLOCATION -> Status.ALLOCATED;
      case GIVE_UP -> Status.GIVEN_UP;
      case NOVATION -> Status.NOVATED;
      case TERMINATION -> Status.TERMINATED;
      case EXERCISE -> Status.EXERCISED;
      case NEW, CORRECT, CANCEL -> throw new IllegalStateException(end + " is not a life event");
    };
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
   * The life event that says how much is left of an active trade; nothing where its terms, which
   * have the quantity, are later.
   */
  public Optional<Place> reduction() {
    return terms().flatMap(terms -> isAfter(lastPartial, terms) ? lastPartial : NO_PLACE);
  }

  /** The event that ended the trade: a CANCEL or a life event; nothing where it has not ended. */
  public Optional<Place> end() {
    return switch (status()) {
      case UNMATCHED, ACTIVE -> NO_PLACE;
      case ALLOCATED, GIVEN_UP, NOVATED, TERMINATED, EXERCISED -> lastEnd;
      case CANCELLED -> lastCancel;
    };
  }

  /**
   * Whether an event at this place finds a trade that it could change: a NEW before it is known,
   * and the trade has not ended in between without being booked again. What ended it may still be
   * corrected or cancelled, unless that was a CANCEL.
   */
  boolean isLiveAt(Place place) {
    boolean begun = firstNew.isPresent() && firstNew.get().compareTo(place) < 0;
    return begun && !hasEnded(place);
  }

  private boolean hasEnded(Place place) {
    boolean cancelled =
        status() == Status.CANCELLED && lastCancel.orElseThrow().compareTo(place) < 0;
    boolean endsMatter =
        switch (place.type()) {
          case CORRECT, CANCEL -> false;
          case NEW, ALLOCATION, GIVE_UP, NOVATION, TERMINATION, EXERCISE -> true;
        };
    boolean ended =
        endsMatter
            && lastNew.isPresent()
            && isAfter(lastEnd, lastNew.get())
            && lastEnd.orElseThrow().compareTo(place) < 0;
    return cancelled || ended;
  }

  /** Whether a known event of the same type and time says something else. */
  boolean contradicts(Place place) {
    return Stream.of(firstNew, lastNew, lastCorrect, lastPartial, lastEnd, lastCancel)
        .flatMap(Optional::stream)
        .anyMatch(place::contradicts);
  }

  private static boolean isAfter(Optional<Place> place, Place other) {
    return place.isPresent() && place.get().compareTo(other) > 0;
  }
}
