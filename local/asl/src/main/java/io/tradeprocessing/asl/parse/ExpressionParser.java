package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tradeprocessing.asl.data.Expression;
import io.tradeprocessing.asl.data.IntrinsicFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Recursive descent over a call such as {@code States.Format('{} of {}', $.a,
 * States.ArrayLength($.b))}.
 */
public final class ExpressionParser {

  /**
   * As AWS documents it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">Intrinsic
   *     functions</a>
   */
  private static final int MAX_NESTING = 10;

  private static final int MAX_SHOWN = 1_000;

  private final String text;
  private int position;
  private int depth;

  private ExpressionParser(String text) {
    this.text = text;
  }

  /**
   * Compiles a path or a call of an intrinsic function.
   *
   * @throws IllegalArgumentException if the text is neither; the message says why
   */
  public static Expression compile(String text) {
    return text.startsWith("$")
        ? new Expression.Reference(PathReader.compile(text))
        : new ExpressionParser(text).call();
  }

  private Expression call() {
    Expression call = functionCall();
    if (position < text.length()) {
      throw error("unexpected '" + text.substring(position) + "'");
    }
    return call;
  }

  private Expression functionCall() {
    if (++depth > MAX_NESTING) {
      throw error("intrinsic functions can be nested at most " + MAX_NESTING + " levels deep");
    }
    int start = position;
    int parenthesis = text.indexOf('(', position);
    String name =
        parenthesis < 0 ? text.substring(position) : text.substring(position, parenthesis);
    IntrinsicFunction function =
        IntrinsicFunction.named(name)
            .orElseThrow(() -> error("it must be a JSONPath or a call of an intrinsic function"));
    if (parenthesis < 0) {
      throw error("'(' is missing after " + name);
    }
    position = parenthesis + 1;
    List<Expression> arguments = arguments(function);
    if (!function.takes(arguments.size())) {
      throw error(name + " takes " + function.arity() + " and got " + arguments.size());
    }
    depth--;
    return new Expression.Call(function, List.copyOf(arguments), text.substring(start, position));
  }

  private List<Expression> arguments(IntrinsicFunction function) {
    List<Expression> arguments = new ArrayList<>();
    skipSpace();
    if (peek() == ')') {
      position++;
      return arguments;
    }
    while (true) {
      boolean template = function == IntrinsicFunction.FORMAT && arguments.isEmpty();
      arguments.add(argument(template));
      skipSpace();
      char next = peek();
      position++;
      if (next == ')') {
        return arguments;
      }
      if (next != ',') {
        throw error("expected ',' or ')' at position " + position);
      }
      skipSpace();
    }
  }

  private Expression argument(boolean template) {
    char first = peek();
    if (first == '\'') {
      return new Expression.Literal(TextNode.valueOf(quoted(template)));
    }
    if (first == '$') {
      return new Expression.Reference(PathReader.compile(path()));
    }
    if (text.startsWith("States.", position)) {
      return functionCall();
    }
    return new Expression.Literal(bare());
  }

  /**
   * A string in single quotes. For a format template the escapes stay: there they tell a brace from
   * a placeholder.
   */
  private String quoted(boolean keepEscapes) {
    StringBuilder value = new StringBuilder();
    position++;
    while (peek() != '\'') {
      char c = text.charAt(position++);
      if (c == '\\') {
        char escaped = peek();
        if ("'{}\\".indexOf(escaped) < 0) {
          throw error("'\\" + escaped + "' is not an escape: only \\', \\{, \\} and \\\\ are");
        }
        if (keepEscapes) {
          value.append(c);
        }
        c = escaped;
        position++;
      }
      value.append(c);
    }
    position++;
    return value.toString();
  }

  /** A path ends at the comma or parenthesis that is not inside its brackets, filters or quotes. */
  private String path() {
    int start = position;
    int depth = 0;
    boolean inQuotes = false;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\'') {
        inQuotes = !inQuotes;
      } else if (!inQuotes && (c == '[' || c == '(')) {
        depth++;
      } else if (!inQuotes && depth > 0 && (c == ']' || c == ')')) {
        depth--;
      } else if (!inQuotes && depth == 0 && (c == ',' || c == ')' || c == ' ')) {
        break;
      }
      position++;
    }
    return text.substring(start, position);
  }

  private JsonNode bare() {
    int start = position;
    while (position < text.length() && ",) ".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    return switch (word) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      case "null" -> NullNode.getInstance();
      default -> number(word);
    };
  }

  private JsonNode number(String word) {
    try {
      BigDecimal value = new BigDecimal(word);
      return value.scale() <= 0 && value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
          ? IntNode.valueOf(value.intValueExact())
          : DecimalNode.valueOf(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          error(
                  "'"
                      + word
                      + "' is neither a path, a function, a string in single quotes nor a number")
              .getMessage(),
          e);
    }
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private char peek() {
    if (position >= text.length()) {
      throw error("it ends too early");
    }
    return text.charAt(position);
  }

  private IllegalArgumentException error(String what) {
    String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    return new IllegalArgumentException("'" + shown + "' cannot be read: " + what);
  }
}
