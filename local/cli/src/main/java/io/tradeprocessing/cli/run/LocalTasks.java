package io.tradeprocessing.cli.run;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Does the workflow's tasks on this machine: Lambda invocations by the handlers themselves, as the
 * managed runtime would call them; queues and the event bus by the {@link Outbox}.
 */
final class LocalTasks implements TaskInvoker {

  /** A handler and the function it is deployed as. */
  record DeployedHandler(DeploymentTemplate.Function function, RequestStreamHandler handler) {}

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, DeployedHandler> functions;
  private final Outbox outbox;

  /**
   * @param functions by the ARN under which the definition invokes them
   */
  LocalTasks(Map<String, DeployedHandler> functions, Outbox outbox) {
    this.functions = Map.copyOf(functions);
    this.outbox = outbox;
  }

  @Override
  public JsonNode invoke(TaskRequest request) throws TaskFailedException, InterruptedException {
    return switch (request.resource()) {
      case "arn:aws:states:::lambda:invoke" -> invokeFunction(request.parameters());
      case "arn:aws:states:::sqs:sendMessage" -> sendMessage(request.parameters());
      case "arn:aws:states:::events:putEvents" -> putEvents(request.parameters());
      default ->
          throw new TaskFailedException(
              "States.Runtime",
              "a local run does lambda:invoke, sqs:sendMessage and events:putEvents, not "
                  + request.resource());
    };
  }

  private JsonNode invokeFunction(JsonNode parameters)
      throws TaskFailedException, InterruptedException {
    String arn = parameters.path("FunctionName").asText();
    DeployedHandler deployed = functions.get(arn);
    if (deployed == null) {
      throw new TaskFailedException(
          "Lambda.ResourceNotFoundException", "Function not found: " + arn);
    }
    ObjectNode result = JSON.objectNode();
    result.put("ExecutedVersion", LocalContext.VERSION);
    result.set("Payload", payload(deployed, parameters.path("Payload")));
    result.put("StatusCode", 200);
    return result;
  }

  private JsonNode payload(DeployedHandler deployed, JsonNode payload)
      throws TaskFailedException, InterruptedException {
    byte[] input = ExactJson.write(payload).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream output = new ByteArrayOutputStream(1_024);
    try {
      deployed
          .handler()
          .handleRequest(
              new ByteArrayInputStream(input),
              output,
              new LocalContext(deployed.function(), UUID.randomUUID().toString()));
      return ExactJson.read(output.toString(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new TaskFailedException(
          "Lambda.Unknown", "the function did not answer with JSON: " + e.getOriginalMessage());
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        // The state timed out or a sibling failed: the exception is only how the handler noticed.
        throw new InterruptedException();
      }
      outbox.mustBeUsable(e);
      throw new TaskFailedException(e.getClass().getName(), ExactJson.write(errorPayload(e)));
    }
  }

  /** What the managed runtime answers for an exception, without the stack trace. */
  private static JsonNode errorPayload(Throwable e) {
    ObjectNode error = JSON.objectNode();
    error.put("errorMessage", e.getMessage());
    error.put("errorType", e.getClass().getName());
    if (e.getCause() != null) {
      error.set("cause", errorPayload(e.getCause()));
    }
    return error;
  }

  private JsonNode sendMessage(JsonNode parameters) {
    String url = parameters.path("QueueUrl").asText();
    outbox.deadLetter(url.substring(url.lastIndexOf('/') + 1), parameters.path("MessageBody"));
    return JSON.objectNode().put("MessageId", UUID.randomUUID().toString());
  }

  private JsonNode putEvents(JsonNode parameters) {
    ArrayNode ids = JSON.arrayNode();
    for (JsonNode entry : parameters.path("Entries")) {
      outbox.event(entry);
      ids.addObject().put("EventId", UUID.randomUUID().toString());
    }
    ObjectNode result = JSON.objectNode();
    result.set("Entries", ids);
    result.put("FailedEntryCount", 0);
    return result;
  }
}
