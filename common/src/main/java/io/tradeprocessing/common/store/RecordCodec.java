package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Records and heads as items of the table, and the hash over a record's attributes.
 *
 * <p>Event, verdict and enrichment are JSON text in strings: DynamoDB's own maps would round
 * numbers to 38 digits, drop trailing zeros and refuse longer ones.
 */
final class RecordCodec {

  static final String TRADE_ID = "tradeId";
  static final String TIMESTAMP = "timestamp";
  static final String SOURCE_SYSTEM = "sourceSystem";
  static final String EVENT_HASH = "eventHash";
  static final String SEQUENCE = "sequence";
  static final String LAST_HASH = "lastHash";

  private static final String STATUS = "status";
  private static final String EVENT_TYPE = "eventType";
  private static final String UNMATCHED = "unmatched";
  private static final String EVENT = "event";
  private static final String VERDICT = "verdict";
  private static final String ENRICHMENT = "enrichment";
  private static final String EXECUTION_ARN = "executionArn";
  private static final String EVENT_ID = "eventId";
  private static final String FUNCTION_VERSION = "functionVersion";
  private static final String RECORDED_AT = "recordedAt";
  private static final String CONTENT_HASH = "contentHash";
  private static final String HASH_VERSION = "hashVersion";
  private static final String PREVIOUS_HASH = "previousHash";
  private static final String RECORD_HASH = "recordHash";

  private static final String STATES = "states";
  private static final String FIRST_NEW = "firstNew";
  private static final String LAST_NEW = "lastNew";
  private static final String LAST_CORRECT = "lastCorrect";
  private static final String LAST_CANCEL = "lastCancel";

  /** Sort key of a head; records lie above it. */
  static final long HEAD_TIMESTAMP = 0;

  private RecordCodec() {}

  /** SHA-256 over the canonical form of the item's attributes, {@code recordHash} left out. */
  static String hash(ComplianceRecord record) {
    JsonObject.Builder json = JsonObject.builder();
    attributes(record).forEach((name, value) -> json.put(name, json(value)));
    return CanonicalJson.sha256(json.build());
  }

  private static Json json(AttributeValue value) {
    return switch (value.type()) {
      case S -> Json.of(value.s());
      case N -> new JsonNumber(value.n());
      case BOOL -> Json.of(value.bool());
      default -> throw new IllegalStateException("no record has an attribute of " + value.type());
    };
  }

  static Map<String, AttributeValue> encode(ComplianceRecord record) {
    Map<String, AttributeValue> item = attributes(record);
    item.put(RECORD_HASH, text(record.link().recordHash()));
    return item;
  }

  private static Map<String, AttributeValue> attributes(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    Provenance provenance = entry.provenance();
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put(TRADE_ID, text(entry.key().tradeId()));
    item.put(TIMESTAMP, number(entry.key().timestamp()));
    item.put(SOURCE_SYSTEM, text(entry.sourceSystem()));
    item.put(STATUS, text(entry.status().name()));
    item.put(EVENT_TYPE, text(entry.eventTypeName()));
    item.put(UNMATCHED, AttributeValue.fromBool(record.unmatched()));
    item.put(EVENT, text(JsonWriter.toString(entry.content().event())));
    item.put(VERDICT, text(JsonWriter.toString(entry.content().verdict())));
    item.put(ENRICHMENT, text(JsonWriter.toString(entry.content().enrichment())));
    item.put(EXECUTION_ARN, text(provenance.executionArn()));
    provenance.eventId().ifPresent(id -> item.put(EVENT_ID, text(id)));
    item.put(FUNCTION_VERSION, text(provenance.functionVersion()));
    item.put(RECORDED_AT, text(provenance.recordedAt().toString()));
    item.put(EVENT_HASH, text(entry.hashes().eventHash()));
    item.put(CONTENT_HASH, text(entry.hashes().contentHash()));
    item.put(HASH_VERSION, number(entry.hashes().version()));
    item.put(SEQUENCE, number(record.link().sequence()));
    record.link().previousHash().ifPresent(hash -> item.put(PREVIOUS_HASH, text(hash)));
    return item;
  }

  static Map<String, AttributeValue> encode(TradeHead head) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(headKey(head.tradeId()));
    item.put(SEQUENCE, number(head.sequence()));
    head.lastHash().ifPresent(hash -> item.put(LAST_HASH, text(hash)));
    Map<String, AttributeValue> states = new HashMap<>();
    head.states().forEach((source, state) -> states.put(source, encode(state)));
    item.put(STATES, AttributeValue.fromM(states));
    return item;
  }

  /** With what follows from the four times, {@code status} and {@code terms}, for human readers. */
  private static AttributeValue encode(TradeState state) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    map.put(STATUS, text(state.status().name()));
    putTime(map, "terms", state.terms());
    putTime(map, FIRST_NEW, state.firstNew());
    putTime(map, LAST_NEW, state.lastNew());
    putTime(map, LAST_CORRECT, state.lastCorrect());
    putTime(map, LAST_CANCEL, state.lastCancel());
    return AttributeValue.fromM(map);
  }

  private static void putTime(
      Map<String, AttributeValue> map, String name, Optional<EventTime> time) {
    time.ifPresent(t -> map.put(name, number(t.microseconds())));
  }

  static Map<String, AttributeValue> headKey(String tradeId) {
    return Map.of(TRADE_ID, text(tradeId), TIMESTAMP, number(HEAD_TIMESTAMP));
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /** Reads any item of the table, whatever somebody may have done to it. */
  static StoredItem decode(Map<String, AttributeValue> item) {
    Attributes attributes = new Attributes(item);
    String tradeId = "";
    long timestamp = -1;
    try {
      tradeId = attributes.text(TRADE_ID);
      timestamp = attributes.number(TIMESTAMP);
      return timestamp == HEAD_TIMESTAMP ? head(item) : record(item);
    } catch (UnreadableItemException e) {
      return new UnreadableItem(tradeId, timestamp, e.reason);
    }
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableItemException if encoding the result would not give this very item
   */
  static ComplianceRecord record(Map<String, AttributeValue> item) {
    Attributes a = new Attributes(item);
    RecordKey key = new RecordKey(a.text(TRADE_ID), a.time(TIMESTAMP));
    String typeName = a.text(EVENT_TYPE);
    Optional<EventType> type = EventType.of(typeName);
    Content content = new Content(a.json(EVENT), a.object(VERDICT), a.object(ENRICHMENT));
    Provenance provenance =
        new Provenance(
            a.text(EXECUTION_ARN),
            a.optionalText(EVENT_ID),
            a.text(FUNCTION_VERSION),
            a.instant(RECORDED_AT));
    Hashes hashes = new Hashes(a.text(EVENT_HASH), a.text(CONTENT_HASH), a.hashVersion());
    TradeEntry entry =
        new TradeEntry(key, a.text(SOURCE_SYSTEM), a.status(), type, content, provenance, hashes);
    ChainLink link =
        new ChainLink(a.number(SEQUENCE), a.optionalText(PREVIOUS_HASH), a.text(RECORD_HASH));
    ComplianceRecord record = new ComplianceRecord(entry, a.bool(UNMATCHED), link);
    a.mustEqual(encode(record));
    return record;
  }

  /**
   * Reads a head.
   *
   * @throws UnreadableItemException if encoding the result would not give this very item
   */
  static TradeHead head(Map<String, AttributeValue> item) {
    Attributes a = new Attributes(item);
    SortedMap<String, TradeState> states = new TreeMap<>();
    a.map(STATES).forEach((source, state) -> states.put(source, state(state.m())));
    TradeHead head =
        new TradeHead(a.text(TRADE_ID), a.number(SEQUENCE), a.optionalText(LAST_HASH), states);
    a.mustEqual(encode(head));
    return head;
  }

  private static TradeState state(Map<String, AttributeValue> map) {
    Attributes a = new Attributes(map);
    return new TradeState(
        a.optionalTime(FIRST_NEW),
        a.optionalTime(LAST_NEW),
        a.optionalTime(LAST_CORRECT),
        a.optionalTime(LAST_CANCEL));
  }

  /** Typed reading of an item's attributes. */
  private record Attributes(Map<String, AttributeValue> item) {

    String text(String name) {
      return optionalText(name).orElseThrow(() -> wrong(name, "a string"));
    }

    Optional<String> optionalText(String name) {
      @Nullable AttributeValue value = item.get(name);
      if (value == null) {
        return Optional.empty();
      }
      if (value.type() != AttributeValue.Type.S) {
        throw wrong(name, "a string");
      }
      return Optional.of(value.s());
    }

    long number(String name) {
      @Nullable AttributeValue value = item.get(name);
      if (value == null || value.type() != AttributeValue.Type.N) {
        throw wrong(name, "a number");
      }
      try {
        return Long.parseLong(value.n());
      } catch (NumberFormatException e) {
        throw wrong(name, "a whole number");
      }
    }

    EventTime time(String name) {
      return optionalTime(name).orElseThrow(() -> wrong(name, "a time in microseconds"));
    }

    Optional<EventTime> optionalTime(String name) {
      if (!item.containsKey(name)) {
        return Optional.empty();
      }
      long micros = number(name);
      if (micros <= 0) {
        throw wrong(name, "a time in microseconds above 0");
      }
      return Optional.of(new EventTime(micros));
    }

    boolean bool(String name) {
      @Nullable AttributeValue value = item.get(name);
      if (value == null || value.type() != AttributeValue.Type.BOOL) {
        throw wrong(name, "a boolean");
      }
      return value.bool();
    }

    Map<String, AttributeValue> map(String name) {
      @Nullable AttributeValue value = item.get(name);
      if (value == null || value.type() != AttributeValue.Type.M) {
        throw wrong(name, "a map");
      }
      return value.m();
    }

    Json json(String name) {
      try {
        return JsonReader.read(text(name));
      } catch (MalformedJsonException e) {
        throw wrong(name, "JSON text");
      }
    }

    JsonObject object(String name) {
      return json(name).asObject().orElseThrow(() -> wrong(name, "the JSON text of an object"));
    }

    Instant instant(String name) {
      try {
        return Instant.parse(text(name));
      } catch (DateTimeException e) {
        throw wrong(name, "an ISO 8601 time");
      }
    }

    int hashVersion() {
      if (number(HASH_VERSION) != CanonicalJson.HASH_VERSION) {
        throw wrong(HASH_VERSION, String.valueOf(CanonicalJson.HASH_VERSION));
      }
      return CanonicalJson.HASH_VERSION;
    }

    RecordStatus status() {
      return switch (text(STATUS)) {
        case "ACCEPTED" -> RecordStatus.ACCEPTED;
        case "REJECTED" -> RecordStatus.REJECTED;
        default -> throw wrong(STATUS, "ACCEPTED or REJECTED");
      };
    }

    /** Whatever reading would overlook, such as one attribute too many, shows here. */
    void mustEqual(Map<String, AttributeValue> encoded) {
      for (String name : item.keySet()) {
        if (!encoded.containsKey(name)) {
          throw new UnreadableItemException("attribute " + name + " is none of ours");
        }
      }
      encoded.forEach(
          (name, value) -> {
            if (!value.equals(item.get(name))) {
              throw new UnreadableItemException("attribute " + name + " is not as we write it");
            }
          });
    }

    private static UnreadableItemException wrong(String name, String expected) {
      return new UnreadableItemException("attribute " + name + " is not " + expected);
    }
  }

  /** An item that this code cannot have written. */
  static final class UnreadableItemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    UnreadableItemException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** The size that DynamoDB charges: names and values in UTF-8, numbers at most 21 bytes. */
  static long size(Map<String, AttributeValue> item) {
    long size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += utf8Length(attribute.getKey());
      AttributeValue value = attribute.getValue();
      size +=
          switch (value.type()) {
            case S -> utf8Length(value.s());
            case N -> 21;
            default -> 1;
          };
    }
    return size;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
