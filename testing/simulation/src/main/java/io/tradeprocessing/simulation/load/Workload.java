package io.tradeprocessing.simulation.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.util.Map;
import java.util.Objects;

/**
 * What a trade asks of AWS's services. Counts and retries are those of the definitions and the
 * template; {@code docs/cost.md} has the counts, too.
 *
 * @param eventAge seconds for which EventBridge tries to start an execution
 * @param timeLimit seconds of an execution
 * @param retries of the workflow, by the states that call a service
 */
record Workload(int eventAge, int timeLimit, Map<String, Retry> retries) {

  /** States that an accepted trade passes before it is validated and enriched, and after. */
  private static final int BEFORE = 3;

  private static final int RECORDING = 1;
  private static final int AFTER = 3;

  /**
   * A retrier.
   *
   * @param attempts after the first
   * @param interval seconds before the first of them
   */
  record Retry(int attempts, double interval, double rate, double maxDelay) {

    /** The longest delay before an attempt, from 1; with jitter FULL it is anything below. */
    double delay(int attempt) {
      return Math.min(maxDelay, interval * Math.pow(rate, attempt - 1));
    }
  }

  Workload {
    retries = Map.copyOf(retries);
  }

  /** What a definition asks for. */
  static Workload of(StateMachine workflow, DeploymentTemplate.Rule rule) {
    JsonNode states = workflow.definition().path("States");
    JsonNode validate = states.at("/ValidateAndEnrich/Branches/0/States/ValidateTrade");
    return new Workload(
        Math.toIntExact(rule.maximumEventAge().toSeconds()),
        workflow.definition().path("TimeoutSeconds").asInt(),
        Map.of(
            "validate", retry(validate, "Lambda.TooManyRequestsException"),
            "record", retry(states.path("RecordCompliance"), "Lambda.TooManyRequestsException"),
            "publish", retry(states.path("PublishOutcome"), "States.ALL")));
  }

  private static Retry retry(JsonNode state, String error) {
    for (JsonNode retrier : state.path("Retry")) {
      for (JsonNode name : retrier.path("ErrorEquals")) {
        if (name.asText().equals(error)) {
          return new Retry(
              retrier.path("MaxAttempts").asInt(),
              retrier.path("IntervalSeconds").asDouble(),
              retrier.path("BackoffRate").asDouble(),
              retrier.path("MaxDelaySeconds").asDouble());
        }
      }
    }
    throw new IllegalArgumentException("no retrier of " + error);
  }

  Retry retry(String state) {
    return Objects.requireNonNull(retries.get(state), state);
  }

  int transitionsBefore() {
    return BEFORE;
  }

  int transitionsToRecord() {
    return RECORDING;
  }

  int transitionsAfter() {
    return AFTER;
  }

  int transitions() {
    return BEFORE + RECORDING + AFTER;
  }

  /** Of Lambda: validator, enricher, recorder. */
  int invocations() {
    return 3;
  }

  /** Of the transaction of a record of 3 KB and its head, and of the index. */
  int writeUnits() {
    return 9;
  }

  /** Events a second that one invocation of a backfill records. */
  double backfillRate() {
    return 400;
  }

  /** Seconds from the source to the record for a trade that waits nowhere. */
  double unhindered() {
    return 0.5;
  }
}
