package io.tradeprocessing.asl;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.json.JsonSize;
import io.tradeprocessing.asl.model.Definition;
import io.tradeprocessing.asl.model.Outline;
import io.tradeprocessing.asl.parse.DefinitionProblem;
import io.tradeprocessing.asl.parse.DefinitionReader;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import java.util.List;

/**
 * A definition in the Amazon States Language, checked and compiled. Immutable; run it with an
 * {@link Interpreter}.
 */
public final class StateMachine {

  /**
   * The maximum size of a definition.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Step
   *     Functions service quotas</a>
   */
  private static final int MAX_CHARS = 1_048_576;

  private final JsonNode definition;
  private final Definition compiled;

  private StateMachine(JsonNode definition, Definition compiled) {
    this.definition = definition;
    this.compiled = compiled;
  }

  /**
   * Loads a definition.
   *
   * @param definition the definition as JSON text
   * @throws InvalidDefinitionException with everything that Step Functions would refuse and
   *     everything that this interpreter does not support
   */
  public static StateMachine parse(String definition) throws InvalidDefinitionException {
    if (definition.length() > MAX_CHARS) {
      throw new InvalidDefinitionException(
          List.of(
              new DefinitionProblem(
                  "", "A definition must have at most 1 MB (1,048,576 characters)")));
    }
    try {
      return parse(ExactJson.readWithoutDuplicates(definition));
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      String where =
          place == null
              ? ""
              : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
      throw new InvalidDefinitionException(
          List.of(
              new DefinitionProblem(
                  "", "A definition must be JSON: " + e.getOriginalMessage() + where)));
    }
  }

  /**
   * Loads a definition that has been read already.
   *
   * @throws InvalidDefinitionException as {@link #parse(String)}
   */
  public static StateMachine parse(JsonNode definition) throws InvalidDefinitionException {
    if (JsonSize.exactly(definition, MAX_CHARS) > MAX_CHARS) {
      throw new InvalidDefinitionException(
          List.of(
              new DefinitionProblem(
                  "",
                  "A definition must have at most 1 MB and be nested at most %d levels deep"
                      .formatted(JsonSize.MAX_DEPTH))));
    }
    JsonNode own = definition.deepCopy();
    return new StateMachine(own, DefinitionReader.read(own));
  }

  /** The definition as it was given. */
  public JsonNode definition() {
    return definition.deepCopy();
  }

  /** Its shape. */
  public Outline outline() {
    return Outline.of(compiled.flow());
  }

  Definition compiled() {
    return compiled;
  }
}
