package io.tradeprocessing.asl.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.JsonSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state failed: the error name and cause on their way to a retrier, a catcher or the end of the
 * execution.
 */
public final class StateFailure extends Exception {

  public static final String ALL = "States.ALL";

  /**
   * What a state may take in or pass on, as UTF-8 text.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Step
   *     Functions service quotas</a>
   */
  public static final int MAX_PAYLOAD_BYTES = 256 * 1024;

  private static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
  private static final String RUNTIME = "States.Runtime";
  private static final String TASK_FAILED = "States.TaskFailed";
  private static final String TIMEOUT = "States.Timeout";

  private final @Nullable String error;
  private final @Nullable String cause;

  public StateFailure(@Nullable String error, @Nullable String cause) {
    // an outcome, not a defect: no stack trace is needed
    super(error + ": " + cause, null, false, false);
    this.error = error;
    this.cause = cause;
  }

  /** A failure that nothing can retry or catch: the definition does not fit its data. */
  static StateFailure runtime(String state, String cause) {
    return new StateFailure(
        RUNTIME, "An error occurred while executing the state '" + state + "'. " + cause);
  }

  /**
   * Data above the payload quota: a task's result, a state's input after {@code Parameters}, or its
   * output. The cause is worded as AWS words it.
   *
   * @param bytes the size as {@link JsonSize} measured it
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling
   *     errors in Step Functions workflows</a>
   */
  public static StateFailure dataLimit(String state, long bytes) {
    return new StateFailure(
        DATA_LIMIT_EXCEEDED,
        bytes == JsonSize.TOO_DEEP
            ? "The state/task '%s' returned a result that is nested more than %d levels deep."
                .formatted(state, JsonSize.MAX_DEPTH)
            : ("The state/task '%s' returned a result with a size exceeding the maximum number of"
                    + " bytes service limit.")
                .formatted(state));
  }

  /** The value, if a state may take it in or pass it on. */
  public static JsonNode requireFits(String state, JsonNode value) throws StateFailure {
    long bytes = JsonSize.of(value, MAX_PAYLOAD_BYTES);
    if (bytes > MAX_PAYLOAD_BYTES) {
      throw dataLimit(state, bytes);
    }
    return value;
  }

  /**
   * The execution's history is full. As on AWS, nothing catches it.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html">Avoid
   *     reaching the history quota</a>
   */
  public static StateFailure historyLimit(int events) {
    return new StateFailure(
        RUNTIME, "The execution reached the maximum number of history events (" + events + ").");
  }

  /** A task ran out of time. */
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
   * Whether a retrier or catcher with this {@code ErrorEquals} matches. Nothing matches {@code
   * States.Runtime}, not even its name. As recorded on AWS, an empty list matches whatever can be
   * matched, and {@code States.ALL} a task's {@code States.DataLimitExceeded}, though AWS's
   * documentation calls that one terminal.
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
