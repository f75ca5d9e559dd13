package io.tradeprocessing.asl.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The size of JSON trees, measured without writing them. Trees share parts, so a small one in
 * memory can be an enormous text; measuring stops at a limit.
 */
public final class JsonSize {

  /** The deepest nesting that is read or passed on. Recursion over a tree is safe up to here. */
  public static final int MAX_DEPTH = 200;

  /** The size of trees that are nested deeper than {@link #MAX_DEPTH}. */
  public static final long TOO_DEEP = Long.MAX_VALUE;

  /** An escape such as {@code \\u0001} takes more bytes than any other character. */
  private static final int MOST_BYTES_PER_CHAR = 6;

  private final long limit;
  private final boolean exact;
  private long bytes;

  private JsonSize(long limit, boolean exact) {
    this.limit = limit;
    this.exact = exact;
  }

  /**
   * The bytes of a tree as compact JSON text in UTF-8.
   *
   * @return any number above {@code limit} if the tree is larger, {@link #TOO_DEEP} if it is nested
   *     too deep
   */
  public static long of(JsonNode value, long limit) {
    // most trees are far below the limit, and their texts need not be looked at
    long bound = new JsonSize(limit, false).measured(value);
    return bound <= limit || bound == TOO_DEEP ? bound : exactly(value, limit);
  }

  /** As {@link #of}, but exact below the limit too. */
  public static long exactly(JsonNode value, long limit) {
    return new JsonSize(limit, true).measured(value);
  }

  private long measured(JsonNode value) {
    return add(value, 0) ? bytes : TOO_DEEP;
  }

  /** Adds up a node; false if it is nested too deep. */
  private boolean add(JsonNode node, int depth) {
    if (bytes > limit) {
      return true;
    }
    return switch (node) {
      case ObjectNode object -> addObject(object, depth + 1);
      case ArrayNode array -> addArray(array, depth + 1);
      default -> {
        bytes += node.isTextual() ? text(node.textValue()) : scalar(node);
        yield true;
      }
    };
  }

  private boolean addObject(ObjectNode object, int depth) {
    bytes += Math.max(2, 1 + 2L * object.size());
    if (depth > MAX_DEPTH) {
      return false;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      bytes += text(field.getKey());
      if (!add(field.getValue(), depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean addArray(ArrayNode array, int depth) {
    bytes += Math.max(2, 1 + (long) array.size());
    if (depth > MAX_DEPTH) {
      return false;
    }
    for (JsonNode element : array) {
      if (!add(element, depth)) {
        return false;
      }
    }
    return true;
  }

  private static int scalar(JsonNode node) {
    return node.isNull() ? 4 : node.asText().length();
  }

  private long text(String text) {
    if (!exact) {
      return 2L + (long) MOST_BYTES_PER_CHAR * text.length();
    }
    long sum = 2;
    for (int i = 0; i < text.length(); i++) {
      sum += bytes(text.charAt(i));
    }
    return sum;
  }

  private static int bytes(char c) {
    if (c < ' ') {
      return "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : MOST_BYTES_PER_CHAR;
    }
    if (c == '"' || c == '\\') {
      return 2;
    }
    // a surrogate is half of a character of four bytes
    return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
