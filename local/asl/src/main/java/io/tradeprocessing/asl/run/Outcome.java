package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How an execution ended. */
public sealed interface Outcome {

  /**
   * The execution status as Step Functions names it: {@code SUCCEEDED}, {@code FAILED} or {@code
   * TIMED_OUT}.
   */
  String status();

  /**
   * The execution reached a terminal state.
   *
   * @param output the output of that state
   */
  record Succeeded(JsonNode output) implements Outcome {
    @Override
    public String status() {
      return "SUCCEEDED";
    }
  }

  /**
   * A state failed and nothing caught it.
   *
   * @param error the error name, null if a Fail state gave none
   * @param cause what happened, null if the failing state gave none
   */
  record Failed(@Nullable String error, @Nullable String cause) implements Outcome {
    @Override
    public String status() {
      return "FAILED";
    }
  }

  /** The execution took longer than the {@code TimeoutSeconds} of the state machine. */
  record TimedOut() implements Outcome {
    @Override
    public String status() {
      return "TIMED_OUT";
    }
  }
}
