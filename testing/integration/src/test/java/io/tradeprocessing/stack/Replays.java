package io.tradeprocessing.stack;

import static io.tradeprocessing.testkit.template.Template.asList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.stack.RegionGateway.Request;
import io.tradeprocessing.stack.RegionGateway.Response;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Stands in for the archives of both buses and their replays: LocalStack's CloudFormation makes no
 * archive, and a replay of its own fails. A rule with the archive's pattern collects what a bus
 * takes. A replay gives it, with {@code replay-name}, to those rules that the replay names, are
 * enabled and match it, a few executions at a time.
 */
final class Replays implements RegionGateway.StandIn {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** LocalStack starts a container for each invocation at a time. */
  private static final int AT_A_TIME = 2;

  private static final int BATCH = 10;
  private static final int OK = 200;

  private final Map<String, Archive> archives = new HashMap<>();

  /** The archive of a Region's bus. */
  private static final class Archive {
    final Resource resource;
    final EventBridgeClient events;
    final SfnClient workflow;
    final SqsClient queues;
    final String queue;
    final Instant created = Instant.now();
    final List<JsonNode> held = new ArrayList<>();
    final Map<String, ObjectNode> replays = new HashMap<>();

    Archive(Resource resource, Deployment deployment) {
      this.resource = resource;
      this.events = deployment.client(EventBridgeClient.builder());
      this.workflow = deployment.client(SfnClient.builder());
      this.queues = deployment.client(SqsClient.builder());
      String name = "archive-" + deployment.environmentSuffix();
      this.queue = queues.createQueue(request -> request.queueName(name)).queueUrl();
      String arn =
          Objects.requireNonNull(
              queues
                  .getQueueAttributes(
                      request ->
                          request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                  .attributes()
                  .get(QueueAttributeName.QUEUE_ARN));
      String bus = deployment.bus();
      events.putRule(
          request -> request.name(name).eventBusName(bus).eventPattern(pattern(resource)));
      events.putTargets(
          request ->
              request
                  .rule(name)
                  .eventBusName(bus)
                  .targets(Target.builder().id("Archive").arn(arn).build()));
    }

    private static String pattern(Resource resource) {
      ObjectNode pattern = JSON.valueToTree(resource.get("EventPattern"));
      // Of an archive EventBridge leaves them out itself.
      pattern.putArray("replay-name").addObject().put("exists", false);
      return pattern.toString();
    }
  }

  /** Begins to archive what a deployment's bus takes. */
  void archive(Deployment deployment, Resource archive) {
    archives.put(deployment.region().id(), new Archive(archive, deployment));
  }

  /** How many events the archive of a Region holds. */
  int held(String region) {
    Archive archive = archive(region);
    synchronized (archive) {
      collect(archive);
      return archive.held.size();
    }
  }

  private Archive archive(String region) {
    return Objects.requireNonNull(archives.get(region), region);
  }

  @Override
  public Optional<Response> answer(Request request) {
    if (!request.service().equals("events")) {
      return Optional.empty();
    }
    return switch (request.operation()) {
      case "DescribeArchive" -> Optional.of(describe(archive(request.region())));
      case "ListReplays" -> Optional.of(list(archive(request.region())));
      case "StartReplay" -> Optional.of(start(archive(request.region()), read(request.body())));
      default -> Optional.empty();
    };
  }

  private static Response describe(Archive archive) {
    return json(
        JsonNodeFactory.instance
            .objectNode()
            .put("ArchiveName", String.valueOf(archive.resource.get("ArchiveName")))
            .put("State", "ENABLED")
            .put(
                "RetentionDays",
                Integer.parseInt(String.valueOf(archive.resource.get("RetentionDays"))))
            .put("CreationTime", archive.created.getEpochSecond()));
  }

  private static Response list(Archive archive) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode replays = answer.putArray("Replays");
    synchronized (archive) {
      archive.replays.values().forEach(replay -> replays.add(replay.deepCopy()));
    }
    return json(answer);
  }

  private static Response start(Archive archive, JsonNode request) {
    String name = request.path("ReplayName").asText();
    ObjectNode replay =
        JsonNodeFactory.instance.objectNode().put("ReplayName", name).put("State", "RUNNING");
    replay.set("EventSourceArn", request.path("EventSourceArn"));
    replay.set("EventStartTime", request.path("EventStartTime"));
    replay.set("EventEndTime", request.path("EventEndTime"));
    List<JsonNode> events;
    synchronized (archive) {
      if (archive.replays.putIfAbsent(name, replay) != null) {
        return new Response(
            400,
            "application/x-amz-json-1.1",
            "{\"__type\":\"ResourceAlreadyExistsException\",\"message\":\"Replay "
                + name
                + " already exists.\"}");
      }
      collect(archive);
      events =
          archive.held.stream()
              .filter(
                  event -> {
                    long time = Instant.parse(event.path("time").asText()).getEpochSecond();
                    return time >= request.path("EventStartTime").asLong()
                        && time <= request.path("EventEndTime").asLong();
                  })
              .toList();
    }
    List<DescribeRuleResponse> rules =
        asList(JSON.convertValue(request.at("/Destination/FilterArns"), List.class)).stream()
            .map(arn -> rule(archive, String.valueOf(arn)))
            .toList();
    Thread.ofVirtual().start(() -> run(archive, replay, rules, events));
    return json(
        JsonNodeFactory.instance.objectNode().put("ReplayArn", name).put("State", "STARTING"));
  }

  /** {@code …:rule/BUS/NAME}. */
  private static DescribeRuleResponse rule(Archive archive, String arn) {
    String[] parts = arn.split("/", -1);
    return archive.events.describeRule(request -> request.eventBusName(parts[1]).name(parts[2]));
  }

  private static void run(
      Archive archive, ObjectNode replay, List<DescribeRuleResponse> rules, List<JsonNode> events) {
    Deque<String> running = new ArrayDeque<>();
    for (JsonNode event : events) {
      ObjectNode replayed = event.deepCopy();
      replayed.set("replay-name", replay.get("ReplayName"));
      for (DescribeRuleResponse rule : rules) {
        if (rule.state() == RuleState.ENABLED && matches(archive, rule, replayed)) {
          for (Target target :
              archive
                  .events
                  .listTargetsByRule(
                      request -> request.rule(rule.name()).eventBusName(rule.eventBusName()))
                  .targets()) {
            running.add(
                archive
                    .workflow
                    .startExecution(
                        request -> request.stateMachineArn(target.arn()).input(replayed.toString()))
                    .executionArn());
          }
        }
      }
      while (running.size() > AT_A_TIME) {
        await(archive.workflow, running.remove());
      }
      synchronized (archive) {
        replay.put(
            "EventLastReplayedTime", Instant.parse(event.path("time").asText()).getEpochSecond());
      }
    }
    running.forEach(execution -> await(archive.workflow, execution));
    synchronized (archive) {
      replay.put("State", "COMPLETED").put("ReplayEndTime", Instant.now().getEpochSecond());
    }
  }

  private static boolean matches(Archive archive, DescribeRuleResponse rule, JsonNode event) {
    return archive
        .events
        .testEventPattern(
            request -> request.eventPattern(rule.eventPattern()).event(event.toString()))
        .result();
  }

  private static void await(SfnClient workflow, String execution) {
    while (workflow.describeExecution(request -> request.executionArn(execution)).status()
        == ExecutionStatus.RUNNING) {
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void collect(Archive archive) {
    List<Message> messages;
    do {
      messages =
          archive
              .queues
              .receiveMessage(request -> request.queueUrl(archive.queue).maxNumberOfMessages(BATCH))
              .messages();
      if (!messages.isEmpty()) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
          archive.held.add(read(message.body()));
          entries.add(
              DeleteMessageBatchRequestEntry.builder()
                  .id(String.valueOf(entries.size()))
                  .receiptHandle(message.receiptHandle())
                  .build());
        }
        archive.queues.deleteMessageBatch(
            request -> request.queueUrl(archive.queue).entries(entries));
      }
    } while (!messages.isEmpty());
  }

  private static Response json(JsonNode body) {
    return new Response(OK, "application/x-amz-json-1.1", body.toString());
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
