package io.tradeprocessing.embeddedtable;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Whether a request fits the table. */
record Checks(TableSchema schema) {

  private static final String MISMATCH = "The provided key element does not match the schema";
  private static final int MAX_ITEM = 400 * 1024;
  private static final int MAX_PARTITION_KEY = 2_048;
  private static final int MAX_SORT_KEY = 1_024;

  void table(String name) {
    if (!schema.name().equals(name)) {
      throw Errors.noTable(name);
    }
  }

  /** Refuses a parameter that this table does not know. */
  static void mustBeAbsent(String parameter, @Nullable Object value) {
    if (value != null) {
      throw Errors.refused("the parameter " + parameter);
    }
  }

  /** The cost of a request is not accounted for here. */
  static void noCapacity(@Nullable ReturnConsumedCapacity asked) {
    if (asked != null && asked != ReturnConsumedCapacity.NONE) {
      throw Errors.refused("ReturnConsumedCapacity");
    }
  }

  /**
   * A key as a request gives it.
   *
   * @throws FlawedItemException if it is not one of this table
   */
  ItemKey key(Map<String, AttributeValue> key) {
    Set<String> names = new HashSet<>();
    schema.attributes().map(KeyAttribute::name).forEach(names::add);
    if (!key.keySet().equals(names)) {
      throw Errors.invalid(MISMATCH);
    }
    key.values().forEach(Checks::mustBeScalar);
    if (schema.attributes().anyMatch(attribute -> !isOfItsType(attribute, key))) {
      throw new FlawedItemException(MISMATCH);
    }
    keyValues(key);
    return schema.key(key);
  }

  private static void mustBeScalar(AttributeValue value) {
    switch (value.type()) {
      case S, N, B -> {}
      default -> throw Errors.invalid("Invalid attribute value type");
    }
  }

  private static boolean isOfItsType(KeyAttribute attribute, Map<String, AttributeValue> item) {
    AttributeValue value = item.get(attribute.name());
    return value != null && attribute.isOfItsType(value);
  }

  /**
   * An item as it is kept: valid, with its numbers in their normal form.
   *
   * @throws FlawedItemException if it does not fit the table
   */
  Map<String, AttributeValue> item(Map<String, AttributeValue> item) {
    for (KeyAttribute attribute : (Iterable<KeyAttribute>) schema.attributes()::iterator) {
      AttributeValue value = item.get(attribute.name());
      if (value == null) {
        throw Errors.invalid(
            "One or more parameter values were invalid: Missing the key "
                + attribute.name()
                + " in the item");
      }
      mustBeScalar(value);
      if (!attribute.isOfItsType(value)) {
        throw new FlawedItemException(
            "One or more parameter values were invalid: Type mismatch for key %s expected: %s actual: %s"
                .formatted(attribute.name(), attribute.type(), value.type()));
      }
    }
    keyValues(item);
    schema.indexes().forEach(index -> indexKey(index, item));
    Map<String, AttributeValue> normal = Values.normal(item);
    if (Values.sizeAtMost(normal) > MAX_ITEM && Values.size(normal) > MAX_ITEM) {
      throw Errors.invalid("Item size has exceeded the maximum allowed size");
    }
    return normal;
  }

  /** The value of a partition key that is asked for. */
  static void partition(KeyAttribute attribute, AttributeValue value) {
    length(attribute, Map.of(attribute.name(), value), Integer.MAX_VALUE, "hashkey");
  }

  private void keyValues(Map<String, AttributeValue> item) {
    length(schema.partition(), item, MAX_PARTITION_KEY, "hashkey");
    schema.sort().ifPresent(sort -> length(sort, item, MAX_SORT_KEY, "rangekey"));
  }

  private static void length(
      KeyAttribute attribute, Map<String, AttributeValue> item, int max, String role) {
    if (attribute.number()) {
      return;
    }
    AttributeValue value = item.get(attribute.name());
    long size = value == null ? 0 : Values.size(Map.of("", value));
    if (size == 0) {
      throw Errors.invalid(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty string value. Key: "
              + attribute.name());
    }
    if (size > max) {
      throw new FlawedItemException(
          "One or more parameter values were invalid: Size of %s has exceeded the maximum size limit of%d bytes"
              .formatted(role, max));
    }
  }

  private static void indexKey(TableSchema.Index index, Map<String, AttributeValue> item) {
    index
        .attributes()
        .forEach(
            attribute -> {
              AttributeValue value = item.get(attribute.name());
              if (value != null && !attribute.isOfItsType(value)) {
                throw new FlawedItemException(
                    "One or more parameter values were invalid: Type mismatch for Index Key %s Expected: %s Actual: %s IndexName: %s"
                        .formatted(attribute.name(), attribute.type(), value.type(), index.name()));
              }
              if (value != null && !attribute.number() && value.s().isEmpty()) {
                throw Errors.invalid(
                    "One or more parameter values are not valid. A value specified for a secondary"
                        + " index key is not supported. The AttributeValue for a key attribute"
                        + " cannot contain an empty string value. IndexName: "
                        + index.name()
                        + ", IndexKey: "
                        + attribute.name());
              }
            });
  }

  /** The key attributes that an exclusive start key must have. */
  Set<String> startKey(Stream<KeyAttribute> ofIndex) {
    Set<String> names = new HashSet<>();
    Stream.concat(schema.attributes(), ofIndex).map(KeyAttribute::name).forEach(names::add);
    return names;
  }
}
