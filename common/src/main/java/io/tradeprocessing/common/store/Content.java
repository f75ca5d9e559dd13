package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;

/**
 * What a record is about.
 *
 * @param event the whole event as it arrived: EventBridge's envelope, nothing left out
 * @param verdict the validator's answer
 * @param enrichment the enricher's answer
 */
public record Content(Json event, JsonObject verdict, JsonObject enrichment) {

  /**
   * The trade as its source sent it: the envelope's {@code detail}, whatever its type. The envelope
   * itself differs from delivery to delivery. Without a {@code detail} the whole event is what was
   * sent.
   */
  public Json trade() {
    if (event instanceof JsonObject envelope) {
      Json detail = envelope.get("detail");
      return detail == null ? event : detail;
    }
    return event;
  }

  /** SHA-256 of the trade's canonical form: what makes two deliveries the same event. */
  public String eventHash() {
    return CanonicalJson.sha256(trade());
  }
}
