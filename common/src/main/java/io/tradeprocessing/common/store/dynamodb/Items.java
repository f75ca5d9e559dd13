package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonNull;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.StoredItem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes as JSON values, and as DynamoDB has them. */
final class Items {

  private Items() {}

  static Map<String, AttributeValue> of(JsonObject attributes) {
    Map<String, AttributeValue> item = LinkedHashMap.newLinkedHashMap(attributes.size());
    attributes.forEach((name, value) -> item.put(name, of(value)));
    return item;
  }

  private static AttributeValue of(Json value) {
    return switch (value) {
      case JsonString string -> AttributeValue.fromS(string.value());
      case JsonNumber number -> AttributeValue.fromN(number.literal());
      case JsonBoolean bool -> AttributeValue.fromBool(bool.value());
      case JsonObject object -> AttributeValue.fromM(of(object));
      case JsonArray _, JsonNull _ ->
          throw new IllegalArgumentException("no attribute is a JSON " + value.typeName());
    };
  }

  /** Reads any item of the table, whatever somebody may have done to it. */
  static StoredItem read(Map<String, AttributeValue> item) {
    return RecordJson.read(json(item));
  }

  /** Whether an item is a Region's probe, and no trade's. */
  static boolean isProbe(Map<String, AttributeValue> item) {
    AttributeValue tradeId = item.get(RecordJson.TRADE_ID);
    return tradeId != null && tradeId.s() != null && Probe.isProbe(tradeId.s());
  }

  static JsonObject json(Map<String, AttributeValue> item) {
    JsonObject.Builder json = JsonObject.builder();
    item.forEach((name, value) -> json.put(name, json(value)));
    return json.build();
  }

  /** Null stands for a value of a type that no attribute of ours has. */
  private static Json json(AttributeValue value) {
    return switch (value.type()) {
      case S -> Json.of(value.s());
      case N -> new JsonNumber(value.n());
      case BOOL -> Json.of(value.bool());
      case M -> json(value.m());
      default -> JsonNull.NULL;
    };
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue number(SortKey key) {
    return AttributeValue.fromN(key.toString());
  }

  /** The key of an item. */
  static Map<String, AttributeValue> key(String tradeId, String timestamp) {
    return Map.of(
        RecordJson.TRADE_ID, text(tradeId), RecordJson.TIMESTAMP, AttributeValue.fromN(timestamp));
  }

  /** The key of an item that DynamoDB has given. */
  static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return Map.of(
        RecordJson.TRADE_ID,
        Objects.requireNonNull(item.get(RecordJson.TRADE_ID)),
        RecordJson.TIMESTAMP,
        Objects.requireNonNull(item.get(RecordJson.TIMESTAMP)));
  }

  /** The key of a trade's head in a Region. */
  static Map<String, AttributeValue> headKey(String tradeId, int slot) {
    return key(tradeId, SortKey.head(slot).toString());
  }

  /**
   * The size that DynamoDB charges: names and values in UTF-8, numbers at most 21 bytes, and for a
   * map 3 bytes and one for each of its values.
   */
  static long size(Map<String, AttributeValue> item) {
    long size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += utf8Length(attribute.getKey());
      AttributeValue value = attribute.getValue();
      size +=
          switch (value.type()) {
            case S -> utf8Length(value.s());
            case N -> 21;
            case M -> 3 + value.m().size() + size(value.m());
            default -> 1;
          };
    }
    return size;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
