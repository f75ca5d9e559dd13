package io.tradeprocessing.embeddedtable;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The placeholders of a request's expressions, each of which must be defined and used. */
final class Names {

  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> used = new HashSet<>();

  Names(Map<String, String> names, Map<String, AttributeValue> values) {
    this.names = names;
    this.values = values;
  }

  /**
   * The attribute that a name in an expression means.
   *
   * @param expression of which the message speaks
   */
  String attribute(String name, String expression) {
    if (!name.startsWith("#")) {
      if (ReservedWords.has(name)) {
        throw Errors.invalid(
            "Invalid %s: Attribute name is a reserved keyword; reserved keyword: %s"
                .formatted(expression, name));
      }
      return name;
    }
    used.add(name);
    String attribute = names.get(name);
    if (attribute == null) {
      throw Errors.invalid(
          "Invalid %s: An expression attribute name used in the document path is not defined;"
                  .formatted(expression)
              + " attribute name: "
              + name);
    }
    return attribute;
  }

  AttributeValue value(String name, String expression) {
    used.add(name);
    AttributeValue value = values.get(name);
    if (value == null) {
      throw Errors.invalid(
          "Invalid %s: An expression attribute value used in expression is not defined;"
                  .formatted(expression)
              + " attribute value: "
              + name);
    }
    return Values.normal(value);
  }

  /** Refuses placeholders that no expression used. */
  void mustBeUsed() {
    mustBeUsed("ExpressionAttributeNames", names.keySet());
    mustBeUsed("ExpressionAttributeValues", values.keySet());
  }

  private void mustBeUsed(String parameter, Set<String> defined) {
    Set<String> unused = new TreeSet<>(defined);
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw Errors.invalid(
          "Value provided in %s unused in expressions: keys: {%s}"
              .formatted(parameter, String.join(", ", unused)));
    }
  }
}
