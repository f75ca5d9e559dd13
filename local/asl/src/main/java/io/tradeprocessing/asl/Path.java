package io.tradeprocessing.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JSONPath into a state's data ({@code $}) or the context object ({@code $$}), compiled. */
sealed interface Path {

  /** The path as written. */
  String text();

  /** Whether it leads into the context object. */
  boolean context();

  /**
   * What the path leads to: a {@link MissingNode} if a definite path leads nowhere, an array (maybe
   * empty) if the path can match any number of nodes.
   */
  JsonNode find(Scope scope);

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

  /**
   * Compiles a path.
   *
   * @throws IllegalArgumentException if it is none that Step Functions accepts; the message says
   *     why
   */
  static Path compile(String text) {
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException("'" + text + "' is not a JSONPath: it must begin with $");
    }
    boolean context = text.startsWith("$$");
    String path = context ? text.substring(1) : text;
    if (path.length() > 1 && path.charAt(1) != '.' && path.charAt(1) != '[') {
      throw new IllegalArgumentException(
          "Variables are not supported: '%s' ($.%s would be a path into the input)"
              .formatted(text, path.substring(1)));
    }
    List<Step> steps = new ArrayList<>();
    return Step.readAll(path, steps)
        ? new Plain(text, context, List.copyOf(steps))
        : General.compile(text, context, path);
  }

  /** A path of names and indexes only, which is nearly every path there is. */
  record Plain(String text, boolean context, List<Step> steps) implements Path {
    @Override
    public JsonNode find(Scope scope) {
      JsonNode node = context ? scope.context().tree() : scope.input();
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

    /** Reads the steps of a plain path, or says that the path is not plain. */
    static boolean readAll(String path, List<Step> steps) {
      Matcher step = Patterns.STEP.matcher(path);
      int end = 1;
      while (step.find(end) && step.start() == end) {
        steps.add(
            step.group(1) != null
                ? new Member(step.group(1))
                : step.group(2) != null
                    ? new Member(step.group(2))
                    : new Element(Integer.parseInt(step.group(3))));
        end = step.end();
      }
      return end == path.length();
    }

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
  record General(String text, boolean context, JsonPath compiled) implements Path {

    private static final Configuration JACKSON =
        Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .build();

    static General compile(String text, boolean context, String path) {
      if (Patterns.FUNCTION.matcher(path).find()) {
        throw new IllegalArgumentException(
            "'" + text + "' ends in a JSONPath function, which Step Functions does not have");
      }
      try {
        return new General(text, context, JsonPath.compile(path));
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a JSONPath: " + e.getMessage(), e);
      }
    }

    @Override
    public JsonNode find(Scope scope) {
      JsonNode root = context ? scope.context().tree() : scope.input();
      try {
        return compiled.<JsonNode>read(root, JACKSON);
      } catch (JsonPathException e) {
        // the path was compiled, so what is left is that it does not apply to this data
        return MissingNode.getInstance();
      }
    }
  }

  /** The regular expressions of this interface. */
  final class Patterns {

    private static final Pattern STEP =
        Pattern.compile("\\.([\\p{L}\\p{N}_-]+)|\\[(?:'([^'\\\\]+)'|(-?\\d{1,9}))]");

    private static final Pattern FUNCTION = Pattern.compile("\\.\\w+\\([^()]*\\)$");

    private Patterns() {}
  }
}
