package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records and heads as JSON objects of their attributes, and the hash over a record's attributes. A
 * string, number, boolean or object here is an S, N, BOOL or M of the table.
 *
 * <p>Event, verdict and enrichment are JSON text in strings: DynamoDB's maps would round numbers to
 * 38 digits, drop trailing zeros and refuse longer ones.
 */
public final class RecordJson {

  public static final String TRADE_ID = "tradeId";
  public static final String TIMESTAMP = "timestamp";
  public static final String SOURCE_SYSTEM = "sourceSystem";
  public static final String EVENT_HASH = "eventHash";
  public static final String SEQUENCE = "sequence";
  public static final String LAST_HASH = "lastHash";
  public static final String REGION = "region";
  public static final String RECORDED_AT = "recordedAt";

  /** Why an item has nothing but its key: a storage could not read the rest. */
  private static final String UNREADABLE = "$unreadable";

  private static final String STATUS = "status";
  private static final String EVENT_TYPE = "eventType";
  public static final String SOURCE_SEQUENCE = "sourceSequence";
  private static final String SEEN = "seen";
  private static final String UNMATCHED = "unmatched";
  private static final String CONFLICT = "conflict";
  private static final String REPLACES = "replaces";
  private static final String EVENT = "event";
  private static final String VERDICT = "verdict";
  private static final String ENRICHMENT = "enrichment";
  private static final String EXECUTION_ARN = "executionArn";
  private static final String EVENT_ID = "eventId";
  private static final String FUNCTION_VERSION = "functionVersion";
  private static final String CONTENT_HASH = "contentHash";
  private static final String HASH_VERSION = "hashVersion";
  private static final String PREVIOUS_HASH = "previousHash";
  private static final String RECORD_HASH = "recordHash";

  private static final String STATES = "states";
  private static final String FIRST_NEW = "firstNew";
  private static final String LAST_NEW = "lastNew";
  private static final String LAST_CORRECT = "lastCorrect";
  private static final String LAST_PARTIAL = "lastPartial";
  private static final String LAST_END = "lastEnd";
  private static final String LAST_CANCEL = "lastCancel";

  private static final String TIME = "time";

  /** The attributes of a record that are numbers, also within {@code seen}. */
  private static final Set<String> NUMBERS =
      Set.of(TIMESTAMP, SOURCE_SEQUENCE, HASH_VERSION, SEQUENCE);

  private static final Pattern EXACT_NUMBER = Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?");

  private RecordJson() {}

  /** Every attribute of a record except {@code recordHash}: what that hash is computed over. */
  static JsonObject attributes(ComplianceRecord record) {
    return builder(record).build();
  }

  /** {@code recordHash} of a record's other attributes. */
  static String hash(JsonObject attributes) {
    return CanonicalJson.sha256(attributes);
  }

  /** A record as an item: its attributes, and their hash. */
  static JsonObject item(JsonObject attributes, String recordHash) {
    JsonObject.Builder item = JsonObject.builder();
    attributes.forEach(item::put);
    return item.put(RECORD_HASH, recordHash).build();
  }

  private static JsonObject.Builder builder(ComplianceRecord record) {
    TradeEntry entry = record.entry();
    Provenance provenance = entry.provenance();
    JsonObject.Builder item =
        JsonObject.builder()
            .put(TRADE_ID, record.key().tradeId())
            .put(TIMESTAMP, number(record.key().timestamp()))
            .put(SOURCE_SYSTEM, entry.sourceSystem())
            .put(STATUS, entry.status().name())
            .put(EVENT_TYPE, entry.eventTypeName());
    putCount(item, SOURCE_SEQUENCE, entry.sourceSequence());
    item.put(UNMATCHED, record.flags().unmatched())
        .put(CONFLICT, record.flags().conflict())
        .put(REPLACES, record.flags().replaces())
        .put(EVENT, JsonWriter.toString(entry.content().event()))
        .put(VERDICT, JsonWriter.toString(entry.content().verdict()))
        .put(ENRICHMENT, JsonWriter.toString(entry.content().enrichment()))
        .put(EXECUTION_ARN, provenance.executionArn());
    provenance.eventId().ifPresent(id -> item.put(EVENT_ID, id));
    item.put(FUNCTION_VERSION, provenance.functionVersion())
        .put(RECORDED_AT, provenance.recordedAt().toString())
        .put(REGION, record.region().name())
        .put(EVENT_HASH, entry.hashes().eventHash())
        .put(CONTENT_HASH, entry.hashes().contentHash())
        .put(HASH_VERSION, entry.hashes().version())
        .put(SEQUENCE, record.link().sequence());
    record.link().previousHash().ifPresent(hash -> item.put(PREVIOUS_HASH, hash));
    return item.put(SEEN, seen(record.seen()));
  }

  /** A head as an item. */
  public static JsonObject item(TradeHead head) {
    JsonObject.Builder states = JsonObject.builder();
    head.states().bySource().forEach((source, state) -> states.put(source, state(state)));
    JsonObject.Builder item =
        JsonObject.builder()
            .put(TRADE_ID, head.tradeId())
            .put(TIMESTAMP, number(head.key().timestamp()))
            .put(REGION, head.region().name());
    head.last()
        .ifPresent(
            last ->
                item.put(SEQUENCE, last.sequence())
                    .put(LAST_HASH, last.hash())
                    .put(RECORDED_AT, last.recordedAt().toString()));
    return item.put(SEEN, seen(head.seen())).put(STATES, states.build()).build();
  }

  private static Json number(SortKey key) {
    return new JsonNumber(key.toString());
  }

  private static void putCount(JsonObject.Builder item, String name, long count) {
    if (count > 0) {
      item.put(name, count);
    }
  }

  private static JsonObject seen(SortedMap<Integer, Seen> seen) {
    JsonObject.Builder map = JsonObject.builder();
    seen.forEach(
        (slot, chain) ->
            map.put(
                slot.toString(),
                JsonObject.builder()
                    .put(SEQUENCE, chain.sequence())
                    .put(LAST_HASH, chain.hash())
                    .build()));
    return map.build();
  }

  /** With what follows from the places, {@code status} and {@code terms}, for human readers. */
  private static JsonObject state(TradeState state) {
    JsonObject.Builder map = JsonObject.builder().put(STATUS, state.status().name());
    state.terms().ifPresent(place -> map.put("terms", place.time().toString()));
    putPlace(map, FIRST_NEW, state.firstNew());
    putPlace(map, LAST_NEW, state.lastNew());
    putPlace(map, LAST_CORRECT, state.lastCorrect());
    putLifeEvent(map, LAST_PARTIAL, state.lastPartial());
    putLifeEvent(map, LAST_END, state.lastEnd());
    putPlace(map, LAST_CANCEL, state.lastCancel());
    return map.build();
  }

  private static void putPlace(JsonObject.Builder map, String name, Optional<Place> place) {
    place.ifPresent(p -> map.put(name, place(p).build()));
  }

  /** The type does not follow from the name of the place. */
  private static void putLifeEvent(JsonObject.Builder map, String name, Optional<Place> place) {
    place.ifPresent(p -> map.put(name, place(p).put(EVENT_TYPE, p.type().name()).build()));
  }

  private static JsonObject.Builder place(Place place) {
    JsonObject.Builder json = JsonObject.builder().put(TIME, place.time().microseconds());
    putCount(json, SOURCE_SEQUENCE, place.sourceSequence());
    return json.put(EVENT_HASH, place.eventHash());
  }

  /** Reads any item of the table, whatever somebody may have done to it. */
  public static StoredItem read(JsonObject item) {
    try {
      item.text(UNREADABLE)
          .ifPresent(
              reason -> {
                throw new UnreadableItemException(reason);
              });
      SortKey key = new Attributes(item).sortKey();
      return key.microseconds() == 0 ? head(item) : record(item);
    } catch (UnreadableItemException e) {
      String timestamp = item.get(TIMESTAMP) instanceof JsonNumber number ? number.literal() : "";
      return new UnreadableItem(item.text(TRADE_ID).orElse(""), timestamp, e.reason);
    }
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableItemException if encoding the result would not give this very item
   */
  static ComplianceRecord record(JsonObject item) {
    Attributes a = new Attributes(item);
    RecordKey key = new RecordKey(a.text(TRADE_ID), a.sortKey());
    Optional<EventType> type = EventType.of(a.text(EVENT_TYPE));
    Content content = new Content(a.json(EVENT), a.object(VERDICT), a.object(ENRICHMENT));
    Provenance provenance =
        new Provenance(
            a.text(EXECUTION_ARN),
            a.optionalText(EVENT_ID),
            a.text(FUNCTION_VERSION),
            a.instant(RECORDED_AT));
    Hashes hashes = new Hashes(a.text(EVENT_HASH), a.text(CONTENT_HASH), a.hashVersion());
    TradeEntry entry =
        new TradeEntry(
            key.tradeId(),
            key.time(),
            a.text(SOURCE_SYSTEM),
            a.count(SOURCE_SEQUENCE),
            a.status(),
            type,
            content,
            provenance,
            hashes);
    ChainLink link =
        new ChainLink(a.number(SEQUENCE), a.optionalText(PREVIOUS_HASH), a.text(RECORD_HASH));
    Flags flags = new Flags(a.bool(UNMATCHED), a.bool(CONFLICT), a.bool(REPLACES));
    ComplianceRecord record =
        new ComplianceRecord(key, entry, a.region(key.timestamp()), flags, a.seen(), link);
    a.mustEqual(item(attributes(record), link.recordHash()));
    return record;
  }

  /**
   * Reads what chains a record, and not its content.
   *
   * @throws UnreadableItemException if an attribute of the chain is not as it is written
   */
  static RecordOutline outline(JsonObject item) {
    Attributes a = new Attributes(item);
    SortKey key = a.sortKey();
    if (key.microseconds() == 0) {
      throw Attributes.wrong(TIMESTAMP, "a record's");
    }
    ChainLink link =
        new ChainLink(a.number(SEQUENCE), a.optionalText(PREVIOUS_HASH), a.text(RECORD_HASH));
    JsonObject.Builder attributes = JsonObject.builder();
    item.forEach(
        (name, value) -> {
          if (!name.equals(RECORD_HASH)) {
            attributes.put(name, value);
          }
        });
    return new RecordOutline(
        new RecordKey(a.text(TRADE_ID), key),
        a.region(key),
        link,
        a.seen(),
        isExact("", item) && hash(attributes.build()).equals(link.recordHash()));
  }

  /**
   * Whether types and numbers are as DynamoDB returns those of a record: a hash is the same for
   * {@code 1}, {@code 1.0} and {@code "1"}.
   */
  private static boolean isExact(String name, Json value) {
    return switch (value) {
      case JsonObject object -> {
        boolean exact = true;
        for (int i = 0; i < object.size(); i++) {
          exact &= isExact(object.nameAt(i), object.valueAt(i));
        }
        yield exact;
      }
      case JsonNumber number ->
          NUMBERS.contains(name) && EXACT_NUMBER.matcher(number.literal()).matches();
      case JsonString _ -> !NUMBERS.contains(name);
      case JsonBoolean _ -> true;
      case JsonArray _, JsonNull _ -> false;
    };
  }

  /**
   * Reads a head.
   *
   * @throws UnreadableItemException if encoding the result would not give this very item
   */
  static TradeHead head(JsonObject item) {
    Attributes a = new Attributes(item);
    SortedMap<String, TradeState> states = new TreeMap<>();
    a.map(STATES)
        .forEach((source, state) -> states.put(source, state(part(STATES, source, state))));
    TradeHead.Last last =
        new TradeHead.Last(a.number(SEQUENCE), a.text(LAST_HASH), a.instant(RECORDED_AT));
    TradeHead head =
        new TradeHead(
            a.text(TRADE_ID),
            a.region(a.sortKey()),
            Optional.of(last),
            a.seen(),
            new TradeStates(states));
    a.mustEqual(item(head));
    return head;
  }

  private static Attributes part(String name, String part, Json value) {
    return new Attributes(
        value.asObject().orElseThrow(() -> Attributes.wrong(name + "." + part, "a map")));
  }

  private static TradeState state(Attributes state) {
    return new TradeState(
        state.place(FIRST_NEW, EventType.NEW),
        state.place(LAST_NEW, EventType.NEW),
        state.place(LAST_CORRECT, EventType.CORRECT),
        state.lifeEvent(LAST_PARTIAL, true),
        state.lifeEvent(LAST_END, false),
        state.place(LAST_CANCEL, EventType.CANCEL));
  }

  /** Typed reading of an item's attributes. */
  private record Attributes(JsonObject item) {

    String text(String name) {
      return optionalText(name).orElseThrow(() -> wrong(name, "a string"));
    }

    Optional<String> optionalText(String name) {
      @Nullable Json value = item.get(name);
      if (value == null) {
        return Optional.empty();
      }
      return Optional.of(value.asText().orElseThrow(() -> wrong(name, "a string")));
    }

    long number(String name) {
      if (!(item.get(name) instanceof JsonNumber number)) {
        throw wrong(name, "a number");
      }
      try {
        return Long.parseLong(number.literal());
      } catch (NumberFormatException e) {
        throw wrong(name, "a whole number");
      }
    }

    SortKey sortKey() {
      if (!(item.get(TIMESTAMP) instanceof JsonNumber number)) {
        throw wrong(TIMESTAMP, "a number");
      }
      return SortKey.parse(number.literal())
          .orElseThrow(() -> wrong(TIMESTAMP, "a time in microseconds with a fraction of ours"));
    }

    /** A number above 0; 0 where there is none. */
    long count(String name) {
      return item.has(name) ? number(name) : 0;
    }

    EventTime time(String name) {
      long micros = number(name);
      if (micros <= 0) {
        throw wrong(name, "a time in microseconds above 0");
      }
      return new EventTime(micros);
    }

    Region region(SortKey key) {
      String name = text(REGION);
      if (name.isEmpty()) {
        throw wrong(REGION, "the name of a Region");
      }
      return new Region(name, key.slot());
    }

    SortedMap<Integer, Seen> seen() {
      SortedMap<Integer, Seen> seen = new TreeMap<>();
      map(SEEN)
          .forEach(
              (slot, value) -> {
                if (slot.length() != 1 || slot.charAt(0) < '0' || slot.charAt(0) > '9') {
                  throw wrong(SEEN + "." + slot, "the slot of a Region");
                }
                Attributes chain = part(SEEN, slot, value);
                seen.put(
                    slot.charAt(0) - '0', new Seen(chain.number(SEQUENCE), chain.text(LAST_HASH)));
              });
      return seen;
    }

    Optional<Place> place(String name, EventType type) {
      Json value = item.get(name);
      return value == null
          ? Optional.empty()
          : Optional.of(part(STATES, name, value).place(type, false));
    }

    Optional<Place> lifeEvent(String name, boolean partial) {
      Json value = item.get(name);
      if (value == null) {
        return Optional.empty();
      }
      Attributes place = part(STATES, name, value);
      EventType type =
          EventType.of(place.text(EVENT_TYPE))
              .filter(EventType::isLifeEvent)
              .orElseThrow(() -> wrong(name + "." + EVENT_TYPE, "a life event"));
      return Optional.of(place.place(type, partial));
    }

    private Place place(EventType type, boolean partial) {
      return new Place(time(TIME), count(SOURCE_SEQUENCE), type, text(EVENT_HASH), partial);
    }

    boolean bool(String name) {
      if (!(item.get(name) instanceof JsonBoolean bool)) {
        throw wrong(name, "a boolean");
      }
      return bool.value();
    }

    JsonObject map(String name) {
      return item.object(name).orElseThrow(() -> wrong(name, "a map"));
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
    void mustEqual(JsonObject encoded) {
      item.forEach(
          (name, _) -> {
            if (!encoded.has(name)) {
              throw new UnreadableItemException("attribute " + name + " is not one of ours");
            }
          });
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
}
