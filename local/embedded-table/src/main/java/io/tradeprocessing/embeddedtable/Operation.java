package io.tradeprocessing.embeddedtable;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A write of one item, or a check of one, that is done if its condition holds.
 *
 * @param kind what is done
 * @param key of the item
 * @param item that is put; empty for the others
 * @param returnsItem whether a condition that does not hold brings the item that it met
 */
record Operation(
    Kind kind,
    ItemKey key,
    Map<String, AttributeValue> item,
    Condition condition,
    boolean returnsItem) {

  enum Kind {
    PUT,
    DELETE,
    CHECK
  }

  /** Whether the condition holds for what is there. */
  boolean isAllowed(Optional<Map<String, AttributeValue>> found) {
    return condition.test(found.orElse(Map.of()));
  }

  /** The item to give back where the condition does not hold. */
  Map<String, AttributeValue> toReturn(Optional<Map<String, AttributeValue>> found) {
    return returnsItem ? found.orElse(Map.of()) : Map.of();
  }

  void writeTo(Storage.Batch batch) {
    switch (kind) {
      case PUT -> batch.put(key, item);
      case DELETE -> batch.delete(key);
      case CHECK -> {}
    }
  }

  /** What writing makes of what was there. */
  Optional<Map<String, AttributeValue>> result(Optional<Map<String, AttributeValue>> found) {
    return switch (kind) {
      case PUT -> Optional.of(item);
      case DELETE -> Optional.empty();
      case CHECK -> found;
    };
  }
}
