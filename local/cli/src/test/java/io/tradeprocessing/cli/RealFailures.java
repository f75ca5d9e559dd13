package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.asl.run.VirtualTimer;
import io.tradeprocessing.cli.bus.DeadLetters;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.TestJson;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Dead letters of failures that the functions' own code has just had, so a page that shows their
 * messages is compared with the code and not with a copy.
 */
final class RealFailures {

  private RealFailures() {}

  /** The validator reads a parameter that is not a number. */
  static String ofConfiguration(JsonNode event) {
    return deadLetter(event, "ValidateTrade", () -> parse(Settings.PROCESSING_THRESHOLD, "a lot"));
  }

  /** The enricher reads an address of the market data API that is not https. */
  static String ofEndpoint(JsonNode event) {
    return deadLetter(
        event, "EnrichTrade", () -> parse(Settings.API_ENDPOINT, "http://prices.example.com"));
  }

  private static Settings parse(String parameter, String value) {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                Settings.API_ENDPOINT, "none",
                Settings.PROCESSING_THRESHOLD, "1000000",
                Settings.MAX_RETRIES, "3",
                Settings.PRICE_DEVIATION_LIMIT_BPS, "500",
                Settings.FIRM_PROFILE, "none",
                Settings.REVIEWERS, "none"));
    parameters.put(parameter, value);
    return Settings.parse(parameters, "/trade-processing/production/");
  }

  /** DynamoDB fails. */
  static String ofStore(JsonNode event) {
    SimulatedDynamoDb table = new SimulatedDynamoDb(() -> SimulatedDynamoDb.Fault.BEFORE);
    TradeStore store =
        new TradeStore(table, "trade-records-production", Backoff.standard(new Random(1)));
    RecordComplianceHandler recorder =
        new RecordComplianceHandler(
            () -> store, FunctionRuntime.local(Clock.systemUTC(), silent()));
    ObjectNode input = (ObjectNode) Project.json("events/record-accepted.json");
    input.set("event", event);
    byte[] bytes = TestJson.write(input).getBytes(StandardCharsets.UTF_8);
    return deadLetter(
        event,
        "RecordCompliance",
        () -> {
          try {
            recorder.handleRequest(
                new ByteArrayInputStream(bytes),
                OutputStream.nullOutputStream(),
                new LocalContext(
                    new DeploymentTemplate.Function("ComplianceRecorderFunction", "", 25), "1"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * EventBridge refuses the outcome of an event that is on record: the message that the definition
   * itself sends to the queue.
   */
  static String ofPublish(JsonNode event) {
    List<JsonNode> messages = new ArrayList<>();
    Instant now = Instant.parse("2026-01-12T14:30:01Z");
    Execution execution =
        new Execution(DeadLetters.EXECUTION, "e-1", "role", now, "machine", "trade-processing");
    try {
      Outcome _ =
          new Interpreter(
                  Definition.parse(Project.text("statemachine/trade-processing.asl.json")),
                  request -> afterRecording(request, event, messages))
              .withTimer(new VirtualTimer(now))
              .inOrder()
              .run(event, execution);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return ExactJson.write(messages.getFirst().path("MessageBody"));
  }

  private static JsonNode afterRecording(
      TaskRequest request, JsonNode event, List<JsonNode> messages) throws TaskFailedException {
    if (request.resource().endsWith("events:putEvents")) {
      throw new TaskFailedException(
          "EventBridge.FailedEntry", "{\"FailedEntryCount\":1,\"Entries\":[]}");
    }
    if (request.resource().endsWith("sqs:sendMessage")) {
      messages.add(request.parameters());
      return Project.parse("{\"MessageId\":\"1\"}");
    }
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("status", "ACCEPTED").put("detailType", "Trade Accepted");
    payload.set("tradeId", event.at("/detail/tradeId"));
    for (String field :
        List.of(
            "outcome",
            "sourceSystem",
            "eventType",
            "timestamp",
            "region",
            "sequence",
            "recordHash",
            "eventHash",
            "unmatched",
            "conflict",
            "replaces")) {
      payload.put(field, "of no interest");
    }
    return JsonNodeFactory.instance.objectNode().set("Payload", payload);
  }

  private static String deadLetter(JsonNode event, String state, Runnable failing) {
    try {
      failing.run();
    } catch (RuntimeException e) {
      return DeadLetters.ofWorkflow(
          event, state, e.getClass().getName(), String.valueOf(e.getMessage()));
    }
    throw new AssertionError(state + " did not fail");
  }

  private static Telemetry silent() {
    return new JsonTelemetry(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        "compliance-recorder",
        "production",
        Telemetry.Level.INFO);
  }
}
