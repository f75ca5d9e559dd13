package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a definition and its place. Its readers report what is wrong and then behave as if
 * the field were absent: a definition with problems never runs, so reading only has to go on.
 */
record Fields(ObjectNode object, String pointer, Problems problems) {

  boolean has(String name) {
    return object.has(name);
  }

  String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  void problem(String name, String message) {
    problems.add(at(name), message);
  }

  @Nullable JsonNode value(String name) {
    return object.get(name);
  }

  Optional<String> text(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      problem(name, "must be a string, not " + Excerpt.of(value));
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  Optional<String> requiredText(String name) {
    if (!has(name)) {
      problems.add(pointer, "Field '" + name + "' is missing");
    }
    return text(name);
  }

  Optional<Integer> integer(String name, int min, int max) {
    JsonNode value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
      problem(
          name, "must be an integer from %d to %d, not %s".formatted(min, max, Excerpt.of(value)));
      return Optional.empty();
    }
    return Optional.of(value.intValue());
  }

  Optional<Fields> fields(String name) {
    JsonNode value = object.get(name);
    return value == null ? Optional.empty() : asFields(value, at(name));
  }

  /** The elements of an array of objects. */
  List<Fields> elements(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      problem(name, "must be an array, not " + Excerpt.of(value));
      return List.of();
    }
    List<Fields> elements = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      asFields(value.get(i), at(name) + "/" + i).ifPresent(elements::add);
    }
    return elements;
  }

  private Optional<Fields> asFields(JsonNode value, String at) {
    if (value instanceof ObjectNode node) {
      return Optional.of(new Fields(node, at, problems));
    }
    problems.add(at, "must be an object, not " + Excerpt.of(value));
    return Optional.empty();
  }

  /** A string that is compiled; what the compiler refuses becomes a problem of the field. */
  <T> Optional<T> compiled(String name, Function<String, T> compiler) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(compiler.apply(text));
              } catch (IllegalArgumentException e) {
                problem(name, String.valueOf(e.getMessage()));
                return Optional.empty();
              }
            });
  }

  /** Reports the fields among these of which there may be only one, if there are more. */
  void atMostOneOf(String... names) {
    List<String> present = Arrays.stream(names).filter(this::has).toList();
    if (present.size() > 1) {
      problems.add(pointer, "There should only be one of " + String.join(", ", present));
    }
  }

  void onlyAllows(Collection<String> allowed) {
    for (String name : (Iterable<String>) object::fieldNames) {
      if (!allowed.contains(name)) {
        problem(
            name,
            "Field '%s' is not supported here; allowed are %s"
                .formatted(name, String.join(", ", allowed)));
      }
    }
  }
}
