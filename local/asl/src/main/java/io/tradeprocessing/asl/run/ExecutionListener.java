package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of an execution, state by state. State names are unique in a definition,
 * nested ones included. Called on the thread that runs the state, so from several threads when
 * branches run concurrently; what it throws ends the execution.
 */
public interface ExecutionListener {

  /** Ignores all events. */
  ExecutionListener NONE = new ExecutionListener() {};

  /** A state was entered. */
  default void entered(String state, JsonNode input) {}

  /**
   * A state was left, possibly through a catcher.
   *
   * @param elapsed from entering to leaving, retries and waits included
   */
  default void exited(String state, JsonNode output, Duration elapsed) {}

  /** A state failed and none of its catchers matched. */
  default void failed(
      String state, @Nullable String error, @Nullable String cause, Duration elapsed) {}

  /**
   * A state failed and will be retried.
   *
   * @param retryCount 1 before the first retry
   * @param delay how long the execution waits before it
   */
  default void retried(String state, @Nullable String error, int retryCount, Duration delay) {}

  /** A state failed and its catcher leads on to {@code next}. */
  default void caught(String state, @Nullable String error, @Nullable String cause, String next) {}

  /**
   * A state was left for another of its flow, by {@code Next}, a choice or a catcher; heard after
   * {@link #exited} and, for a catcher, {@link #caught}.
   */
  default void moved(String state, String next) {}
}
