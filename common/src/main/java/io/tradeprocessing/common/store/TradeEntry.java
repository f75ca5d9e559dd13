package io.tradeprocessing.common.store;

import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import java.util.Optional;

/**
 * A trade event with its outcome, before it has a place in the trade's chain.
 *
 * @param tradeId partition key under which it is recorded
 * @param time under which it is recorded
 * @param sourceSystem as {@link io.tradeprocessing.common.trade.TradeEvent#sourceSystem} has it
 * @param sourceSequence the source's count of its events; 0 where the event has none
 * @param status accepted or rejected
 * @param eventType nothing where the event names none that exists; only a rejected one can, and a
 *     review, whose decision is its type
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

  /** The event's type, or a review's decision, as records and results spell it. */
  public String eventTypeName() {
    return review()
        .map(review -> review.decision().map(Enum::name))
        .orElseGet(() -> eventType.map(EventType::name))
        .orElse(UNKNOWN_EVENT_TYPE);
  }

  /** The review that the event is; nothing for an event of a source system. */
  public Optional<TradeReview> review() {
    return sourceSystem.equals(TradeEvent.OPERATIONS)
        ? TradeReview.of(TradeEvent.of(content.event()))
        : Optional.empty();
  }

  /** The source of whose trade the event is: its own, or that of the event which it reviews. */
  public String tradeSource() {
    return review().map(review -> review.event().sourceSystem()).orElse(sourceSystem);
  }

  /**
   * The event's place among those of {@link #tradeSource} that count; nothing for a rejected one. A
   * review that accepts an event has the place of that event, wherever the event itself was
   * accepted too; one that cancels is a CANCEL at its own time. So a review only adds a place, and
   * states still join.
   */
  public Optional<Place> acceptedPlace() {
    if (status != RecordStatus.ACCEPTED) {
      return Optional.empty();
    }
    Optional<TradeReview> review = review();
    if (review.isEmpty()) {
      boolean partial = TradeEvent.of(content.event()).leavesAPart();
      return eventType.map(
          type -> new Place(time, sourceSequence, type, hashes.eventHash(), partial));
    }
    return review
        .get()
        .decision()
        .flatMap(
            decision ->
                switch (decision) {
                  case REVALIDATE, OVERRIDE -> reviewedPlace(review.get());
                  case CANCEL ->
                      Optional.of(new Place(time, 0, EventType.CANCEL, hashes.eventHash()));
                });
  }

  private static Optional<Place> reviewedPlace(TradeReview review) {
    TradeEvent event = review.event();
    return event
        .eventTime()
        .flatMap(
            at ->
                event
                    .eventType()
                    .map(
                        type ->
                            new Place(
                                at,
                                event.sourceSequence(),
                                type,
                                review.eventHash(),
                                event.leavesAPart())));
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
