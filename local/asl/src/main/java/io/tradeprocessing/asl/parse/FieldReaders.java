package io.tradeprocessing.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.PathFilter;
import io.tradeprocessing.asl.data.ResultPath;
import io.tradeprocessing.asl.model.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields that states of several types have. */
final class FieldReaders {

  private FieldReaders() {}

  static PathFilter readFilter(Fields fields, String name) {
    JsonNode value = fields.value(name);
    if (value == null) {
      return new PathFilter.Whole();
    }
    if (value.isNull()) {
      return new PathFilter.Nothing();
    }
    return fields
        .compiled(name, PathReader::compile)
        .filter(path -> !path.text().equals("$"))
        .<PathFilter>map(path -> new PathFilter.Selected(path, name))
        .orElseGet(PathFilter.Whole::new);
  }

  static ResultPath readResultPath(Fields fields) {
    String name = "ResultPath";
    JsonNode value = fields.value(name);
    if (value != null && value.isNull()) {
      return new ResultPath.Discard();
    }
    Optional<Path> path = fields.compiled(name, PathReader::compile);
    if (path.isEmpty() || path.get().text().equals("$")) {
      return new ResultPath.Replace();
    }
    if (path.get() instanceof Path.Plain plain && !plain.context()) {
      return new ResultPath.Insert(plain.text(), plain.steps());
    }
    fields.problem(
        name,
        "must be a reference path into the input, one that names a single place, not "
            + path.get().text());
    return new ResultPath.Replace();
  }

  /** A whole number that is either in {@code name} or where {@code namePath} leads. */
  static State.@Nullable Amount readAmount(Fields fields, String name, int minimum) {
    String pathName = name + "Path";
    fields.atMostOneOf(name, pathName);
    if (fields.has(pathName)) {
      return fields
          .compiled(pathName, PathReader::compile)
          .map(path -> new State.Amount.At(path, pathName, minimum))
          .orElse(null);
    }
    return fields
        .integer(name, minimum, State.Amount.MAX)
        .map(State.Amount.Given::new)
        .orElse(null);
  }

  /** A string that is either in {@code name} or the value of the expression in {@code namePath}. */
  static State.@Nullable Text readText(Fields fields, String name) {
    String pathName = name + "Path";
    fields.atMostOneOf(name, pathName);
    if (fields.has(pathName)) {
      return fields
          .compiled(pathName, ExpressionParser::compile)
          .map(expression -> new State.Text.Of(expression, pathName))
          .orElse(null);
    }
    return fields.text(name).map(State.Text.Given::new).orElse(null);
  }
}
