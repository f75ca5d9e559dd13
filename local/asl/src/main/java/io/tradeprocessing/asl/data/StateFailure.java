package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state failed: the error name and cause on their way to a retrier, a catcher or the end of the
 * execution.
 */
public final class StateFailure extends Exception {

  public static final String ALL = "States.ALL";

  private static final String RUNTIME = "States.Runtime";
  private static final String TASK_FAILED = "States.TaskFailed";
  private static final String TIMEOUT = "States.Timeout";

  private final @Nullable String error;
  private final @Nullable String cause;

  public StateFailure(@Nullable String error, @Nullable String cause) {
    // an outcome, not a fault of the program: nobody reads its stack trace
    super(error + ": " + cause, null, false, false);
    this.error = error;
    this.cause = cause;
  }

  /** A failure that nothing can retry or catch: the definition and its data do not go together. */
  static StateFailure runtime(String state, String cause) {
    return new StateFailure(
        RUNTIME, "An error occurred while executing the state '" + state + "'. " + cause);
  }

  public static StateFailure timeout() {
    return new StateFailure(TIMEOUT, null);
  }

  public @Nullable String error() {
    return error;
  }

  public @Nullable String cause() {
    return cause;
  }

  /**
   * What a catcher passes on. A timeout has an empty cause; a Fail state with nothing set leaves an
   * empty object.
   */
  public JsonNode errorOutput() {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    if (error != null) {
      output.put("Error", error);
    }
    if (cause != null) {
      output.put("Cause", cause);
    } else if (TIMEOUT.equals(error)) {
      output.put("Cause", "");
    }
    return output;
  }

  /**
   * Whether a retrier or catcher with this {@code ErrorEquals} is meant. {@code States.Runtime} is
   * out of reach even by name. As recorded on AWS, an empty list matches whatever can be matched,
   * and {@code States.ALL} a task's {@code States.DataLimitExceeded}, though AWS's documentation
   * calls that one terminal.
   */
  public boolean matches(List<String> errorEquals) {
    if (RUNTIME.equals(error)) {
      return false;
    }
    return errorEquals.isEmpty() || errorEquals.stream().anyMatch(this::isNamed);
  }

  private boolean isNamed(String name) {
    return switch (name) {
      case ALL -> true;
      case TASK_FAILED -> !TIMEOUT.equals(error);
      default -> name.equals(error);
    };
  }
}
