package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.Excerpt;
import java.util.List;

/**
 * {@code ResultPath}: where a result goes in the input the state was given. Trees are shared, so
 * nothing is modified.
 */
public sealed interface ResultPath {

  JsonNode combine(JsonNode input, JsonNode result) throws StateFailure;

  /** {@code $}, the default: the result takes the place of the input. */
  record Replace() implements ResultPath {
    @Override
    public JsonNode combine(JsonNode input, JsonNode result) {
      return result;
    }
  }

  /** {@code null}: the result is dropped. */
  record Discard() implements ResultPath {
    @Override
    public JsonNode combine(JsonNode input, JsonNode result) {
      return input;
    }
  }

  /**
   * A reference path: the result is put there. Only the containers on the way are copied, each one
   * level deep.
   */
  record Insert(String text, List<Path.Step> steps) implements ResultPath {

    @Override
    public JsonNode combine(JsonNode input, JsonNode result) throws StateFailure {
      return put(input, 0, result);
    }

    private JsonNode put(JsonNode node, int depth, JsonNode result) throws StateFailure {
      if (depth == steps.size()) {
        return result;
      }
      return switch (steps.get(depth)) {
        case Path.Step.Member(String name) when node.isObject() || canBecomeObject(node, depth) -> {
          ObjectNode copy = JsonNodeFactory.instance.objectNode();
          if (node instanceof ObjectNode object) {
            copy.setAll(object);
          }
          copy.set(name, put(node.path(name), depth + 1, result));
          yield copy;
        }
        case Path.Step.Element(int index)
            when node instanceof ArrayNode array && index >= 0 && index < array.size() -> {
          ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size()).addAll(array);
          copy.set(index, put(array.get(index), depth + 1, result));
          yield copy;
        }
        default ->
            throw new StateFailure(
                "States.ResultPathMatchFailure",
                "Unable to apply ReferencePath %s to input %s".formatted(text, Excerpt.of(node)));
      };
    }

    /**
     * Objects on the way are made as needed, but a value that is there already is not turned into
     * one.
     */
    private static boolean canBecomeObject(JsonNode node, int depth) {
      return depth > 0 && node.isMissingNode();
    }
  }
}
