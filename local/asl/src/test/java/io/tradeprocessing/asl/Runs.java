package io.tradeprocessing.asl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.asl.run.VirtualTimer;
import java.time.Instant;

/**
 * Runs definitions in virtual time. JSON is written with single quotes here, to be readable in
 * Java.
 */
public final class Runs {

  public static final Instant START = Instant.parse("2026-01-05T09:00:00.250Z");

  private Runs() {}

  public static JsonNode json(String text) {
    try {
      return ExactJson.read(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  public static StateMachine machine(String definition) {
    try {
      return StateMachine.parse(json(definition));
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** A definition of one state, called S, with these fields. */
  public static String single(String fields) {
    return "{'StartAt': 'S', 'States': {'S': {%s, 'End': true}}}".formatted(fields);
  }

  public static Execution execution() {
    return Execution.local("machine", "run-1", START);
  }

  public static Outcome run(Interpreter interpreter, String input) throws InterruptedException {
    return interpreter.run(json(input), execution());
  }

  public static Outcome run(String definition, String input, TaskInvoker tasks)
      throws InterruptedException {
    return run(
        new Interpreter(machine(definition), tasks).withTimer(new VirtualTimer(START)), input);
  }

  public static Outcome run(String definition, String input) throws InterruptedException {
    return run(definition, input, Runs::noTask);
  }

  public static JsonNode output(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded(JsonNode output)) {
      return output;
    }
    throw new AssertionError(outcome);
  }

  public static JsonNode output(String definition, String input) throws InterruptedException {
    return output(run(definition, input));
  }

  /** Compares as JSON text, so that 1.10 is not 1.1. */
  public static String text(JsonNode value) {
    return ExactJson.write(value);
  }

  private static JsonNode noTask(TaskRequest request) {
    throw new AssertionError("no task was expected: " + request);
  }
}
