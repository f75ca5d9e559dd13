package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.Excerpt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Answers task attempts with prepared outcomes, in their order, whichever state asks. Run branches
 * in order with it.
 */
public final class ScriptedTasks implements TaskInvoker {

  private final Deque<ScriptedOutcome> left = new ArrayDeque<>();

  private sealed interface ScriptedOutcome {
    record Result(JsonNode value) implements ScriptedOutcome {}

    record Failure(String error, Optional<String> cause) implements ScriptedOutcome {}
  }

  /**
   * @param outcomes an array with one element for each attempt: {@code ["ok", result]} or {@code
   *     ["ko", error, cause]}, where the cause may be null or left out
   * @throws IllegalArgumentException if the outcomes have another form; the message names the place
   *     as a JSON Pointer
   */
  public ScriptedTasks(JsonNode outcomes) {
    if (!outcomes.isArray()) {
      throw new IllegalArgumentException(
          "The outcomes must be an array of [\"ok\", result] and [\"ko\", error, cause], not "
              + Excerpt.of(outcomes));
    }
    for (int i = 0; i < outcomes.size(); i++) {
      left.add(read(outcomes.get(i), "/" + i));
    }
  }

  private static ScriptedOutcome read(JsonNode outcome, String pointer) {
    String kind = outcome.path(0).asText();
    if (kind.equals("ok") && outcome.size() == 2) {
      return new ScriptedOutcome.Result(outcome.get(1));
    }
    JsonNode cause = outcome.path(2);
    if (kind.equals("ko")
        && outcome.path(1).isTextual()
        && outcome.size() <= 3
        && (cause.isTextual() || cause.isNull() || cause.isMissingNode())) {
      return new ScriptedOutcome.Failure(
          outcome.get(1).textValue(), Optional.ofNullable(cause.textValue()));
    }
    throw new IllegalArgumentException(
        "%s: an outcome must be [\"ok\", result] or [\"ko\", error, cause], not %s"
            .formatted(pointer, Excerpt.of(outcome)));
  }

  /**
   * The next outcome. When none is left, the execution fails with {@code States.Runtime}, which
   * nothing catches: a definition and outcomes that do not match must not look like a failed task.
   */
  @Override
  public synchronized JsonNode invoke(TaskRequest request) throws TaskFailedException {
    return switch (left.poll()) {
      case null ->
          throw new TaskFailedException(
              "States.Runtime",
              "There is no outcome left for the task of state '" + request.stateName() + "'");
      case ScriptedOutcome.Result(JsonNode value) -> value;
      case ScriptedOutcome.Failure(String error, Optional<String> cause) ->
          throw new TaskFailedException(error, cause.orElse(null));
    };
  }

  /** How many outcomes have not been used. */
  public synchronized int unused() {
    return left.size();
  }
}
