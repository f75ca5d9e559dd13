package io.tradeprocessing.common.json;

import java.util.List;

/**
 * A JSON array.
 *
 * @param values the elements, in order
 */
public record JsonArray(List<Json> values) implements Json {
  public JsonArray {
    values = List.copyOf(values);
  }
}
