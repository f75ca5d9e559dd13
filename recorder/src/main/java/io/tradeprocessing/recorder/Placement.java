package io.tradeprocessing.recorder;

import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;

/**
 * Where an event is recorded. It follows from the event alone, so every delivery meets the same
 * record.
 *
 * <ul>
 *   <li>Without a usable identifier: under {@code invalid:} and the start of the event's hash.
 *   <li>Without a usable time: under the envelope's time. A re-delivery has the same; a re-send has
 *       another, and is recorded again.
 *   <li>Without any usable time: at {@link TradeEvent#NO_TIME}. EventBridge sets a time on every
 *       event; only a direct start of the workflow can lack it.
 * </ul>
 *
 * <p>Only rejected events can lack an identifier or a time.
 *
 * @param tradeId partition key
 * @param time the integral part of the sort key
 */
record Placement(String tradeId, EventTime time) {

  static Placement of(TradeEvent event, String eventHash) {
    return new Placement(
        event.tradeId().map(TradeId::value).orElseGet(() -> RecordKey.invalidTradeId(eventHash)),
        event.recordTime());
  }
}
