package io.tradeprocessing.cli.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.console.Age;
import io.tradeprocessing.cli.console.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message of a dead-letter queue.
 *
 * @param messageId of SQS
 * @param sentAt when it came into the queue
 * @param content what it says
 */
public record DeadLetter(String messageId, Instant sentAt, Content content) {

  /** What each line of JSON says of the failure, whatever the message is. */
  private static final List<String> WHY =
      List.of("state", "error", "cause", "execution", "rule", "target", "unreadable");

  /** The three things that a message can be. */
  sealed interface Content {

    /** The event; nothing where the message cannot be read. */
    default Optional<ObjectNode> event() {
      return Optional.empty();
    }
  }

  /**
   * What the workflow keeps of an event when a state of it fails.
   *
   * @param state for example {@code RecordCompliance}
   * @param error the error's name, for example the exception's class
   * @param cause what Step Functions knows of it; of a function, JSON with errorMessage
   * @param execution the ARN of the execution that failed
   */
  record Failed(ObjectNode envelope, String state, String error, String cause, String execution)
      implements Content {
    @Override
    public Optional<ObjectNode> event() {
      return Optional.of(envelope);
    }
  }

  /**
   * What EventBridge keeps of an event when it cannot deliver it to a rule's target.
   *
   * @param error EventBridge's code, for example {@code NO_PERMISSIONS}
   * @param cause EventBridge's message
   */
  record Undelivered(ObjectNode envelope, String error, String cause, String rule, String target)
      implements Content {
    @Override
    public Optional<ObjectNode> event() {
      return Optional.of(envelope);
    }
  }

  /**
   * What is neither.
   *
   * @param problem one sentence
   * @param body the message as it is
   */
  public record Unreadable(String problem, String body) implements Content {}

  /**
   * Reads a message.
   *
   * @param attributes of the message, those of type String
   */
  static Content read(String body, Map<String, String> attributes) {
    JsonNode json;
    try {
      json = ExactJson.read(body);
    } catch (JsonProcessingException e) {
      return new Unreadable("the message is not JSON", body);
    }
    if (!(json instanceof ObjectNode object)) {
      return new Unreadable("the message is JSON, but no object", body);
    }
    if (attributes.containsKey("RULE_ARN") || attributes.containsKey("ERROR_CODE")) {
      return new Undelivered(
          object,
          attributes.getOrDefault("ERROR_CODE", ""),
          attributes.getOrDefault("ERROR_MESSAGE", ""),
          attributes.getOrDefault("RULE_ARN", ""),
          attributes.getOrDefault("TARGET_ARN", ""));
    }
    if (object.path("event") instanceof ObjectNode event && object.path("error").isTextual()) {
      return new Failed(
          event,
          object.path("state").asText(),
          object.path("error").asText(),
          object.path("cause").asText(),
          object.at("/execution/id").asText());
    }
    return new Unreadable(
        "the message is neither the workflow's (event, state, error, cause, execution) nor"
            + " EventBridge's (attributes ERROR_CODE, ERROR_MESSAGE, RULE_ARN, TARGET_ARN)",
        body);
  }

  public Optional<String> tradeId() {
    return content.event().flatMap(BusEvent::tradeId);
  }

  /** The event; nothing where the message cannot be read. */
  public Optional<ObjectNode> event() {
    return content.event();
  }

  /** The error's name: an exception's class, EventBridge's code, or {@code UNREADABLE}. */
  public String error() {
    return switch (content) {
      case Failed failed -> failed.error();
      case Undelivered undelivered -> undelivered.error();
      case Unreadable _ -> "UNREADABLE";
    };
  }

  /** Why it is here, in a line: what failed, and how. */
  public String reason() {
    return switch (content) {
      case Failed(var _, var state, var error, var cause, var _) ->
          "%s failed: %s: %s".formatted(state, error, message(cause));
      case Undelivered(var _, var error, var cause, var _, var _) ->
          "not delivered: %s: %s".formatted(error, cause);
      case Unreadable(var problem, var _) -> problem;
    };
  }

  /** The envelope's source. */
  public Optional<String> source() {
    return text("/source");
  }

  private Optional<String> text(String pointer) {
    return content
        .event()
        .map(event -> event.at(pointer))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  /** The line of {@code --json}: always the same fields, null where there is nothing. */
  public ObjectNode json(Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("messageId", messageId);
    json.put("sentAt", sentAt.toString());
    json.put("ageSeconds", age(now).toSeconds());
    json.put("tradeId", tradeId().orElse(null));
    json.put("source", source().orElse(null));
    Map<String, String> why =
        switch (content) {
          case Failed(var _, var state, var error, var cause, var execution) ->
              Map.of("state", state, "error", error, "cause", cause, "execution", execution);
          case Undelivered(var _, var error, var cause, var rule, var target) ->
              Map.of("error", error, "cause", cause, "rule", rule, "target", target);
          case Unreadable(var problem, var body) -> Map.of("unreadable", problem, "body", body);
        };
    WHY.forEach(name -> json.put(name, why.get(name)));
    json.set("event", content.event().map(JsonNode.class::cast).orElse(json.nullNode()));
    json.put("body", why.get("body"));
    return json;
  }

  Duration age(Instant now) {
    Duration age = Duration.between(sentAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** For people: a line of what, and lines of why. */
  public String text(Instant now) {
    String head =
        "%8s  %-16s  %s"
            .formatted(
                Age.of(age(now)),
                Terminal.printable(source().orElse("-")),
                Terminal.printable(tradeId().orElse("(no tradeId)")));
    return switch (content) {
      case Failed(var _, var state, var error, var cause, var execution) ->
          head
              + "  %s failed: %s%n          %s%n          %s"
                  .formatted(
                      Terminal.printable(state),
                      Terminal.printable(error),
                      Terminal.printable(message(cause)),
                      Terminal.printable(execution));
      case Undelivered(var _, var error, var cause, var rule, var _) ->
          head
              + "  not delivered: %s%n          %s%n          %s"
                  .formatted(
                      Terminal.printable(error),
                      Terminal.printable(cause),
                      Terminal.printable(rule));
      case Unreadable(var problem, var _) ->
          head + "  UNREADABLE message %s%n          %s".formatted(messageId, problem);
    };
  }

  /** The exception's message, where a function failed; its stack trace is in the JSON. */
  private static String message(String cause) {
    try {
      JsonNode json = ExactJson.read(cause);
      return json.path("errorMessage").isTextual() ? json.path("errorMessage").asText() : cause;
    } catch (JsonProcessingException e) {
      return cause;
    }
  }
}
