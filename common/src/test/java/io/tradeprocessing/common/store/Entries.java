package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
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
        Optional.of(type),
        content,
        new Provenance("arn:execution", Optional.of("e-" + time), "7", NOW),
        Hashes.of(content));
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
