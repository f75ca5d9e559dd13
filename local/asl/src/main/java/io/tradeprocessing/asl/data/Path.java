package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import io.tradeprocessing.asl.json.Excerpt;
import java.util.List;

/** A JSONPath into a state's data ({@code $}) or the context object ({@code $$}), compiled. */
public sealed interface Path {

  /** The path as written. */
  String text();

  /** Whether it leads into the context object. */
  boolean context();

  /**
   * What the path leads to: a {@link MissingNode} if a definite path leads nowhere, an array (maybe
   * empty) if the path can match any number of nodes.
   */
  JsonNode find(Scope scope) throws StateFailure;

  /** As {@link #find}, but a definite path that leads nowhere fails the state. */
  default JsonNode require(Scope scope, String field) throws StateFailure {
    JsonNode found = find(scope);
    if (found.isMissingNode()) {
      throw scope.runtimeFailure(
          "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
              .formatted(text(), field, Excerpt.of(scope.input())));
    }
    return found;
  }

  /** A path of names and indexes only, which is nearly every path there is. */
  record Plain(String text, boolean context, List<Step> steps) implements Path {
    @Override
    public JsonNode find(Scope scope) {
      JsonNode node = context ? scope.context().get() : scope.input();
      for (int i = 0; i < steps.size(); i++) {
        node = steps.get(i).from(node);
        if (node.isMissingNode()) {
          return node;
        }
      }
      return node;
    }
  }

  /** One step of a plain path. */
  sealed interface Step {

    JsonNode from(JsonNode node);

    record Member(String name) implements Step {
      @Override
      public JsonNode from(JsonNode node) {
        return node.isObject() ? node.path(name) : MissingNode.getInstance();
      }
    }

    /** A negative index counts from the end. */
    record Element(int index) implements Step {
      @Override
      public JsonNode from(JsonNode node) {
        return node.isArray()
            ? node.path(index < 0 ? node.size() + index : index)
            : MissingNode.getInstance();
      }
    }
  }

  /** Any other path: filters, slices, wildcards, deep scans. */
  record General(String text, boolean context, JsonPath compiled, RegexCost regex) implements Path {

    private static final MappingProvider MAPPING = new JacksonMappingProvider();

    @Override
    public JsonNode find(Scope scope) throws StateFailure {
      JsonNode root = context ? scope.context().get() : scope.input();
      Configuration bounded =
          Configuration.builder()
              .jsonProvider(new BoundedJson(regex))
              .mappingProvider(MAPPING)
              .build();
      try {
        return compiled.<JsonNode>read(root, bounded);
      } catch (BoundedJson.ExhaustedException e) {
        throw scope.runtimeFailure("The JSONPath '" + text + "' takes too long on this input");
      } catch (JsonPathException e) {
        // the path was compiled, so what is left is that it does not apply to this data
        return MissingNode.getInstance();
      }
    }
  }
}
