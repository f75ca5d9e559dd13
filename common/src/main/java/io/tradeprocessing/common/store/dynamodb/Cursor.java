package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.RecordJson;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a reading goes on. */
public final class Cursor {

  /** The lowest that DynamoDB has. */
  private static final String LOWEST_NUMBER = "-9.9999999999999999999999999999999999999E+125";

  private final Map<String, AttributeValue> key;

  Cursor(Map<String, AttributeValue> key) {
    this.key = Map.copyOf(key);
  }

  /** Just before the first item of a trade in {@link TradeStore#scan}, whatever its sort key is. */
  public static Cursor before(String tradeId) {
    return new Cursor(Items.key(tradeId, LOWEST_NUMBER));
  }

  /** Just after an item of the table. */
  static Cursor after(Map<String, AttributeValue> item) {
    return new Cursor(Items.key(item));
  }

  /** The partition key after which, or in which, the reading goes on. */
  public String tradeId() {
    return part(RecordJson.TRADE_ID).s();
  }

  /** The sort key after which the reading goes on, a number as DynamoDB writes it. */
  public String timestamp() {
    return part(RecordJson.TIMESTAMP).n();
  }

  private AttributeValue part(String name) {
    return Objects.requireNonNull(key.get(name));
  }

  Map<String, AttributeValue> key() {
    return key;
  }
}
