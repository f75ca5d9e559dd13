package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.util.Comparator;

/**
 * An event's place among its source's events of a trade. The order is total, so it does not depend
 * on arrival: time, then the source's own count, then the type (NEW, CORRECT, the life events,
 * CANCEL), then the hash.
 *
 * @param time when the event happened
 * @param sourceSequence the source's count of its events; 0 where the event has none
 * @param type of the event
 * @param eventHash of the trade as sent
 * @param partial whether it is a life event that leaves a part of the trade; this follows from the
 *     event, and so is the same wherever the hash is
 */
public record Place(
    EventTime time, long sourceSequence, EventType type, String eventHash, boolean partial)
    implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::time)
          .thenComparingLong(Place::sourceSequence)
          .thenComparing(Place::type)
          .thenComparing(Place::eventHash);

  /** The place of an event that is not partial. */
  public Place(EventTime time, long sourceSequence, EventType type, String eventHash) {
    this(time, sourceSequence, type, eventHash, false);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** Whether the two events say different things of one type and time. */
  public boolean contradicts(Place other) {
    return type == other.type && time.equals(other.time) && !eventHash.equals(other.eventHash);
  }
}
