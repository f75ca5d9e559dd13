package io.tradeprocessing.common.json;

import java.util.Optional;

/**
 * A JSON value (RFC 8259). Immutable. Equality is by value; the order of an object's fields does
 * not matter.
 */
public sealed interface Json
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /** The JSON name of the value's type, as messages use it: {@code object}, {@code string}, … */
  default String typeName() {
    return switch (this) {
      case JsonObject _ -> "object";
      case JsonArray _ -> "array";
      case JsonString _ -> "string";
      case JsonNumber _ -> "number";
      case JsonBoolean _ -> "boolean";
      case JsonNull _ -> "null";
    };
  }

  /** The text of a string; empty for any other value. */
  default Optional<String> asText() {
    return this instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
  }

  /** This value if it is an object. */
  default Optional<JsonObject> asObject() {
    return this instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  static Json of(String text) {
    return new JsonString(text);
  }

  static Json of(boolean value) {
    return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
  }

  static Json of(long value) {
    return new JsonNumber(Long.toString(value));
  }
}
