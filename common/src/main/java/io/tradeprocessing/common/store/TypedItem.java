package io.tradeprocessing.common.store;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import java.util.TreeMap;

/**
 * Items in DynamoDB's JSON, in which each value names its type, so that nothing of an item is lost:
 * {@code {"tradeId":{"S":"T-1"},"timestamp":{"N":"1768228200000000.0123"},"seen":{"M":{}}}}.
 *
 * <p>Source: "DynamoDB JSON" in the Amazon DynamoDB developer guide.
 */
public final class TypedItem {

  private TypedItem() {}

  /** The typed form of an item in the form of {@link RecordJson}. */
  public static JsonObject of(JsonObject item) {
    JsonObject.Builder typed = JsonObject.builder();
    item.forEach((name, value) -> typed.put(name, typed(value)));
    return typed.build();
  }

  /** The item of a record as an archive has it: attributes sorted by name, also those of a map. */
  public static JsonObject of(ComplianceRecord record) {
    return of(sorted(RecordJson.item(RecordJson.attributes(record), record.link().recordHash())));
  }

  /** The item of a head, sorted as that of a record. */
  public static JsonObject of(TradeHead head) {
    return of(sorted(RecordJson.item(head)));
  }

  private static JsonObject sorted(JsonObject item) {
    TreeMap<String, Json> names = new TreeMap<>();
    item.forEach(names::put);
    JsonObject.Builder sorted = JsonObject.builder();
    names.forEach(
        (name, value) -> sorted.put(name, value instanceof JsonObject map ? sorted(map) : value));
    return sorted.build();
  }

  private static Json typed(Json value) {
    return switch (value) {
      case JsonString string -> type("S", string);
      case JsonNumber number -> type("N", Json.of(number.literal()));
      case JsonBoolean bool -> type("BOOL", bool);
      case JsonObject object -> type("M", of(object));
      case JsonArray _, JsonNull _ ->
          throw new IllegalArgumentException("no attribute is a JSON " + value.typeName());
    };
  }

  private static JsonObject type(String type, Json value) {
    return JsonObject.builder().put(type, value).build();
  }

  /** Reads any item, whatever somebody may have done to it. */
  public static StoredItem read(JsonObject typed) {
    return RecordJson.read(plain(typed));
  }

  /**
   * The form of {@link RecordJson}. Null stands for a value of a type that no attribute of a record
   * or head has.
   */
  static JsonObject plain(JsonObject typed) {
    JsonObject.Builder item = JsonObject.builder();
    typed.forEach((name, value) -> item.put(name, plain(value)));
    return item.build();
  }

  private static Json plain(Json value) {
    if (!(value instanceof JsonObject typed) || typed.size() != 1) {
      return JsonNull.NULL;
    }
    Json content = typed.valueAt(0);
    return switch (typed.nameAt(0)) {
      case "S" -> content instanceof JsonString ? content : JsonNull.NULL;
      case "N" -> content instanceof JsonString(String digits) ? number(digits) : JsonNull.NULL;
      case "BOOL" -> content instanceof JsonBoolean ? content : JsonNull.NULL;
      case "M" -> content instanceof JsonObject map ? plain(map) : JsonNull.NULL;
      default -> JsonNull.NULL;
    };
  }

  private static Json number(String digits) {
    return digits.isEmpty() ? JsonNull.NULL : new JsonNumber(digits);
  }
}
