package io.tradeprocessing.embeddedtable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A condition on an item; an item that is not there has no attributes. */
sealed interface Condition {

  boolean test(Map<String, AttributeValue> item);

  /** Every request without a condition. */
  record Always() implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      return true;
    }
  }

  record Exists(String attribute) implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      return item.containsKey(attribute);
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      return !condition.test(item);
    }
  }

  record And(Condition left, Condition right) implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      return left.test(item) && right.test(item);
    }
  }

  record Or(Condition left, Condition right) implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      return left.test(item) || right.test(item);
    }
  }

  /** A comparison; what an item does not have is unequal to everything and not comparable. */
  record Compare(Operand left, Comparator comparator, Operand right) implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      Optional<AttributeValue> l = left.value(item);
      Optional<AttributeValue> r = right.value(item);
      if (l.isEmpty() || r.isEmpty()) {
        return comparator == Comparator.NOT_EQUAL;
      }
      return switch (comparator) {
        case EQUAL -> Values.equal(l.get(), r.get());
        case NOT_EQUAL -> !Values.equal(l.get(), r.get());
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
          OptionalInt order = order(l.get(), r.get());
          yield order.isPresent() && comparator.holds(order.getAsInt());
        }
      };
    }

    private static OptionalInt order(AttributeValue left, AttributeValue right) {
      if (left.type() != right.type()) {
        return OptionalInt.empty();
      }
      return switch (left.type()) {
        case S -> OptionalInt.of(ItemKey.compare(left.s(), right.s()));
        case N -> OptionalInt.of(new BigDecimal(left.n()).compareTo(new BigDecimal(right.n())));
        case B ->
            OptionalInt.of(
                Arrays.compareUnsigned(
                    left.b().asByteArrayUnsafe(), right.b().asByteArrayUnsafe()));
        default -> OptionalInt.empty();
      };
    }
  }

  /** {@code low <= operand AND operand <= high}. */
  record Between(Operand operand, Operand low, Operand high) implements Condition {
    @Override
    public boolean test(Map<String, AttributeValue> item) {
      return new Compare(low, Comparator.LESS_OR_EQUAL, operand).test(item)
          && new Compare(operand, Comparator.LESS_OR_EQUAL, high).test(item);
    }
  }

  /** What a comparison compares. */
  sealed interface Operand {

    Optional<AttributeValue> value(Map<String, AttributeValue> item);

    record Attribute(String name) implements Operand {
      @Override
      public Optional<AttributeValue> value(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get(name));
      }
    }

    record Constant(AttributeValue value) implements Operand {
      @Override
      public Optional<AttributeValue> value(Map<String, AttributeValue> item) {
        return Optional.of(value);
      }
    }
  }

  /** How two operands are compared. */
  enum Comparator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    static Optional<Comparator> of(String sign) {
      return Arrays.stream(values()).filter(it -> it.sign.equals(sign)).findFirst();
    }

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
  }
}
