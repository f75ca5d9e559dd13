package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.util.Optional;

/**
 * A trade event with its outcome, before it has a place in the trade's chain.
 *
 * @param tradeId partition key under which it is recorded
 * @param time under which it is recorded
 * @param sourceSystem as {@link io.tradeprocessing.common.trade.TradeEvent#sourceSystem} has it
 * @param sourceSequence the source's count of its events; 0 where the event has none
 * @param status accepted or rejected
 * @param eventType nothing where the event names none that exists; only a rejected one can
 * @param content the event and what was found out about it
 * @param provenance who recorded it
 * @param hashes of the content
 */
public record TradeEntry(
    String tradeId,
    EventTime time,
    String sourceSystem,
    long sourceSequence,
    RecordStatus status,
    Optional<EventType> eventType,
    Content content,
    Provenance provenance,
    Hashes hashes) {

  /** {@code eventType} of an event that names none that exists. */
  public static final String UNKNOWN_EVENT_TYPE = "UNKNOWN";

  /** The event's type as records and results spell it. */
  public String eventTypeName() {
    return eventType.map(EventType::name).orElse(UNKNOWN_EVENT_TYPE);
  }

  /** The event's place among those that count; nothing for a rejected one. */
  public Optional<Place> acceptedPlace() {
    return status == RecordStatus.ACCEPTED
        ? eventType.map(type -> new Place(time, sourceSequence, type, hashes.eventHash()))
        : Optional.empty();
  }

  /** Whether both are the same event: what its vouched source sent is equal. */
  public boolean isSameEvent(TradeEntry other) {
    return sourceSystem.equals(other.sourceSystem)
        && hashes.eventHash().equals(other.hashes.eventHash());
  }

  /** The key under which a Region records it. */
  public RecordKey key(Region region) {
    return new RecordKey(
        tradeId, SortKey.of(time, region.slot(), sourceSystem, hashes.eventHash()));
  }
}
