package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Entries for tests; each event differs from every other in what it says. */
public final class Entries {

  public static final Instant NOW = Instant.parse("2026-01-12T14:30:05.25Z");

  private Entries() {}

  public static TradeEntry accepted(String tradeId, long time) {
    return of("system1", tradeId, EventType.NEW, time, RecordStatus.ACCEPTED);
  }

  public static TradeEntry accepted(String tradeId, EventType type, long time) {
    return of("system1", tradeId, type, time, RecordStatus.ACCEPTED);
  }

  public static TradeEntry rejected(String tradeId, EventType type, long time) {
    return of("system1", tradeId, type, time, RecordStatus.REJECTED);
  }

  public static TradeEntry of(
      String source, String tradeId, EventType type, long time, RecordStatus status) {
    return of(source, tradeId, type, time, 0, "", status);
  }

  /**
   * An entry.
   *
   * @param sequence the source's count; 0 for none
   * @param note tells two events apart that are equal otherwise
   */
  public static TradeEntry of(
      String source,
      String tradeId,
      EventType type,
      long time,
      long sequence,
      String note,
      RecordStatus status) {
    JsonObject event =
        object(
            ("{\"id\":\"e-%2$d\",\"source\":\"trading.%3$s\",\"detail\":{\"tradeId\":\"%1$s\","
                    + "\"price\":100.50,\"at\":%2$d,\"eventType\":\"%4$s\",\"count\":%5$d,"
                    + "\"note\":\"%6$s\"}}")
                .formatted(tradeId, time, source, type, sequence, note));
    return entry(tradeId, time, source, sequence, status, Optional.of(type), event);
  }

  private static TradeEntry entry(
      String tradeId,
      long time,
      String source,
      long sequence,
      RecordStatus status,
      Optional<EventType> type,
      JsonObject event) {
    Content content =
        new Content(
            event,
            object("{\"valid\":" + (status == RecordStatus.ACCEPTED) + "}"),
            object("{\"gaps\":[]}"));
    return new TradeEntry(
        tradeId,
        new EventTime(time),
        source,
        sequence,
        status,
        type,
        content,
        new Provenance("arn:execution", Optional.of("e-" + time), "7", NOW),
        Hashes.of(content));
  }

  /** The same with another content, and with the hashes that it has. */
  public static TradeEntry with(TradeEntry entry, Content content) {
    return with(entry, content, Hashes.of(content));
  }

  /** The same with another content and with hashes that may not be its own. */
  static TradeEntry with(TradeEntry entry, Content content, Hashes hashes) {
    return new TradeEntry(
        entry.tradeId(),
        entry.time(),
        entry.sourceSystem(),
        entry.sourceSequence(),
        entry.status(),
        entry.eventType(),
        content,
        entry.provenance(),
        hashes);
  }

  /**
   * An entry whose event says itself when it happened, so that a review can be drafted of it.
   *
   * @param sequence the source's count; 0 for none
   */
  public static TradeEntry timed(
      String source,
      String tradeId,
      EventType type,
      long time,
      long sequence,
      String note,
      RecordStatus status) {
    JsonObject event =
        object(
            ("{\"id\":\"e-%2$d\",\"source\":\"trading.%3$s\",\"detail\":{\"tradeId\":\"%1$s\","
                    + "\"price\":100.50,\"timestamp\":\"%7$s\",\"eventType\":\"%4$s\",%5$s"
                    + "\"note\":\"%6$s\"}}")
                .formatted(
                    tradeId,
                    time,
                    source,
                    type,
                    sequence > 0 ? "\"sourceSequence\":" + sequence + "," : "",
                    note,
                    new EventTime(time)));
    return entry(tradeId, time, source, sequence, status, Optional.of(type), event);
  }

  /** An accepted review of an event. */
  public static TradeEntry review(TradeEntry reviewed, Decision decision, long time) {
    JsonObject event =
        JsonObject.builder()
            .put("id", "r-" + time)
            .put("source", TradeEvent.OPERATIONS_SOURCE)
            .put(
                "detail",
                JsonObject.builder()
                    .put("tradeId", reviewed.tradeId())
                    .put("timestamp", new EventTime(time).toString())
                    .put(
                        "reviewOf",
                        JsonObject.builder()
                            .put("region", Region.LOCAL.name())
                            .put("timestamp", reviewed.key(Region.LOCAL).timestamp().toString())
                            .build())
                    .put("decision", decision.name())
                    .put("reason", "a test")
                    .put("event", reviewed.content().event())
                    .build())
            .build();
    return entry(
        reviewed.tradeId(),
        time,
        TradeEvent.OPERATIONS,
        0,
        RecordStatus.ACCEPTED,
        TradeEvent.of(event).eventType(),
        event);
  }

  /** Deliveries of 100 events of 20 trades, in any order. */
  public static List<TradeEntry> redeliveries(int count, Random random) {
    List<TradeEntry> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deliveries.add(accepted("T" + i % 20, 1 + i % 100));
    }
    Collections.shuffle(deliveries, random);
    return deliveries;
  }

  public static JsonObject object(String json) {
    return JsonReader.read(json).asObject().orElseThrow();
  }
}
