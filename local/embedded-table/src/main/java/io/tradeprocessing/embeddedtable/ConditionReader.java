package io.tradeprocessing.embeddedtable;

import io.tradeprocessing.embeddedtable.Condition.Comparator;
import io.tradeprocessing.embeddedtable.Condition.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads condition and key condition expressions: comparisons, BETWEEN, {@code attribute_exists},
 * {@code attribute_not_exists}, AND, OR, NOT and parentheses, on top-level attributes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">the
 *     syntax</a>
 */
final class ConditionReader {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(<>|<=|>=|[=<>(),]|[#:]?[A-Za-z0-9_$][A-Za-z0-9_.$\\[\\]-]*|\\S)");

  private static final Pattern ATTRIBUTE =
      Pattern.compile("#?[A-Za-z0-9_$-][A-Za-z0-9_.$\\[\\]-]*");

  private final String kind;
  private final List<String> tokens = new ArrayList<>();
  private final Names names;
  private int at;

  private ConditionReader(String kind, String expression, Names names) {
    this.kind = kind;
    this.names = names;
    Matcher matcher = TOKEN.matcher(expression);
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      matcher.region(matcher.end(), expression.length());
    }
  }

  /**
   * Reads an expression.
   *
   * @param kind as messages name it: {@code ConditionExpression}
   */
  static Condition read(String kind, String expression, Names names) {
    ConditionReader reader = new ConditionReader(kind, expression, names);
    if (reader.tokens.isEmpty()) {
      throw Errors.invalid("Invalid " + kind + ": The expression can not be empty;");
    }
    Condition condition = reader.or();
    if (reader.at < reader.tokens.size()) {
      throw reader.unexpected();
    }
    return condition;
  }

  private Condition or() {
    Condition condition = and();
    while (takeWord("OR")) {
      condition = new Condition.Or(condition, and());
    }
    return condition;
  }

  private Condition and() {
    Condition condition = not();
    while (takeWord("AND")) {
      condition = new Condition.And(condition, not());
    }
    return condition;
  }

  private Condition not() {
    return takeWord("NOT") ? new Condition.Not(not()) : single();
  }

  private Condition single() {
    if (take("(")) {
      Condition condition = or();
      must(")");
      return condition;
    }
    String token = next();
    if (at + 1 < tokens.size() && tokens.get(at + 1).equals("(")) {
      if (!token.equals("attribute_exists") && !token.equals("attribute_not_exists")) {
        throw Errors.refused("the function " + token + " in a " + kind);
      }
      at += 2;
      Condition exists = new Condition.Exists(attribute());
      must(")");
      return token.equals("attribute_exists") ? exists : new Condition.Not(exists);
    }
    Operand left = operand();
    if (takeWord("BETWEEN")) {
      Operand low = operand();
      if (!takeWord("AND")) {
        throw unexpected();
      }
      return new Condition.Between(left, low, operand());
    }
    Comparator comparator = Comparator.of(next()).orElseThrow(this::unexpected);
    at++;
    return new Condition.Compare(left, comparator, operand());
  }

  private Operand operand() {
    String token = next();
    if (token.startsWith(":")) {
      at++;
      return new Operand.Constant(names.value(token, kind));
    }
    return new Operand.Attribute(attribute());
  }

  private String attribute() {
    String token = next();
    if (!ATTRIBUTE.matcher(token).matches()) {
      throw unexpected();
    }
    if (token.contains(".") || token.contains("[")) {
      throw Errors.refused("the path " + token + " in a " + kind);
    }
    at++;
    return names.attribute(token, kind);
  }

  private String next() {
    if (at == tokens.size()) {
      throw Errors.invalid("Invalid " + kind + ": Syntax error; token: \"<EOF>\"");
    }
    return tokens.get(at);
  }

  private boolean take(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private boolean takeWord(String word) {
    boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
    at += there ? 1 : 0;
    return there;
  }

  private void must(String token) {
    if (!take(token)) {
      throw unexpected();
    }
  }

  private RuntimeException unexpected() {
    return Errors.invalid("Invalid %s: Syntax error; token: \"%s\"".formatted(kind, next()));
  }
}
