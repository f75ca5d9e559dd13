package io.tradeprocessing.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.input.InputLine;
import org.jspecify.annotations.Nullable;

/**
 * The result of one event.
 *
 * @param line of the event in the input
 * @param sourceSystem the system that its envelope names, for example {@code system1}
 * @param execution the ARN of the execution, where one was started
 * @param status the execution's status as Step Functions names it
 * @param output the execution's output; missing if it did not succeed
 * @param failure if the outcome is a failure
 */
public record Result(
    long line,
    @Nullable String tradeId,
    @Nullable String sourceSystem,
    Outcome outcome,
    @Nullable String execution,
    @Nullable String status,
    JsonNode output,
    @Nullable Failure failure) {

  /**
   * Why an event failed.
   *
   * @param error its name in the workflow; null where no execution was started
   * @param cause one sentence
   */
  public record Failure(@Nullable String error, String cause) {

    public String sentence() {
      return error == null ? cause : error + ": " + cause;
    }
  }

  /** The outcomes; the last four are failures. */
  public enum Outcome {
    ACCEPTED,
    REJECTED,
    DUPLICATE,
    DEAD_LETTERED,
    UNROUTED,
    UNREADABLE,
    ;

    public boolean isFailure() {
      return compareTo(DEAD_LETTERED) >= 0;
    }
  }

  static Result unreadable(InputLine.Unreadable line) {
    return new Result(
        line.line(),
        null,
        null,
        Outcome.UNREADABLE,
        null,
        null,
        MissingNode.getInstance(),
        new Failure(null, line.problem()));
  }

  public JsonNode violations() {
    return output.path("verdict").path("violations");
  }

  /**
   * The result line of {@code trades run --json}: always the same fields, null where there is
   * nothing.
   */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("line", line);
    json.put("tradeId", tradeId);
    json.put("execution", execution);
    json.put("status", status);
    json.put("outcome", outcome.name());
    json.set("violations", orNull(violations()));
    json.set("enrichment", orNull(output.path("enrichment")));
    json.set("record", orNull(output.path("record")));
    json.put("error", failure == null ? null : failure.sentence());
    return json;
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }
}
