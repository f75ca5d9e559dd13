package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Judges a dead letter when it comes into its queue. */
final class DeadLetters {

  /** How often the workflow sends a letter before it gives up. */
  static final int SENDS = 7;

  /** The same of an EXPRESS execution, whose retries have to fit into five minutes. */
  static final int EXPRESS_SENDS = 3;

  /**
   * Errors that the simulation causes and that pass by themselves: a task that fails with one is to
   * be tried again, this many times at least in all, before its event becomes a dead letter.
   */
  private static final Map<String, Integer> PASSING =
      Map.ofEntries(
          Map.entry("Lambda.TooManyRequestsException", 7),
          Map.entry("Lambda.ServiceException", 7),
          Map.entry("Lambda.SdkClientException", 7),
          Map.entry("Lambda.SnapStartNotReadyException", 7),
          Map.entry("Sandbox.Timedout", 7),
          Map.entry("States.Timeout", 7),
          Map.entry("io.tradeprocessing.common.config.ConfigurationUnavailableException", 7),
          Map.entry("io.tradeprocessing.common.store.StoreUnavailableException", 7),
          Map.entry("io.tradeprocessing.common.store.StoreContendedException", 7),
          Map.entry("io.tradeprocessing.common.store.ReviewedEventMissingException", 7));

  /** How often a task of an EXPRESS execution is tried at least. */
  private static final int EXPRESS_ATTEMPTS = 3;

  private DeadLetters() {}

  /**
   * Notes what is wrong with a message.
   *
   * @param error that it names
   */
  static void check(History history, String queue, JsonNode body, String error) {
    JsonNode event = body.has("state") ? body.path("event") : body;
    if (error.isBlank() || !event.path("detail").isObject()) {
      history.violation(
          Property.DEAD_LETTER_SAYS_WHY,
          "a message in " + queue + " does not hold the event and the error");
      return;
    }
    History.Execution execution = history.executions().get(body.at("/execution/id").asText());
    String state = body.path("state").asText();
    int wanted = PASSING.getOrDefault(error, 0);
    if (execution != null
        && execution.attempts(state)
            < (execution.isExpress() ? Math.min(wanted, EXPRESS_ATTEMPTS) : wanted)) {
      history.violation(
          Property.RETRIED_BEFORE_DEAD_LETTER,
          "%s in %s became a dead letter after %d attempts"
              .formatted(error, state, execution.attempts(state)));
    }
  }
}
