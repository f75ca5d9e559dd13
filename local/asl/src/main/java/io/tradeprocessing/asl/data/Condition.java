package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The condition of a choice rule, compiled. Its text is what a diagram writes on the transition.
 */
public sealed interface Condition {

  boolean holds(Scope scope) throws StateFailure;

  record And(List<Condition> all) implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      for (Condition condition : all) {
        if (!condition.holds(scope)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return joined(all, " and ");
    }
  }

  record Or(List<Condition> any) implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      for (Condition condition : any) {
        if (condition.holds(scope)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return joined(any, " or ");
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      return !condition.holds(scope);
    }

    @Override
    public String toString() {
      return "not (" + condition + ")";
    }
  }

  /** {@code IsPresent}, the one test that may look at what is not there. */
  record Presence(Path variable, boolean expected) implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      return variable.find(scope).isMissingNode() != expected;
    }

    @Override
    public String toString() {
      return variable.text() + (expected ? " is present" : " is absent");
    }
  }

  /** {@code IsNull}, {@code IsString} and their like. */
  record OfType(Path variable, ValueType type, boolean expected) implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      return type.includes(value(variable, scope)) == expected;
    }

    @Override
    public String toString() {
      return variable.text() + (expected ? " is " : " is not ") + type.text;
    }
  }

  /** {@code StringMatches}. */
  record Matches(Path variable, Wildcards pattern) implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      JsonNode value = value(variable, scope);
      return value.isTextual() && pattern.matches(value.textValue());
    }

    @Override
    public String toString() {
      return variable.text() + " matches " + pattern.text();
    }
  }

  /**
   * A comparison with a value or with what a path leads to. Values of another type than the
   * operator's never match.
   */
  record Comparison(Path variable, ValueType type, Relation relation, Operand operand)
      implements Condition {
    @Override
    public boolean holds(Scope scope) throws StateFailure {
      JsonNode left = value(variable, scope);
      JsonNode right =
          switch (operand) {
            case Operand.Value(JsonNode constant) -> constant;
            case Operand.At(Path path) -> value(path, scope);
          };
      Optional<Integer> order = type.compare(left, right);
      return order.isPresent() && relation.includes(order.get());
    }

    @Override
    public String toString() {
      return variable.text() + " " + relation.symbol + " " + operand;
    }
  }

  /** The right-hand side of a comparison. */
  sealed interface Operand {
    record Value(JsonNode constant) implements Operand {
      @Override
      public String toString() {
        return constant.asText();
      }
    }

    record At(Path path) implements Operand {
      @Override
      public String toString() {
        return path.text();
      }
    }
  }

  /** The types that operators are named after. */
  enum ValueType {
    NULL("null") {
      @Override
      public boolean includes(JsonNode value) {
        return value.isNull();
      }
    },
    STRING("a string") {
      @Override
      public boolean includes(JsonNode value) {
        return value.isTextual();
      }

      @Override
      int order(JsonNode a, JsonNode b) {
        return a.textValue().compareTo(b.textValue());
      }
    },
    NUMERIC("a number") {
      @Override
      public boolean includes(JsonNode value) {
        return value.isNumber();
      }

      @Override
      int order(JsonNode a, JsonNode b) {
        return a.decimalValue().compareTo(b.decimalValue());
      }
    },
    BOOLEAN("a boolean") {
      @Override
      public boolean includes(JsonNode value) {
        return value.isBoolean();
      }

      @Override
      int order(JsonNode a, JsonNode b) {
        return Boolean.compare(a.booleanValue(), b.booleanValue());
      }
    },
    TIMESTAMP("a timestamp") {
      @Override
      public boolean includes(JsonNode value) {
        return value.isTextual() && Timestamps.parse(value.textValue()).isPresent();
      }

      @Override
      int order(JsonNode a, JsonNode b) {
        return instant(a).compareTo(instant(b));
      }

      private static Instant instant(JsonNode value) {
        return Timestamps.parse(value.textValue()).orElseThrow();
      }
    };

    public final String text;

    ValueType(String text) {
      this.text = text;
    }

    public abstract boolean includes(JsonNode value);

    /** Compares two values of this type. */
    int order(JsonNode a, JsonNode b) {
      throw new UnsupportedOperationException("There is no comparison of " + this);
    }

    /** How two values compare, or nothing if they are not both of this type. */
    Optional<Integer> compare(JsonNode a, JsonNode b) {
      return includes(a) && includes(b) ? Optional.of(order(a, b)) : Optional.empty();
    }
  }

  /** What an operator's name ends in. */
  enum Relation {
    EQUALS("=") {
      @Override
      boolean includes(int order) {
        return order == 0;
      }
    },
    LESS_THAN("<") {
      @Override
      boolean includes(int order) {
        return order < 0;
      }
    },
    GREATER_THAN(">") {
      @Override
      boolean includes(int order) {
        return order > 0;
      }
    },
    LESS_THAN_EQUALS("<=") {
      @Override
      boolean includes(int order) {
        return order <= 0;
      }
    },
    GREATER_THAN_EQUALS(">=") {
      @Override
      boolean includes(int order) {
        return order >= 0;
      }
    };

    final String symbol;

    Relation(String symbol) {
      this.symbol = symbol;
    }

    abstract boolean includes(int order);
  }

  private static JsonNode value(Path variable, Scope scope) throws StateFailure {
    JsonNode value = variable.find(scope);
    if (value.isMissingNode()) {
      throw scope.runtimeFailure(
          "Invalid path '%s': The choice state's condition path references an invalid value."
              .formatted(variable.text()));
    }
    return value;
  }

  private static String joined(List<Condition> conditions, String word) {
    return conditions.stream()
        .map(c -> c instanceof And || c instanceof Or ? "(" + c + ")" : c.toString())
        .collect(Collectors.joining(word));
  }
}
