package io.tradeprocessing.common.store;

import java.util.Map;
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
    return new Cursor(
        Map.of(
            RecordCodec.TRADE_ID,
            RecordCodec.text(tradeId),
            RecordCodec.TIMESTAMP,
            AttributeValue.fromN(LOWEST_NUMBER)));
  }

  Map<String, AttributeValue> key() {
    return key;
  }
}
