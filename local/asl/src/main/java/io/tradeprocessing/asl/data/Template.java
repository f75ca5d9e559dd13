package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A payload template ({@code Parameters}, {@code ResultSelector}, {@code ItemSelector}): JSON with
 * holes.
 */
public sealed interface Template {

  JsonNode evaluate(Scope scope) throws StateFailure;

  /** A part without holes. The same tree is handed out each time. */
  record Constant(JsonNode value) implements Template {
    @Override
    public JsonNode evaluate(Scope scope) {
      return value;
    }
  }

  /** The value of a field whose name ends in {@code .$}. */
  record Hole(Expression expression, String field) implements Template {
    @Override
    public JsonNode evaluate(Scope scope) throws StateFailure {
      return expression.evaluate(scope, field);
    }
  }

  record Fields(List<Field> fields) implements Template {
    @Override
    public JsonNode evaluate(Scope scope) throws StateFailure {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Field field : fields) {
        object.set(field.name(), field.value().evaluate(scope));
      }
      return object;
    }
  }

  record Field(String name, Template value) {}

  record Elements(List<Template> elements) implements Template {
    @Override
    public JsonNode evaluate(Scope scope) throws StateFailure {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
      for (Template element : elements) {
        array.add(element.evaluate(scope));
      }
      return array;
    }
  }
}
