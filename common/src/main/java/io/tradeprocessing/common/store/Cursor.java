package io.tradeprocessing.common.store;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a reading goes on. */
public final class Cursor {

  private final Map<String, AttributeValue> key;

  Cursor(Map<String, AttributeValue> key) {
    this.key = Map.copyOf(key);
  }

  Map<String, AttributeValue> key() {
    return key;
  }
}
