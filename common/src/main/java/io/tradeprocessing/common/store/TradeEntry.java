package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventType;
import java.util.Optional;

/**
 * A trade event with its outcome, before it has a place in the trade's chain.
 *
 * @param key where it is recorded
 * @param sourceSystem as {@link io.tradeprocessing.common.trade.TradeEvent#sourceSystem} has it
 * @param status accepted or rejected
 * @param eventType nothing where the event names none that exists; only a rejected one can
 * @param content the event and what was found out about it
 * @param provenance who recorded it
 * @param hashes of the content
 */
public record TradeEntry(
    RecordKey key,
    String sourceSystem,
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
}
