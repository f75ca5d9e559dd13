package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.cli.store.StoreLocation.OpenStore;
import io.tradeprocessing.cli.store.TableScan;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordKey;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.Cursor;
import io.tradeprocessing.common.store.dynamodb.Page;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Events as the recorder writes them, a second after each other, into a table in memory. */
public final class Recorded implements AutoCloseable {

  /** When the first event is recorded. */
  public static final Instant START = Instant.parse("2026-01-13T08:00:00Z");

  private static final TableSchema SCHEMA = TableSchema.of(TradeTable.definition(LocalTable.TABLE));

  private final EmbeddedTable table = EmbeddedTable.inMemory(SCHEMA);
  private Region region = Region.LOCAL;
  private String source = "system1";
  private Instant clock = START;

  /** What follows is recorded in this Region, which does not look at the others. */
  public Recorded in(Region other) {
    region = other;
    return this;
  }

  /** What follows comes from this source. */
  public Recorded from(String other) {
    source = other;
    return this;
  }

  /** Records an accepted event; its {@link #entry}. */
  public Recorded accepted(String tradeId, String type, String time, String... fields) {
    return append(entry(source, fields(tradeId, type, time, fields), List.of(), clock));
  }

  /** Records an event that was rejected for a code of a field, such as {@code MISSING /side}. */
  public Recorded rejected(
      String error, String tradeId, String type, String time, String... fields) {
    return append(entry(source, fields(tradeId, type, time, fields), List.of(error), clock));
  }

  private Recorded append(TradeEntry entry) {
    var _ =
        new TradeStore(
                table.client(), LocalTable.TABLE, Backoff.standard(new Random(1)), region, false)
            .append(entry, () -> Duration.ofSeconds(5));
    clock = clock.plusSeconds(1);
    return this;
  }

  /** The records. */
  public TradeStore store() {
    return new TradeStore(
        table.client(), LocalTable.TABLE, Backoff.standard(new Random(1)), Region.LOCAL, false);
  }

  /** The store as commands open it. */
  public OpenStore open() {
    TradeStore store = store();
    return new OpenStore(
        store,
        new TableScan() {
          @Override
          public Page page(int segment, int segments, Optional<Cursor> after, int limit) {
            return store.scan(segment, segments, after, limit);
          }

          @Override
          public double approximateItems() {
            return Double.NaN;
          }
        },
        () -> {});
  }

  @Override
  public void close() {
    table.close();
  }

  /**
   * The fields of an event.
   *
   * @param time of 2026-01-12, such as {@code 14:30:00}; a whole time otherwise
   * @param more further ones, {@code name=value}; an empty value takes one out
   */
  public static Map<String, String> fields(
      String tradeId, String type, String time, String... more) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("tradeId", tradeId);
    fields.put("eventType", type);
    fields.put("timestamp", time.length() == 8 ? "2026-01-12T" + time + "Z" : time);
    for (String each : more) {
      int equals = each.indexOf('=');
      fields.put(each.substring(0, equals), each.substring(equals + 1));
    }
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /** An event as the recorder puts it on record; {@code notional} is its enrichment's. */
  public static TradeEntry entry(
      String source, Map<String, String> fields, List<String> errors, Instant recordedAt) {
    JsonObject.Builder detail = JsonObject.builder();
    JsonObject.Builder enrichment = JsonObject.builder();
    fields.forEach(
        (name, value) -> {
          switch (name) {
            case "sourceSequence" -> detail.put(name, Json.of(Long.parseLong(value)));
            case "notional", "notionalCurrency", "notionalUsd" -> enrichment.put(name, value);
            default -> detail.put(name, value);
          }
        });
    List<Json> violations = new ArrayList<>();
    errors.forEach(error -> violations.add(violation(error)));
    Content content =
        new Content(
            JsonObject.builder()
                .put("source", "trading." + source)
                .put("time", recordedAt.toString())
                .put("detail", detail.build())
                .build(),
            JsonObject.builder()
                .put("valid", errors.isEmpty())
                .put("violations", new JsonArray(violations))
                .build(),
            enrichment.build());
    TradeEvent event = TradeEvent.of(content.event());
    Hashes hashes = Hashes.of(content);
    return new TradeEntry(
        event
            .tradeId()
            .map(TradeId::value)
            .orElseGet(() -> RecordKey.invalidTradeId(hashes.eventHash())),
        event.eventTime().or(event::envelopeTime).orElseThrow(),
        source,
        event.sourceSequence(),
        errors.isEmpty() ? RecordStatus.ACCEPTED : RecordStatus.REJECTED,
        event.eventType(),
        content,
        new Provenance("arn:execution", Optional.empty(), "7", recordedAt),
        hashes);
  }

  private static Json violation(String error) {
    int space = error.indexOf(' ');
    return JsonObject.builder()
        .put("code", error.substring(0, space))
        .put("field", error.substring(space + 1))
        .put("severity", "ERROR")
        .put("message", "is wrong")
        .build();
  }

  /** The trade that entries make, recorded one after the other in one Region. */
  public static TradeHistory history(List<TradeEntry> entries) {
    Map<RecordKey, ComplianceRecord> records =
        new TreeMap<>(Comparator.comparing(RecordKey::timestamp));
    TradeHead head = TradeHead.none("T", Region.LOCAL);
    for (TradeEntry entry : entries) {
      ComplianceRecord record = ChainedRecord.of(entry, head).record();
      // A delivery of an event that is on record writes nothing.
      if (records.putIfAbsent(record.key(), record) == null) {
        head = head.with(record);
      }
    }
    return new TradeHistory("T", List.of(head), List.copyOf(records.values()), List.of());
  }
}
