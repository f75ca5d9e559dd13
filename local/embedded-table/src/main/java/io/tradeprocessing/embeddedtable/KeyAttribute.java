package io.tradeprocessing.embeddedtable;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An attribute of a key.
 *
 * @param number whether its type is N; otherwise it is S
 */
public record KeyAttribute(String name, boolean number) {

  /** The type as DynamoDB names it. */
  String type() {
    return number ? "N" : "S";
  }

  boolean isOfItsType(AttributeValue value) {
    return (number ? AttributeValue.Type.N : AttributeValue.Type.S) == value.type();
  }

  /** The value of a valid item or key as text that sorts as DynamoDB sorts the values. */
  String order(Map<String, AttributeValue> item) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no key without " + name);
    }
    return order(value);
  }

  String order(AttributeValue value) {
    return number ? Numbers.order(Numbers.decimal(value.n())) : value.s();
  }

  /** The value that {@link #order} made into text. */
  AttributeValue value(String order) {
    return number ? AttributeValue.fromN(Numbers.ofOrder(order)) : AttributeValue.fromS(order);
  }
}
