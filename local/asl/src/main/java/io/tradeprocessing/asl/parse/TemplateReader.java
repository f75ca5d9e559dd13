package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.data.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles payload templates. */
final class TemplateReader {

  private static final String HOLE = ".$";

  private final Problems problems;

  TemplateReader(Problems problems) {
    this.problems = problems;
  }

  Template read(JsonNode value, String pointer) {
    return switch (value) {
      case ObjectNode object -> readObject(new Fields(object, pointer, problems));
      case ArrayNode array -> readArray(array, pointer);
      default -> new Template.Constant(value);
    };
  }

  private Template readObject(Fields fields) {
    List<Template.Field> read = new ArrayList<>();
    boolean constant = true;
    for (Map.Entry<String, JsonNode> field : fields.object().properties()) {
      String name = field.getKey();
      Template value;
      if (name.endsWith(HOLE)) {
        String filled = name.substring(0, name.length() - HOLE.length());
        if (fields.has(filled)) {
          fields.problem(name, "Field '" + filled + "' is present with and without '.$'");
        }
        value = readHole(fields, name);
        read.add(new Template.Field(filled, value));
      } else {
        value = read(field.getValue(), fields.at(name));
        read.add(new Template.Field(name, value));
      }
      constant &= value instanceof Template.Constant;
    }
    return constant
        ? new Template.Constant(fields.object())
        : new Template.Fields(List.copyOf(read));
  }

  private Template readHole(Fields fields, String name) {
    return fields
        .compiled(name, ExpressionParser::compile)
        .<Template>map(expression -> new Template.Hole(expression, name))
        .orElseGet(() -> new Template.Fields(List.of()));
  }

  private Template readArray(ArrayNode array, String pointer) {
    List<Template> elements = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      elements.add(read(array.get(i), pointer + "/" + i));
    }
    return elements.stream().allMatch(Template.Constant.class::isInstance)
        ? new Template.Constant(array)
        : new Template.Elements(List.copyOf(elements));
  }
}
