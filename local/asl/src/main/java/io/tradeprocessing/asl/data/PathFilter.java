package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code InputPath} or {@code OutputPath}. */
public sealed interface PathFilter {

  /** The part of the scope's input that passes. */
  JsonNode apply(Scope scope) throws StateFailure;

  /** The default: everything. */
  record Whole() implements PathFilter {
    @Override
    public JsonNode apply(Scope scope) {
      return scope.input();
    }
  }

  /** The path is {@code null}: an empty object instead of the data. */
  record Nothing() implements PathFilter {
    @Override
    public JsonNode apply(Scope scope) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** What a path leads to. */
  record Selected(Path path, String field) implements PathFilter {
    @Override
    public JsonNode apply(Scope scope) throws StateFailure {
      return path.require(scope, field);
    }
  }
}
