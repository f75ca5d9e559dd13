package io.tradeprocessing.simulation.defect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.simulation.aws.Design;
import java.util.function.Consumer;

/** What the definition of the workflow could lack. */
final class WorkflowDefects {

  private WorkflowDefects() {}

  private record Changed(Consumer<ObjectNode> change) implements Design {
    @Override
    public String definition(String built) {
      try {
        ObjectNode definition = (ObjectNode) ExactJson.read(built);
        change.accept(definition);
        return ExactJson.write(definition);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The time limit of EXPRESS executions leaves no time for their retries. */
  static Design expressLimitTooShort() {
    return new Design() {
      @Override
      public String expressDefinition(String built, String standard) {
        return new Changed(definition -> definition.put("TimeoutSeconds", 20)).definition(built);
      }
    };
  }

  /** A definition one of whose states is changed. */
  private static Design changing(String state, Consumer<ObjectNode> change) {
    return new Changed(definition -> change.accept(state(definition, state)));
  }

  private static ObjectNode state(ObjectNode definition, String name) {
    JsonNode found = definition.path("States").path(name);
    for (JsonNode branch : definition.at("/States/ValidateAndEnrich/Branches")) {
      found = found.isMissingNode() ? branch.path("States").path(name) : found;
    }
    if (!(found instanceof ObjectNode state)) {
      throw new IllegalStateException("the definition has no state " + name);
    }
    return state;
  }

  static Design retryLacks(String state, String error) {
    return changing(
        state,
        task -> {
          boolean found = false;
          for (JsonNode retrier : task.path("Retry")) {
            ArrayNode errors = (ArrayNode) retrier.path("ErrorEquals");
            for (int i = errors.size() - 1; i >= 0; i--) {
              if (errors.get(i).asText().equals(error)) {
                errors.remove(i);
                found = true;
              }
            }
          }
          if (!found) {
            throw new IllegalStateException(state + " does not retry " + error);
          }
        });
  }

  static Design lacks(String state, String field) {
    return changing(
        state,
        task -> {
          if (task.remove(field) == null) {
            throw new IllegalStateException(state + " has no " + field);
          }
        });
  }

  /** A failure that nothing retries ends the execution at once, without a dead letter. */
  static Design notCaught(String deadLetter, String failed) {
    return new Changed(
        definition -> {
          leadTo(failed, deadLetter, definition);
          for (JsonNode branch : definition.at("/States/ValidateAndEnrich/Branches")) {
            leadTo(failed, deadLetter, (ObjectNode) branch);
          }
        });
  }

  /** Catchers that lead to a dead-letter state lead to another, and the state is gone. */
  private static void leadTo(String next, String deadLetter, ObjectNode flow) {
    ObjectNode states = (ObjectNode) flow.path("States");
    for (JsonNode state : states) {
      for (JsonNode catcher : state.path("Catch")) {
        if (catcher.path("Next").asText().equals(deadLetter)) {
          ((ObjectNode) catcher).put("Next", next);
        }
      }
    }
    states.remove(deadLetter);
  }

  /** The message holds what the state was given, not the event. */
  static Design deadLetterWithoutEvent(String state) {
    return changing(
        state, task -> ((ObjectNode) task.at("/Parameters/MessageBody")).put("event.$", "$"));
  }

  /** The message does not say why. */
  static Design deadLetterWithoutError(String state) {
    return changing(
        state, task -> ((ObjectNode) task.at("/Parameters/MessageBody")).remove("error.$"));
  }

  /** An outcome is published while the trade is being recorded. */
  static Design publishBeforeRecord() {
    return new Changed(
        definition -> {
          ObjectNode states = (ObjectNode) definition.path("States");
          ObjectNode early = states.path("PublishOutcome").deepCopy();
          early.put("Next", "RecordCompliance");
          early.remove("Catch");
          ObjectNode detail = (ObjectNode) early.at("/Parameters/Entries/0/Detail");
          detail.remove("record.$");
          detail
              .putObject("record")
              .put("tradeId.$", "$$.Execution.Input.id")
              .put("timestamp", "0");
          ObjectNode entry = (ObjectNode) early.at("/Parameters/Entries/0");
          entry.remove("DetailType.$");
          entry.put("DetailType", "Trade Accepted");
          states.set("PublishEarly", early);
          ((ObjectNode) states.path("ValidateAndEnrich")).put("Next", "PublishEarly");
        });
  }

  /** The branches' results change places. */
  static Design resultsSwapped() {
    return changing(
        "ValidateAndEnrich",
        parallel ->
            ((ObjectNode) parallel.path("ResultSelector"))
                .put("verdict.$", "$[1]")
                .put("enrichment.$", "$[0]"));
  }

  /** A failed publish ends the execution as if nothing had happened. */
  static Design publishFailureForgotten() {
    return notCaught("DeadLetterOutcome", "AcceptedOrRejected");
  }
}
