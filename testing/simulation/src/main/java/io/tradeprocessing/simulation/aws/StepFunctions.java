package io.tradeprocessing.simulation.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskInvoker;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.simulation.check.Property;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Step Functions in a Region: the deployed definition, run by the interpreter. What an execution
 * does waits while the Region is lost, and goes on when it is back; an EXPRESS one has reached its
 * time limit by then.
 */
public final class StepFunctions {

  private static final String MACHINE = "trade-processing";

  private final Sim sim;
  private final SimulatedRegion region;
  private final Blueprint blueprint;
  private final boolean express;
  private final Functions functions;
  private final Queues queues;
  private final Map<String, Integer> started = new HashMap<>();
  private Optional<Bus> bus = Optional.empty();

  StepFunctions(
      Sim sim,
      SimulatedRegion region,
      Blueprint blueprint,
      boolean express,
      Functions functions,
      Queues queues) {
    this.sim = sim;
    this.region = region;
    this.blueprint = blueprint;
    this.express = express;
    this.functions = functions;
    this.queues = queues;
  }

  /** The bus on which outcomes are published. */
  public void publishOn(Bus outcomes) {
    bus = Optional.of(outcomes);
  }

  /**
   * Starts an execution.
   *
   * @return false if StartExecution is throttled
   */
  boolean start(ObjectNode event, String label) {
    if (region.isOut(Fault.START_OUTAGE)
        || sim.faults().happens(Fault.START_THROTTLED, region.name() + "/" + label)) {
      return false;
    }
    begin(event, label);
    // Started asynchronously, an EXPRESS execution runs at least once.
    if (express && sim.faults().happens(Fault.EXPRESS_RUNS_TWICE, region.name() + "/" + label)) {
      begin(event, label);
    }
    return true;
  }

  private void begin(ObjectNode event, String label) {
    String name = label + "." + started.merge(label, 1, Integer::sum);
    String states = "arn:aws:states:" + region.name() + ":000000000000";
    Execution execution =
        new Execution(
            states + ":execution:" + MACHINE + ":" + name,
            name,
            "arn:aws:iam::000000000000:role/workflow",
            sim.kernel().now(),
            states + ":stateMachine:" + MACHINE,
            MACHINE);
    JsonNode input = event.deepCopy();
    sim.history().started(execution.id(), region.name(), express, input, sim.kernel().now());
    sim.trace().add(region.name(), "starts " + name);
    sim.kernel().start(() -> run(execution, input));
  }

  private void run(Execution execution, JsonNode input) throws InterruptedException {
    String place = region.name() + "/" + execution.name();
    int losses = region.losses();
    Outcome outcome =
        new Interpreter(
                express ? blueprint.express() : blueprint.machine(), new Tasks(execution, place))
            .withTimer(new SimulatedTimer(sim, region))
            .withRandom(sim.choices().generator("jitter/" + place))
            .run(input, execution);
    sim.history().ended(execution.id(), outcome.status());
    sim.trace().add(place, outcome.status());
    if (express && outcome instanceof Outcome.TimedOut && region.losses() == losses) {
      sim.history()
          .violation(Property.EXPRESS_ENDS_IN_TIME, place + " reached its limit of five minutes");
    }
  }

  /** What the tasks of one execution do. */
  private final class Tasks implements TaskInvoker {
    private final Execution execution;
    private final String place;

    Tasks(Execution execution, String place) {
      this.execution = execution;
      this.place = place;
    }

    @Override
    public JsonNode invoke(TaskRequest request) throws TaskFailedException, InterruptedException {
      region.await();
      String attempt = place + "/" + request.stateName() + "." + request.retryCount();
      sim.history().attempted(execution.id(), request.stateName());
      sim.kernel()
          .sleep(
              sim.choices()
                  .between("task/" + attempt, Duration.ofMillis(5), Duration.ofMillis(100)));
      region.await();
      return switch (request.resource()) {
        case "arn:aws:states:::lambda:invoke" -> functions.invoke(request.parameters(), attempt);
        case "arn:aws:states:::sqs:sendMessage" -> send(request.parameters(), attempt);
        case "arn:aws:states:::events:putEvents" -> publish(request.parameters(), attempt);
        default -> throw new IllegalStateException("no resource " + request.resource());
      };
    }

    private JsonNode send(JsonNode parameters, String attempt) throws TaskFailedException {
      if (sim.faults().happens(Fault.QUEUE_REFUSES, attempt)) {
        throw new TaskFailedException("SQS.SqsException", "Request is throttled");
      }
      String url = parameters.path("QueueUrl").asText();
      String id =
          queues.send(
              url.substring(url.lastIndexOf('/') + 1), parameters.path("MessageBody"), Map.of());
      if (sim.faults().happens(Fault.QUEUE_ANSWER_LOST, attempt)) {
        throw new TaskFailedException("SQS.SdkClientException", "no answer");
      }
      return JsonNodeFactory.instance.objectNode().put("MessageId", id);
    }

    private JsonNode publish(JsonNode parameters, String attempt) throws TaskFailedException {
      if (region.isOut(Fault.EVENTS_OUTAGE)
          || sim.faults().happens(Fault.PUT_EVENTS_FAILS, attempt)) {
        throw new TaskFailedException("EventBridge.EventBridgeException", "Internal failure");
      }
      if (sim.faults().happens(Fault.PUT_EVENTS_ENTRY_FAILS, attempt)) {
        throw new TaskFailedException("EventBridge.FailedEntry", "InternalFailure");
      }
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      for (JsonNode entry : parameters.path("Entries")) {
        ObjectNode event =
            bus.orElseThrow()
                .put(
                    entry.path("Source").asText(),
                    entry.path("DetailType").asText(),
                    ExactJson.write(entry.path("Detail")),
                    Optional.empty());
        result.withArray("Entries").addObject().put("EventId", event.path("id").asText());
      }
      if (sim.faults().happens(Fault.PUT_EVENTS_ANSWER_LOST, attempt)) {
        throw new TaskFailedException("EventBridge.SdkClientException", "no answer");
      }
      return result.put("FailedEntryCount", 0);
    }
  }
}
