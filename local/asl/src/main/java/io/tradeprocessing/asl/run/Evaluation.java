package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.data.Expression;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.Scope;
import io.tradeprocessing.asl.data.StateFailure;
import io.tradeprocessing.asl.data.Template;
import io.tradeprocessing.asl.data.Timestamps;
import io.tradeprocessing.asl.json.Excerpt;
import io.tradeprocessing.asl.model.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that a state's fields have in a scope, given in the definition or found by a path. */
final class Evaluation {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Evaluation() {}

  static JsonNode filledIn(@Nullable Template template, Scope scope) throws StateFailure {
    return template == null
        ? scope.input()
        : StateFailure.requireFits(scope.state(), template.evaluate(scope));
  }

  static int number(State.Amount amount, Scope scope) throws StateFailure {
    return switch (amount) {
      case State.Amount.Given(int value) -> value;
      case State.Amount.At(Path path, String field, int minimum) -> {
        JsonNode found = path.require(scope, field);
        if (!found.isInt() || found.intValue() < minimum || found.intValue() > State.Amount.MAX) {
          throw scope.runtimeFailure(
              "The %s parameter must lead to an integer from %d to %d: %s == %s"
                  .formatted(field, minimum, State.Amount.MAX, path.text(), Excerpt.of(found)));
        }
        yield found.intValue();
      }
    };
  }

  /** The array of items at a path. */
  static JsonNode items(Path path, Scope scope) throws StateFailure {
    JsonNode items = path.require(scope, "ItemsPath");
    if (!items.isArray()) {
      throw scope.runtimeFailure(
          "Reference path '%s' must point to an array, not to %s"
              .formatted(path.text(), Excerpt.of(items)));
    }
    return items;
  }

  static MapRun.Tolerated tolerated(State.Tolerance tolerance, Scope scope) throws StateFailure {
    return new MapRun.Tolerated(
        tolerance.count() == null ? null : number(tolerance.count(), scope),
        percentage(tolerance.percentage(), scope));
  }

  private static @Nullable BigDecimal percentage(State.@Nullable Percentage percentage, Scope scope)
      throws StateFailure {
    return switch (percentage) {
      case null -> null;
      case State.Percentage.Given(BigDecimal value) -> value;
      case State.Percentage.At(Path path, String field) -> {
        JsonNode found = path.require(scope, field);
        if (!found.isNumber()
            || found.decimalValue().signum() < 0
            || found.decimalValue().compareTo(HUNDRED) > 0) {
          throw scope.runtimeFailure(
              "The %s parameter must lead to a number from 0 to 100: %s == %s"
                  .formatted(field, path.text(), Excerpt.of(found)));
        }
        yield found.decimalValue();
      }
    };
  }

  static @Nullable String text(State.@Nullable Text text, Scope scope) throws StateFailure {
    return switch (text) {
      case null -> null;
      case State.Text.Given(String value) -> value;
      case State.Text.Of(Expression expression, String field) -> {
        JsonNode value = expression.evaluate(scope, field);
        if (!value.isTextual()) {
          throw scope.runtimeFailure(
              "The %s parameter must lead to a string, not to %s"
                  .formatted(field, Excerpt.of(value)));
        }
        yield value.textValue();
      }
    };
  }

  static Instant time(State.Text text, Scope scope) throws StateFailure {
    String value = text(text, scope);
    return Optional.ofNullable(value)
        .flatMap(Timestamps::parse)
        .orElseThrow(
            () ->
                scope.runtimeFailure(
                    "The TimestampPath parameter does not reference a valid ISO-8601 extended"
                        + " offset date-time format string: "
                        + value));
  }
}
