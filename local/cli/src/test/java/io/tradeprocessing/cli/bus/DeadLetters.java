package io.tradeprocessing.cli.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.testkit.Project;
import java.util.Map;

/** Messages as the workflow and EventBridge leave them in the dead-letter queues. */
public final class DeadLetters {

  public static final String EXECUTION =
      "arn:aws:states:us-east-1:123456789012:execution:trade-processing-production:e-1";

  public static final String UNAVAILABLE =
      "io.tradeprocessing.common.store.StoreUnavailableException";

  private DeadLetters() {}

  public static ObjectNode envelope(String tradeId) {
    return envelope(tradeId, "2026-01-12T14:30:00Z");
  }

  public static ObjectNode envelope(String tradeId, String timestamp) {
    ObjectNode envelope =
        (ObjectNode)
            Project.parse(Project.text("samples/trades.jsonl").lines().findFirst().orElseThrow());
    ((ObjectNode) envelope.get("detail")).put("tradeId", tradeId).put("timestamp", timestamp);
    return envelope;
  }

  /** The message that the definition's own Catch makes: its Parameters, filled in. */
  public static String ofWorkflow(JsonNode envelope, String state, String error, String message) {
    return ofWorkflow(envelope, state, error, message, EXECUTION);
  }

  public static String ofWorkflow(
      JsonNode envelope, String state, String error, String message, String arn) {
    JsonNode definition = Project.json("statemachine/trade-processing.asl.json");
    ObjectNode cause = JsonNodeFactory.instance.objectNode();
    cause.put("errorMessage", message).put("errorType", error).putArray("stackTrace").add("at x");
    ObjectNode execution = JsonNodeFactory.instance.objectNode();
    execution.put("id", arn).put("startTime", "2026-01-12T14:30:01Z");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    definition
        .at("/States/DeadLetterRecording/Parameters/MessageBody")
        .properties()
        .forEach(
            field -> {
              switch (field.getKey()) {
                case "event.$" -> body.set("event", envelope);
                case "state" -> body.put("state", state);
                case "error.$" -> body.put("error", error);
                case "cause.$" -> body.put("cause", ExactJson.write(cause));
                case "execution" -> body.set("execution", execution);
                default -> throw new IllegalStateException("a new field: " + field.getKey());
              }
            });
    return ExactJson.write(body);
  }

  public static String unrecorded(String tradeId) {
    return ofWorkflow(
        envelope(tradeId), "RecordCompliance", UNAVAILABLE, "DynamoDB does not answer");
  }

  /** The attributes that EventBridge gives a message to a rule's dead-letter queue. */
  public static Map<String, String> ofRule() {
    return ofRule(
        "system1",
        "arn:aws:states:us-east-1:123456789012:stateMachine:trade-processing-production",
        "states:StartExecution");
  }

  /** The same of the rule that forwards events to the other Region. */
  public static Map<String, String> ofForwarding() {
    return ofRule(
        "forward", "arn:aws:events:eu-west-1:123456789012:event-bus/default", "events:PutEvents");
  }

  private static Map<String, String> ofRule(String rule, String target, String action) {
    return Map.of(
        "RULE_ARN",
        "arn:aws:events:us-east-1:123456789012:rule/trade-processing-" + rule + "-production",
        "TARGET_ARN",
        target,
        "ERROR_CODE",
        "NO_PERMISSIONS",
        "ERROR_MESSAGE",
        "not authorized to perform: " + action,
        "EXHAUSTED_RETRY_CONDITION",
        "MaximumRetryAttempts",
        "RETRY_ATTEMPTS",
        "2");
  }
}
