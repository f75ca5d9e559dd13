package io.tradeprocessing.asl.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Equality of JSON values as values: 1 equals 1.0, and the order of an object's fields means
 * nothing.
 */
public final class JsonEquality {

  private JsonEquality() {}

  /** A value as an element of a set. */
  public record Key(JsonNode value) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && equal(value, key.value);
    }

    @Override
    public int hashCode() {
      return hash(value);
    }
  }

  private static int hash(JsonNode value) {
    return switch (value) {
      case ArrayNode array ->
          array.valueStream().mapToInt(JsonEquality::hash).reduce(1, (a, b) -> 31 * a + b);
      case ObjectNode object ->
          object.properties().stream()
              .mapToInt(field -> field.getKey().hashCode() ^ hash(field.getValue()))
              .sum();
      default ->
          value.isNumber()
              ? value.decimalValue().stripTrailingZeros().hashCode()
              : value.hashCode();
    };
  }

  public static boolean equal(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a instanceof ArrayNode left && b instanceof ArrayNode right) {
      return equal(left, right);
    }
    if (a instanceof ObjectNode left && b instanceof ObjectNode right) {
      return equal(left, right);
    }
    return a.equals(b);
  }

  private static boolean equal(ArrayNode a, ArrayNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(ObjectNode a, ObjectNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      JsonNode other = b.get(field.getKey());
      if (other == null || !equal(field.getValue(), other)) {
        return false;
      }
    }
    return true;
  }
}
