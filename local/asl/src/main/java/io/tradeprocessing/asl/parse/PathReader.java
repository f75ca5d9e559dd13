package io.tradeprocessing.asl.parse;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.RegexCost;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles JSONPaths. */
final class PathReader {

  /** Far more than paths have; the libraries that compile and evaluate a path are recursive. */
  private static final int MAX_CHARS = 1_000;

  private static final int MAX_NESTING = 10;

  private static final Pattern STEP =
      Pattern.compile("\\.([\\p{L}\\p{N}_-]+)|\\[(?:'([^'\\\\]+)'|(-?\\d{1,9}))]");

  private static final Pattern FUNCTION = Pattern.compile("\\.\\w+\\([^()]*\\)$");

  private PathReader() {}

  /**
   * Compiles a path.
   *
   * @throws IllegalArgumentException if Step Functions would not accept it; the message says why
   */
  static Path compile(String text) {
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException("'" + text + "' is not a JSONPath: it must begin with $");
    }
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("A JSONPath must have at most 1,000 characters");
    }
    boolean context = text.startsWith("$$");
    String path = context ? text.substring(1) : text;
    if (path.length() > 1 && path.charAt(1) != '.' && path.charAt(1) != '[') {
      throw new IllegalArgumentException(
          "Variables are not supported: '%s' ($.%s would be a path into the input)"
              .formatted(text, path.substring(1)));
    }
    List<Path.Step> steps = new ArrayList<>();
    return readSteps(path, steps)
        ? new Path.Plain(text, context, List.copyOf(steps))
        : general(text, context, path);
  }

  /** Reads the steps of a plain path; false if the path is not plain. */
  private static boolean readSteps(String path, List<Path.Step> steps) {
    Matcher step = STEP.matcher(path);
    int end = 1;
    while (step.find(end) && step.start() == end) {
      steps.add(
          step.group(1) != null
              ? new Path.Step.Member(step.group(1))
              : step.group(2) != null
                  ? new Path.Step.Member(step.group(2))
                  : new Path.Step.Element(Integer.parseInt(step.group(3))));
      end = step.end();
    }
    return end == path.length();
  }

  private static Path general(String text, boolean context, String path) {
    if (FUNCTION.matcher(path).find()) {
      throw new IllegalArgumentException(
          "'" + text + "' ends in a JSONPath function, which Step Functions does not support");
    }
    if (nesting(path) > MAX_NESTING) {
      throw new IllegalArgumentException(
          "'" + text + "' nests filters more than " + MAX_NESTING + " levels deep");
    }
    try {
      return new Path.General(text, context, JsonPath.compile(path), RegexCost.of(path));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + text + "' is not a JSONPath: " + e.getMessage(), e);
    }
  }

  /** How deep brackets and parentheses are nested. Those in quotes may count too. */
  private static int nesting(String path) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < path.length(); i++) {
      switch (path.charAt(i)) {
        case '[', '(' -> deepest = Math.max(deepest, ++depth);
        case ']', ')' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }
}
