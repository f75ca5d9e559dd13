package io.tradeprocessing.cli.html;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The values of a JSON document by their JSON Pointers, to be listed and compared. */
final class JsonFields {

  private JsonFields() {}

  /**
   * Every value that is neither object nor array, and every empty one of those, in the order of the
   * document; strings without their quotes.
   */
  static Map<String, String> of(Json json) {
    Map<String, String> fields = new LinkedHashMap<>();
    collect("", json, fields);
    return fields;
  }

  private static void collect(String pointer, Json json, Map<String, String> fields) {
    switch (json) {
      case JsonObject object when object.size() > 0 ->
          object.forEach((name, value) -> collect(pointer + "/" + escaped(name), value, fields));
      case JsonArray array when !array.values().isEmpty() -> {
        List<Json> values = array.values();
        for (int i = 0; i < values.size(); i++) {
          collect(pointer + "/" + i, values.get(i), fields);
        }
      }
      default -> fields.put(pointer, json.asText().orElseGet(() -> JsonWriter.toString(json)));
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** The fields that differ, or that only one of the two has. */
  static Set<String> changed(Map<String, String> then, Map<String, String> now) {
    Set<String> changed = new LinkedHashSet<>(now.keySet());
    changed.addAll(then.keySet());
    changed.removeIf(field -> Objects.equals(then.get(field), now.get(field)));
    return changed;
  }
}
