package io.tradeprocessing.embeddedtable;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a commit did to an item: what DynamoDB Streams tells with NEW_AND_OLD_IMAGES.
 *
 * @param key the item's key attributes
 * @param oldImage nothing where there was no item
 * @param newImage nothing where the item was deleted
 */
public record Change(
    Origin origin,
    Map<String, AttributeValue> key,
    Optional<Map<String, AttributeValue>> oldImage,
    Optional<Map<String, AttributeValue>> newImage) {

  /** Where a change came from. */
  public enum Origin {
    /** A request to this table. */
    REQUEST,
    /** A replica of this table. */
    REPLICATION
  }

  /** What happened, by DynamoDB Streams' names. */
  public enum Kind {
    INSERT,
    MODIFY,
    REMOVE
  }

  /** What happened. */
  public Kind kind() {
    if (newImage.isEmpty()) {
      return Kind.REMOVE;
    }
    return oldImage.isEmpty() ? Kind.INSERT : Kind.MODIFY;
  }

  /** As in DynamoDB Streams, a write that leaves an item as it was is no change. */
  boolean isOne() {
    return !oldImage.equals(newImage);
  }
}
