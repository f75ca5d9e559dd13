package io.tradeprocessing.embeddedtable;

import io.tradeprocessing.embeddedtable.Condition.Comparator;
import io.tradeprocessing.embeddedtable.Condition.Operand;
import io.tradeprocessing.embeddedtable.Storage.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition on a key.
 *
 * @param partition the value that the partition key must have
 */
record KeyCondition(AttributeValue partition, Optional<Bound> low, Optional<Bound> high) {

  static KeyCondition of(Condition condition, KeyAttribute partition, Optional<KeyAttribute> sort) {
    List<Condition> parts = new ArrayList<>();
    flatten(condition, parts);
    Optional<AttributeValue> key = Optional.empty();
    Optional<Bound> low = Optional.empty();
    Optional<Bound> high = Optional.empty();
    boolean sorted = false;
    for (Condition part : parts) {
      if (part
              instanceof
              Condition.Compare(
                  Operand.Attribute(String name),
                  Comparator comparator,
                  Operand.Constant(var value))
          && name.equals(partition.name())
          && comparator == Comparator.EQUAL) {
        mustBe(partition, value);
        key = Optional.of(value);
        continue;
      }
      KeyAttribute attribute = sort.orElseThrow(KeyCondition::notSupported);
      if (sorted) {
        throw notSupported();
      }
      sorted = true;
      switch (part) {
        case Condition.Compare(
                Operand.Attribute(String name),
                Comparator comparator,
                Operand.Constant(AttributeValue value))
            when name.equals(attribute.name()) -> {
          Bound bound = bound(attribute, value, comparator);
          switch (comparator) {
            case EQUAL -> {
              low = Optional.of(bound);
              high = Optional.of(bound);
            }
            case LESS, LESS_OR_EQUAL -> high = Optional.of(bound);
            case GREATER, GREATER_OR_EQUAL -> low = Optional.of(bound);
            case NOT_EQUAL -> throw notSupported();
          }
        }
        case Condition.Between(
                Operand.Attribute(String name),
                Operand.Constant(AttributeValue from),
                Operand.Constant(AttributeValue to))
            when name.equals(attribute.name()) -> {
          low = Optional.of(bound(attribute, from, Comparator.EQUAL));
          high = Optional.of(bound(attribute, to, Comparator.EQUAL));
          if (ItemKey.compare(low.get().sort(), high.get().sort()) > 0) {
            throw Errors.invalid(
                "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be"
                    + " greater than or equal to lower bound;");
          }
        }
        default -> throw notSupported();
      }
    }
    AttributeValue found =
        key.orElseThrow(
            () -> Errors.invalid("Query condition missed key schema element: " + partition.name()));
    return new KeyCondition(found, low, high);
  }

  private static void flatten(Condition condition, List<Condition> parts) {
    if (condition instanceof Condition.And(Condition left, Condition right)) {
      flatten(left, parts);
      flatten(right, parts);
    } else {
      parts.add(condition);
    }
  }

  private static Bound bound(KeyAttribute attribute, AttributeValue value, Comparator by) {
    mustBe(attribute, value);
    return new Bound(attribute.order(value), by != Comparator.LESS && by != Comparator.GREATER);
  }

  private static void mustBe(KeyAttribute attribute, AttributeValue value) {
    if (!attribute.isOfItsType(value)) {
      throw Errors.invalid(
          "One or more parameter values were invalid: Condition parameter type does not match"
              + " schema type");
    }
  }

  private static RuntimeException notSupported() {
    return Errors.invalid("Query key condition not supported");
  }
}
