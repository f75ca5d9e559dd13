package io.tradeprocessing.cli.records;

import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.store.ChainLink;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.trade.LinkedTrade;
import io.tradeprocessing.common.trade.ReasonCode;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeReview;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record as it is printed.
 *
 * @param place what the rest of its trade says about it; nothing where that was not read
 */
public record RecordLine(ComplianceRecord record, Optional<Place> place) {

  /**
   * A record's place in its trade's life.
   *
   * @param marks what sets the record apart in it
   * @param tradeState the current state of the source's trade; empty before its first accepted
   *     event
   */
  public record Place(Set<Mark> marks, Optional<TradeState.Status> tradeState) {

    public Place {
      marks = Collections.unmodifiableSet(new LinkedHashSet<>(marks));
    }

    public boolean has(Mark mark) {
      return marks.contains(mark);
    }
  }

  /** The table's columns; those of {@link #text}. */
  public static final String HEADING =
      "%-27s  %-10s  %-40s  %-9s  %4s  %-11s  %-8s  %s"
          .formatted("event time", "source", "trade", "region", "seq", "type", "status", "");

  public String text() {
    TradeEntry entry = record.entry();
    return "%-27s  %-10s  %-40s  %-9s  %4d  %-11s  %-8s  %s"
        .formatted(
            entry.time(),
            Terminal.printable(entry.sourceSystem()),
            Terminal.printable(entry.tradeId()),
            Terminal.printable(record.region().name()),
            record.link().sequence(),
            entry.eventTypeName(),
            entry.status(),
            String.join(", ", labels()))
        .stripTrailing();
  }

  /** What sets the record apart: in its trade, or by its flags alone where that was not read. */
  public Set<Mark> marks() {
    return place.map(Place::marks).orElseGet(this::flagged);
  }

  private Set<Mark> flagged() {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (record.flags().conflict()) {
      marks.add(Mark.CONFLICT);
    }
    if (record.flags().unmatched()) {
      marks.add(Mark.UNMATCHED_ON_ARRIVAL);
    }
    if (record.flags().replaces()) {
      marks.add(Mark.REPLACED_ON_ARRIVAL);
    }
    return marks;
  }

  /** What a review is of, the reason that the source gives, and the marks, in words. */
  public List<String> labels() {
    return Stream.of(
            record.entry().review().stream().map(RecordLine::reviewed),
            reason().stream(),
            marks().stream().map(Mark::label))
        .flatMap(labels -> labels)
        .toList();
  }

  private Optional<String> reason() {
    return TradeEvent.of(record.entry().content().event())
        .detail()
        .text("reasonCode")
        .flatMap(ReasonCode::of)
        .map(Enum::name);
  }

  private static String reviewed(TradeReview review) {
    TradeEvent event = review.event();
    return "reviews %s of %s at %s"
        .formatted(
            event.eventType().map(Enum::name).orElse(TradeEntry.UNKNOWN_EVENT_TYPE),
            event.sourceSystem(),
            event.recordTime());
  }

  /** Every attribute of the record under its name, and its place; null where there is nothing. */
  public JsonObject json() {
    JsonObject.Builder json = JsonObject.builder();
    columns().forEach(json::put);
    json.put("linkedTrades", new JsonArray(links().stream().map(RecordLine::json).toList()));
    json.put("event", record.entry().content().event());
    json.put("verdict", record.entry().content().verdict());
    json.put("enrichment", record.entry().content().enrichment());
    return json.build();
  }

  private List<LinkedTrade> links() {
    return TradeEvent.of(record.entry().content().event()).subject().linkedTrades();
  }

  private static Json json(LinkedTrade link) {
    return JsonObject.builder()
        .put("tradeId", link.tradeId().value())
        .put("role", link.role().name())
        .put("quantity", text(link.quantity().map(BigDecimal::toPlainString)))
        .build();
  }

  /** What a cell begins with that a spreadsheet would calculate. */
  private static final String FORMULA = "=+-@\t\r";

  /** The heading of {@link #csv}. */
  public static final String CSV_HEADING =
      "tradeId,timestamp,time,sourceSystem,eventType,status,sourceSequence,unmatched,conflict,"
          + "replaces,late,inForce,marks,tradeState,region,sequence,recordedAt,eventId,executionArn,functionVersion,hashVersion,eventHash,"
          + "contentHash,previousHash,recordHash";

  /** A line of CSV (RFC 4180), without event, verdict and enrichment; safe in a spreadsheet. */
  public String csv() {
    return columns().values().stream()
        .map(RecordLine::plain)
        .map(RecordLine::cell)
        .collect(Collectors.joining(","));
  }

  private static String plain(Json value) {
    return switch (value) {
      case JsonNull _ -> "";
      case JsonString text -> text.value();
      case JsonArray array ->
          array.values().stream().map(RecordLine::plain).collect(Collectors.joining("; "));
      default -> JsonWriter.toString(value);
    };
  }

  /** Without control characters, and with an apostrophe before what begins like a formula. */
  static String cell(String text) {
    String printable = Terminal.printable(text);
    String literal =
        !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + printable : printable;
    return literal.matches("[^\",]*") ? literal : '"' + literal.replace("\"", "\"\"") + '"';
  }

  private Map<String, Json> columns() {
    TradeEntry entry = record.entry();
    ChainLink link = record.link();
    Hashes hashes = entry.hashes();
    Provenance provenance = entry.provenance();
    Map<String, Json> columns = new LinkedHashMap<>();
    columns.put("tradeId", Json.of(entry.tradeId()));
    columns.put("timestamp", Json.of(record.key().timestamp().toString()));
    columns.put("time", Json.of(entry.time().toString()));
    columns.put("sourceSystem", Json.of(entry.sourceSystem()));
    columns.put("eventType", Json.of(entry.eventTypeName()));
    columns.put("status", Json.of(entry.status().name()));
    columns.put(
        "sourceSequence",
        entry.sourceSequence() > 0 ? Json.of(entry.sourceSequence()) : JsonNull.NULL);
    columns.put("unmatched", Json.of(record.flags().unmatched()));
    columns.put("conflict", Json.of(record.flags().conflict()));
    columns.put("replaces", Json.of(record.flags().replaces()));
    columns.put("late", orNull(place.map(p -> Json.of(p.has(Mark.LATE)))));
    columns.put("inForce", orNull(place.map(p -> Json.of(p.has(Mark.IN_FORCE)))));
    columns.put("marks", new JsonArray(labels().stream().map(Json::of).toList()));
    columns.put("tradeState", text(place.flatMap(Place::tradeState).map(Enum::name)));
    columns.put("region", Json.of(record.region().name()));
    columns.put("sequence", Json.of(link.sequence()));
    columns.put("recordedAt", Json.of(provenance.recordedAt().toString()));
    columns.put("eventId", text(provenance.eventId()));
    columns.put("executionArn", Json.of(provenance.executionArn()));
    columns.put("functionVersion", Json.of(provenance.functionVersion()));
    columns.put("hashVersion", Json.of(hashes.version()));
    columns.put("eventHash", Json.of(hashes.eventHash()));
    columns.put("contentHash", Json.of(hashes.contentHash()));
    columns.put("previousHash", text(link.previousHash()));
    columns.put("recordHash", Json.of(link.recordHash()));
    return columns;
  }

  private static Json text(Optional<String> text) {
    return orNull(text.map(Json::of));
  }

  private static Json orNull(Optional<Json> value) {
    return value.orElse(JsonNull.NULL);
  }
}
