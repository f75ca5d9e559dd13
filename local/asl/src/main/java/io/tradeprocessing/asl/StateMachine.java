package io.tradeprocessing.asl;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
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
