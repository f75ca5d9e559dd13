package io.tradeprocessing.recorder;

import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.util.Optional;

/**
 * Where an event is recorded. It follows from the event alone, so every delivery meets the same
 * key.
 *
 * <ul>
 *   <li>An event with a usable identifier and a usable time of its own: under these.
 *   <li>Without a usable identifier: under {@code invalid:} and the start of its hash.
 *   <li>Without a usable time of its own: under the envelope's time.
 *   <li>Without any usable time: under {@code invalid:} and the start of its hash at {@link
 *       #NO_TIME}, so that two such events of one trade do not meet. EventBridge sets a time on
 *       every event; only a direct start of the workflow can lack it.
 * </ul>
 *
 * @param key the first choice
 * @param alternative the place to go to where another event holds the first choice. Only an event
 *     under the envelope's time has one: that time is in whole seconds and not the event's own, so
 *     to meet another event there is no fault of the source.
 */
record Placement(RecordKey key, Optional<RecordKey> alternative) {

  /** The time of an event that has none: one microsecond after the epoch. */
  static final EventTime NO_TIME = new EventTime(1);

  static Placement of(TradeEvent event, String eventHash) {
    String invalid = RecordKey.invalidTradeId(eventHash);
    String tradeId = event.tradeId().map(TradeId::value).orElse(invalid);
    Optional<EventTime> own = event.eventTime();
    if (own.isPresent()) {
      return new Placement(new RecordKey(tradeId, own.get()), Optional.empty());
    }
    return event
        .envelopeTime()
        .map(time -> borrowed(tradeId, invalid, time))
        .orElseGet(() -> new Placement(new RecordKey(invalid, NO_TIME), Optional.empty()));
  }

  private static Placement borrowed(String tradeId, String invalid, EventTime time) {
    RecordKey key = new RecordKey(tradeId, time);
    return new Placement(
        key,
        tradeId.equals(invalid) ? Optional.empty() : Optional.of(new RecordKey(invalid, time)));
  }
}
