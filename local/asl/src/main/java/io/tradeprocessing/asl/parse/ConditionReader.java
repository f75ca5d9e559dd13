package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.data.Condition;
import io.tradeprocessing.asl.data.Condition.Operand;
import io.tradeprocessing.asl.data.Condition.Relation;
import io.tradeprocessing.asl.data.Condition.ValueType;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.Wildcards;
import io.tradeprocessing.asl.json.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** Compiles the conditions of choice rules. */
final class ConditionReader {

  private static final Map<String, ValueType> TYPE_TESTS =
      Map.of(
          "IsNull", ValueType.NULL,
          "IsString", ValueType.STRING,
          "IsNumeric", ValueType.NUMERIC,
          "IsBoolean", ValueType.BOOLEAN,
          "IsTimestamp", ValueType.TIMESTAMP);

  private static final Map<String, Comparator> COMPARISONS = comparisons();

  private static final List<String> COMBINATIONS = List.of("And", "Or", "Not");

  private record Comparator(ValueType type, Relation relation, boolean withPath) {}

  /** A condition with a problem; never evaluated. */
  private static final Condition UNREADABLE = new Condition.Or(List.of());

  /** A rule of {@code Choices}, which leads somewhere. */
  Condition readRule(Fields rule) {
    return read(rule, true);
  }

  private Condition read(Fields rule, boolean leadsSomewhere) {
    SequencedSet<String> operators = operatorsOf(rule, leadsSomewhere);
    if (operators.size() != 1) {
      rule.problems()
          .add(
              rule.pointer(),
              operators.isEmpty()
                  ? "A choice rule needs a comparison operator or one of And, Or, Not"
                  : "A choice rule can have only one of " + String.join(", ", operators));
      return UNREADABLE;
    }
    String operator = operators.getFirst();
    return switch (operator) {
      case "And" -> new Condition.And(readAll(rule, operator));
      case "Or" -> new Condition.Or(readAll(rule, operator));
      case "Not" ->
          rule.fields(operator)
              .<Condition>map(inner -> new Condition.Not(read(inner, false)))
              .orElse(UNREADABLE);
      default -> readTest(rule, operator);
    };
  }

  private SequencedSet<String> operatorsOf(Fields rule, boolean leadsSomewhere) {
    SequencedSet<String> operators = new LinkedHashSet<>();
    rule.object()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (isOperator(name)) {
                operators.add(name);
              } else if (name.equals("Next") && !leadsSomewhere) {
                rule.problem(
                    name, "Only the rules of Choices have a 'Next', not those inside them");
              } else {
                readOtherField(rule, name);
              }
            });
    return operators;
  }

  private static void readOtherField(Fields rule, String name) {
    switch (name) {
      case "Variable", "Next", "Comment" -> {}
      case "Assign" -> rule.problem(name, "Variables (Assign) are not supported");
      case "Condition", "Output" -> rule.problem(name, "JSONata (" + name + ") is not supported");
      default ->
          rule.problem(
              name, "'" + name + "' is neither a comparison operator nor a field of a choice rule");
    }
  }

  private static boolean isOperator(String name) {
    return COMBINATIONS.contains(name)
        || COMPARISONS.containsKey(name)
        || TYPE_TESTS.containsKey(name)
        || name.equals("IsPresent")
        || name.equals("StringMatches");
  }

  private List<Condition> readAll(Fields rule, String operator) {
    List<Condition> conditions = new ArrayList<>();
    for (Fields inner : rule.elements(operator)) {
      conditions.add(read(inner, false));
    }
    JsonNode value = rule.value(operator);
    if (value != null && value.isArray() && value.isEmpty()) {
      rule.problem(operator, "must have at least one rule");
    }
    return List.copyOf(conditions);
  }

  private static Condition readTest(Fields rule, String operator) {
    if (!rule.has("Variable")) {
      rule.problems().add(rule.pointer(), "Field 'Variable' is missing beside '" + operator + "'");
    }
    Optional<Path> variable = rule.compiled("Variable", PathReader::compile);
    Optional<Condition> condition =
        switch (operator) {
          case "IsPresent" ->
              readBoolean(rule, operator)
                  .flatMap(yes -> variable.map(path -> new Condition.Presence(path, yes)));
          case "StringMatches" ->
              rule.compiled(operator, Wildcards::compile)
                  .flatMap(pattern -> variable.map(path -> new Condition.Matches(path, pattern)));
          default ->
              TYPE_TESTS.containsKey(operator)
                  ? readBoolean(rule, operator)
                      .flatMap(
                          yes ->
                              variable.map(path -> new Condition.OfType(path, type(operator), yes)))
                  : readComparison(rule, operator, variable);
        };
    return condition.orElse(UNREADABLE);
  }

  private static ValueType type(String test) {
    return TYPE_TESTS.getOrDefault(test, ValueType.NULL);
  }

  private static Optional<Condition> readComparison(
      Fields rule, String operator, Optional<Path> variable) {
    Comparator comparator = COMPARISONS.get(operator);
    JsonNode value = rule.value(operator);
    if (comparator == null || value == null) {
      return Optional.empty();
    }
    Optional<Operand> operand;
    if (comparator.withPath()) {
      operand = rule.compiled(operator, PathReader::compile).map(Operand.At::new);
    } else if (comparator.type().includes(value)) {
      operand = Optional.of(new Operand.Value(value));
    } else {
      rule.problem(
          operator, "must be %s, not %s".formatted(comparator.type().text, Excerpt.of(value)));
      operand = Optional.empty();
    }
    return operand.flatMap(
        right ->
            variable.map(
                left ->
                    new Condition.Comparison(
                        left, comparator.type(), comparator.relation(), right)));
  }

  private static Optional<Boolean> readBoolean(Fields rule, String operator) {
    JsonNode value = rule.value(operator);
    if (value == null || !value.isBoolean()) {
      rule.problem(operator, "must be true or false");
      return Optional.empty();
    }
    return Optional.of(value.booleanValue());
  }

  private static Map<String, Comparator> comparisons() {
    Map<ValueType, String> types = new LinkedHashMap<>();
    types.put(ValueType.STRING, "String");
    types.put(ValueType.NUMERIC, "Numeric");
    types.put(ValueType.TIMESTAMP, "Timestamp");
    Map<Relation, String> relations = new LinkedHashMap<>();
    relations.put(Relation.EQUALS, "Equals");
    relations.put(Relation.LESS_THAN, "LessThan");
    relations.put(Relation.GREATER_THAN, "GreaterThan");
    relations.put(Relation.LESS_THAN_EQUALS, "LessThanEquals");
    relations.put(Relation.GREATER_THAN_EQUALS, "GreaterThanEquals");

    Map<String, Comparator> all = new LinkedHashMap<>();
    types.forEach(
        (type, typeName) ->
            relations.forEach(
                (relation, relationName) -> putBoth(all, typeName + relationName, type, relation)));
    putBoth(all, "BooleanEquals", ValueType.BOOLEAN, Relation.EQUALS);
    return Map.copyOf(all);
  }

  private static void putBoth(
      Map<String, Comparator> all, String name, ValueType type, Relation relation) {
    all.put(name, new Comparator(type, relation, false));
    all.put(name + "Path", new Comparator(type, relation, true));
  }
}
