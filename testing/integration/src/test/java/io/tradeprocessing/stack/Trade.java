package io.tradeprocessing.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;

/** Trade events for the tests, each good until it is changed. */
final class Trade {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ObjectNode detail;

  private Trade(ObjectNode detail) {
    this.detail = detail;
  }

  /** A new trade of Apple on Nasdaq under an id of its own. */
  static Trade of(String sourceSystem) {
    ObjectNode detail = JSON.createObjectNode();
    detail
        .put("schemaVersion", "1.0")
        .put("tradeId", "IT-" + NUMBER.incrementAndGet())
        .put("sourceSystem", sourceSystem)
        .put("eventType", "NEW")
        .put("timestamp", "2026-03-02T15:30:00.000001Z")
        .put("executedAt", "2026-03-02T15:30:00Z")
        .put("side", "BUY")
        .put("quantity", "100")
        .put("price", "189.25")
        .put("currency", "USD");
    detail.putObject("instrument").put("isin", "US0378331005");
    detail.put("venue", "XNAS");
    return new Trade(detail);
  }

  Trade with(String field, String value) {
    ObjectNode changed = detail.deepCopy();
    changed.put(field, value);
    return new Trade(changed);
  }

  Trade with(String field, long value) {
    ObjectNode changed = detail.deepCopy();
    changed.put(field, value);
    return new Trade(changed);
  }

  Trade without(String field) {
    ObjectNode changed = detail.deepCopy();
    changed.remove(field);
    return new Trade(changed);
  }

  String id() {
    return detail.path("tradeId").asText();
  }

  /** The event's own time. */
  String time() {
    return detail.path("timestamp").asText();
  }

  String source() {
    return "trading." + detail.path("sourceSystem").asText();
  }

  String json() {
    return detail.toString();
  }
}
