package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A path or a call of an intrinsic function, compiled. */
public sealed interface Expression {

  /**
   * The expression's value.
   *
   * @param field the definition's field that holds it, for messages
   */
  JsonNode evaluate(Scope scope, String field) throws StateFailure;

  record Literal(JsonNode value) implements Expression {
    @Override
    public JsonNode evaluate(Scope scope, String field) {
      return value;
    }
  }

  record Reference(Path path) implements Expression {
    @Override
    public JsonNode evaluate(Scope scope, String field) throws StateFailure {
      return path.require(scope, field);
    }
  }

  record Call(IntrinsicFunction function, List<Expression> arguments, String text)
      implements Expression {
    @Override
    public JsonNode evaluate(Scope scope, String field) throws StateFailure {
      List<JsonNode> values = new ArrayList<>(arguments.size());
      for (Expression argument : arguments) {
        values.add(argument.evaluate(scope, field));
      }
      try {
        JsonNode value = function.apply(values, scope.random());
        scope.allowance().take(value, scope.state());
        return value;
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new StateFailure(
            "States.IntrinsicFailure",
            "An error occurred while executing the state '%s'. The function '%s' had the following error: %s"
                .formatted(scope.state(), text, e.getMessage()));
      }
    }
  }
}
