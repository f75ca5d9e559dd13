package io.tradeprocessing.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.testkit.aws.FakeAws.Answer;
import io.tradeprocessing.testkit.aws.FakeAws.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * SQS with one standard queue, as documented: a received message is hidden until its visibility
 * timeout ends, a receipt handle belongs to one receive, and a short poll may return nothing.
 */
public final class FakeQueue implements Service {

  /** Replaces the answer to an operation; empty for the normal answer. */
  @FunctionalInterface
  public interface Fault {
    /** What is answered in place of the operation. */
    Optional<Answer> of(String operation, JsonNode request) throws IOException;
  }

  private static final class Message {
    private final String id;
    private final String body;
    private final Map<String, String> attributes;
    private final Instant sentAt;
    private Instant hiddenUntil = Instant.EPOCH;
    private int handedOut;

    Message(String id, String body, Map<String, String> attributes, Instant sentAt) {
      this.id = id;
      this.body = body;
      this.attributes = attributes;
      this.sentAt = sentAt;
    }

    String handle() {
      return id + "#" + handedOut;
    }
  }

  private final String name;
  private final List<Message> messages = new ArrayList<>();
  private final List<Duration> holds = new ArrayList<>();
  private Instant now = Instant.now();
  private Duration timeOfPoll = Duration.ZERO;
  private Fault fault = (_, _) -> Optional.empty();
  private int ids;

  /** An empty queue. */
  public FakeQueue(String name) {
    this.name = name;
  }

  /** Adds a message. */
  public FakeQueue with(String body, Map<String, String> attributes, Duration age) {
    messages.add(new Message("message-" + ++ids, body, attributes, now.minus(age)));
    return this;
  }

  /** Adds a message without attributes, sent five minutes ago. */
  public FakeQueue with(String body) {
    return with(body, Map.of(), Duration.ofMinutes(5));
  }

  /** Replaces the fault. */
  public void fault(Fault told) {
    fault = told;
  }

  /** Answers every operation with this name prefix in the same way. */
  public void answer(String operationPrefix, FakeAws.Answer answer) {
    fault(
        (operation, _) ->
            operation.startsWith(operationPrefix) ? Optional.of(answer) : Optional.empty());
  }

  /** How long a poll takes, by the queue's clock. */
  public void timeOfPoll(Duration time) {
    timeOfPoll = time;
  }

  /** The visibility timeout of each request that received messages. */
  public List<Duration> holds() {
    return holds;
  }

  /** Messages that another consumer would receive now. */
  public List<String> visible() {
    return messages.stream().filter(m -> !m.hiddenUntil.isAfter(now)).map(m -> m.body).toList();
  }

  /** Messages in the queue, hidden or not. */
  public List<String> bodies() {
    return messages.stream().map(m -> m.body).toList();
  }

  @Override
  public Answer answer(String operation, JsonNode request) throws IOException {
    Optional<Answer> told = fault.of(operation, request);
    if (told.isPresent()) {
      return told.get();
    }
    if (operation.equals("GetQueueUrl")) {
      return request.path("QueueName").asText().equals(name)
          ? Answer.ok(json().put("QueueUrl", url()))
          : missing();
    }
    if (!request.path("QueueUrl").asText().equals(url())) {
      return missing();
    }
    return switch (operation) {
      case "GetQueueAttributes" -> attributes();
      case "ReceiveMessage" -> receive(request);
      case "DeleteMessageBatch" -> batch(request, (message, _) -> messages.remove(message));
      case "ChangeMessageVisibilityBatch" ->
          batch(
              request,
              (message, entry) ->
                  message.hiddenUntil = now.plusSeconds(entry.path("VisibilityTimeout").asLong()));
      default -> Answer.error(400, "UnknownOperationException", operation);
    };
  }

  /** The URL that GetQueueUrl answers. */
  public String url() {
    return "http://sqs.us-east-1.localhost/000000000000/" + name;
  }

  private static Answer missing() {
    return Answer.error(
        400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private Answer attributes() {
    long visible = visible().size();
    ObjectNode attributes = json();
    attributes.put("ApproximateNumberOfMessages", String.valueOf(visible));
    attributes.put(
        "ApproximateNumberOfMessagesNotVisible", String.valueOf(messages.size() - visible));
    return Answer.ok(json().set("Attributes", attributes));
  }

  private Answer receive(JsonNode request) {
    now = now.plus(timeOfPoll);
    ObjectNode response = json();
    // A short poll asks only some of the servers; here, none of those has a message.
    if (request.path("WaitTimeSeconds").asInt() == 0) {
      return Answer.ok(response);
    }
    List<Message> handedOut =
        messages.stream()
            .filter(m -> !m.hiddenUntil.isAfter(now))
            .limit(request.path("MaxNumberOfMessages").asInt(1))
            .toList();
    if (handedOut.isEmpty()) {
      return Answer.ok(response);
    }
    Duration hold = Duration.ofSeconds(request.path("VisibilityTimeout").asLong(30));
    holds.add(hold);
    ArrayNode array = response.putArray("Messages");
    for (Message message : handedOut) {
      message.hiddenUntil = now.plus(hold);
      message.handedOut++;
      ObjectNode json = array.addObject();
      json.put("MessageId", message.id);
      json.put("ReceiptHandle", message.handle());
      json.put("Body", message.body);
      json.put("MD5OfBody", md5(message.body.getBytes(StandardCharsets.UTF_8)));
      for (JsonNode wanted : request.path("MessageSystemAttributeNames")) {
        if (wanted.asText().equals("SentTimestamp")) {
          json.putObject("Attributes")
              .put("SentTimestamp", String.valueOf(message.sentAt.toEpochMilli()));
        }
      }
      if (!message.attributes.isEmpty()
          && request.path("MessageAttributeNames").toString().contains("All")) {
        ObjectNode attributes = json.putObject("MessageAttributes");
        message.attributes.forEach(
            (key, value) ->
                attributes.putObject(key).put("DataType", "String").put("StringValue", value));
        json.put("MD5OfMessageAttributes", md5(canonical(message.attributes)));
      }
    }
    return Answer.ok(response);
  }

  @FunctionalInterface
  private interface Change {
    void apply(Message message, JsonNode entry);
  }

  private Answer batch(JsonNode request, Change change) {
    ObjectNode response = json();
    ArrayNode successful = response.putArray("Successful");
    ArrayNode failed = response.putArray("Failed");
    for (JsonNode entry : request.path("Entries")) {
      String handle = entry.path("ReceiptHandle").asText();
      messages.stream()
          .filter(m -> m.handle().equals(handle))
          .findFirst()
          .ifPresentOrElse(
              message -> {
                change.apply(message, entry);
                successful.addObject().put("Id", entry.path("Id").asText());
              },
              () ->
                  failed
                      .addObject()
                      .put("Id", entry.path("Id").asText())
                      .put("SenderFault", true)
                      .put("Code", "ReceiptHandleIsInvalid")
                      .put("Message", "The receipt handle is not valid"));
    }
    return Answer.ok(response);
  }

  /** The bytes whose digest the SDK compares with its own. */
  private static byte[] canonical(Map<String, String> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TreeMap<>(attributes)
        .forEach(
            (key, value) -> {
              sized(bytes, key);
              sized(bytes, "String");
              bytes.write(1);
              sized(bytes, value);
            });
    return bytes.toByteArray();
  }

  private static void sized(ByteArrayOutputStream bytes, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
    bytes.writeBytes(utf8);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
