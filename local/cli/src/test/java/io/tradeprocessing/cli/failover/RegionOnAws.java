package io.tradeprocessing.cli.failover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.failover.SimulatedPair.Simulated;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeAws.Answer;
import io.tradeprocessing.testkit.aws.FakeAws.RefusedException;
import io.tradeprocessing.testkit.aws.FakeTable;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.testkit.template.Template;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The APIs of AWS in front of a simulated Region. Names are those that the template gives: what the
 * stack does not have does not exist.
 */
final class RegionOnAws {

  private static final Template TEMPLATE = Template.read(Project.file("template.yaml"));
  private static final String STACK = "trade-processing-production";
  private static final List<String> RULES =
      List.of("SourceSystem1Rule", "SourceSystem2Rule", "SourceSystem3Rule", "OperationsRule");

  private final Simulated region;
  private final Map<String, String> parameters = new HashMap<>();
  private final ResolvedStack stack;
  private final Set<String> calls = new TreeSet<>();
  private final Map<String, String> changeSets = new HashMap<>();

  /** Whether a change set would also change something else than the rules. */
  boolean changesMore;

  RegionOnAws(Simulated region) {
    this.region = region;
    TEMPLATE
        .section("Parameters")
        .forEach(
            (name, declaration) ->
                parameters.put(
                    name, String.valueOf(Template.asMap(declaration).getOrDefault("Default", ""))));
    parameters.put("EnvironmentSuffix", "production");
    parameters.put("ReplicaRegion", "eu-west-1");
    if (region.region().equals("us-east-1")) {
      parameters.put("TableIsDeployed", "true");
    } else {
      parameters.putAll(Map.of("Role", "standby", "PrimaryRegion", "us-east-1", "RegionSlot", "1"));
    }
    this.stack = TEMPLATE.deploy(region.region(), parameters);
  }

  /** The stack was deployed with another value. */
  void parameter(String name, String value) {
    parameters.put(name, value);
  }

  /** Both Regions of a pair behind one endpoint. */
  static FakeAws serving(RegionOnAws primary, RegionOnAws standby) {
    return new FakeAws()
        .in(primary.region.region(), primary.services())
        .in(standby.region.region(), standby.services());
  }

  /** The actions that were called on resources, as {@code action resource}. */
  Set<String> calls() {
    return calls;
  }

  private void called(String action, String resource) {
    calls.add(action + " " + resource);
  }

  private String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s"
        .formatted(service, region.region(), ResolvedStack.ACCOUNT, resource);
  }

  private FakeAws services() {
    return new FakeAws()
        .withQuery(this::cloudFormation)
        .with("AWSEvents", this::events)
        .with("AWSStepFunctions", this::stepFunctions)
        .with("AmazonSQS", this::queues)
        .with("DynamoDB_20120810", this::table);
  }

  // --- CloudFormation

  private String cloudFormation(String action, Map<String, String> form) {
    called("cloudformation:" + action, arn("cloudformation", "stack/" + STACK + "/1"));
    String status = region.state().intake().stackStatus();
    if (!form.getOrDefault("StackName", "").equals(STACK)) {
      throw new RefusedException("ValidationError", "Stack does not exist");
    }
    String changeSet = form.getOrDefault("ChangeSetName", "");
    return switch (action) {
      case "DescribeStacks" -> "<Stacks><member>" + described(status) + "</member></Stacks>";
      case "DescribeStackResource" -> resource(form.getOrDefault("LogicalResourceId", ""));
      case "CreateChangeSet" -> create(changeSet, form);
      case "DescribeChangeSet" -> changes();
      case "ExecuteChangeSet" -> {
        region.updateIntake(Optional.ofNullable(changeSets.get(changeSet)).orElseThrow());
        yield "";
      }
      case "DeleteChangeSet" -> {
        changeSets.remove(changeSet);
        yield "";
      }
      default -> throw new RefusedException("InvalidAction", action);
    };
  }

  private String described(String status) {
    parameters.put("Intake", region.state().intake().parameter());
    StringBuilder xml = new StringBuilder();
    xml.append("<StackId>")
        .append(arn("cloudformation", "stack/" + STACK + "/1"))
        .append("</StackId><StackName>" + STACK + "</StackName><StackStatus>")
        .append(status)
        .append("</StackStatus><Parameters>");
    parameters.forEach(
        (name, value) ->
            xml.append(
                "<member><ParameterKey>%s</ParameterKey><ParameterValue>%s</ParameterValue></member>"
                    .formatted(name, value)));
    xml.append("</Parameters><Outputs>");
    Map.of(
            "StateMachineArn",
            arn("states", "stateMachine:trade-processing-production"),
            "TradeTableName",
            "trade-records-production")
        .forEach(
            (name, value) -> {
              if (!stack.outputs().containsKey(name)) {
                throw new AssertionError("the template has no output " + name);
              }
              xml.append(
                  "<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member>"
                      .formatted(name, value));
            });
    return xml.append("</Outputs>").toString();
  }

  private String resource(String id) {
    Resource _ = stack.resource(id);
    Instant at = region.state().intake().changedAt();
    return "<StackResourceDetail><LogicalResourceId>%s</LogicalResourceId><LastUpdatedTimestamp>%s</LastUpdatedTimestamp></StackResourceDetail>"
        .formatted(id, at);
  }

  /** As CloudFormation, it wants a value or UsePreviousValue for each parameter. */
  private String create(String name, Map<String, String> form) {
    if (!"true".equals(form.get("UsePreviousTemplate"))
        || !form.containsValue("CAPABILITY_AUTO_EXPAND")) {
      throw new RefusedException("InsufficientCapabilities", "CAPABILITY_AUTO_EXPAND");
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; form.containsKey("Parameters.member." + i + ".ParameterKey"); i++) {
      String member = "Parameters.member." + i + ".";
      given.put(
          form.get(member + "ParameterKey"),
          "true".equals(form.get(member + "UsePreviousValue"))
              ? "(previous)"
              : form.getOrDefault(member + "ParameterValue", ""));
    }
    if (!given.keySet().equals(parameters.keySet())) {
      throw new RefusedException("ValidationError", "Parameters must have values");
    }
    String intake = Optional.ofNullable(given.remove("Intake")).orElseThrow();
    if (given.values().stream().anyMatch(value -> !value.equals("(previous)"))) {
      throw new AssertionError("more than Intake is changed");
    }
    changeSets.put(name, intake);
    return "<Id>" + name + "</Id>";
  }

  private String changes() {
    List<String> changed = new ArrayList<>(RULES);
    if (changesMore) {
      changed.add("TradeTable");
    }
    StringBuilder xml = new StringBuilder("<Status>CREATE_COMPLETE</Status><Changes>");
    for (String id : changed) {
      xml.append(change(id, "Static"));
    }
    return xml.append(change("EventBridgeDLQPolicy", "Dynamic")).append("</Changes>").toString();
  }

  private static String change(String id, String evaluation) {
    return "<member><Type>Resource</Type><ResourceChange><Action>Modify</Action>"
        + "<LogicalResourceId>%s</LogicalResourceId><Replacement>False</Replacement><Details><member>"
            .formatted(id)
        + "<Evaluation>%s</Evaluation></member></Details></ResourceChange></member>"
            .formatted(evaluation);
  }

  // --- The services with the JSON protocol

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private boolean has(String type, String property, String name) {
    return stack.ofType(type).stream().anyMatch(made -> name.equals(made.get(property)));
  }

  private Answer events(String operation, JsonNode request) {
    String name = request.path("Name").asText();
    called(
        "events:" + operation,
        switch (operation) {
          case "DescribeRule", "EnableRule", "DisableRule" -> arn("events", "rule/" + name);
          case "DescribeArchive" ->
              arn("events", "archive/" + request.path("ArchiveName").asText());
          case "StartReplay" -> request.path("EventSourceArn").asText();
          default -> "*";
        });
    return switch (operation) {
      case "DescribeRule" ->
          has("AWS::Events::Rule", "Name", name)
              ? Answer.ok(
                  json()
                      .put(
                          "State",
                          Boolean.TRUE.equals(region.state().intake().rules().get(name))
                              ? "ENABLED"
                              : "DISABLED"))
              : Answer.error(400, "ResourceNotFoundException", name);
      case "EnableRule", "DisableRule" -> {
        region.setRule(name, operation.equals("EnableRule"));
        yield Answer.ok(json());
      }
      case "DescribeArchive" ->
          has("AWS::Events::Archive", "ArchiveName", request.path("ArchiveName").asText())
              ? Answer.ok(
                  json()
                      .put("CreationTime", SimulatedPair.START.getEpochSecond() - 86_400)
                      .put("RetentionDays", 14)
                      .put("SizeBytes", 1_000))
              : Answer.error(400, "ResourceNotFoundException", "no such archive");
      case "ListReplays" -> replays(request.path("NamePrefix").asText());
      case "StartReplay" -> start(request);
      default -> Answer.error(400, "UnknownOperationException", operation);
    };
  }

  private Answer replays(String prefix) {
    ObjectNode answer = json();
    ArrayNode replays = answer.putArray("Replays");
    region.replays().stream()
        .filter(replay -> replay.name().startsWith(prefix))
        .forEach(
            replay ->
                replays
                    .addObject()
                    .put("ReplayName", replay.name())
                    .put("State", replay.state().name())
                    .put("EventStartTime", replay.from().getEpochSecond())
                    .put("EventEndTime", replay.to().getEpochSecond())
                    .put(
                        "ReplayEndTime",
                        replay.endedAt().map(Instant::getEpochSecond).orElse(null)));
    return Answer.ok(answer);
  }

  private Answer start(JsonNode request) {
    JsonNode destination = request.path("Destination");
    List<String> rules = new ArrayList<>();
    destination.path("FilterArns").forEach(arn -> rules.add(arn.asText()));
    if (!destination.path("Arn").asText().equals(arn("events", "event-bus/default"))
        || rules.size() != RULES.size()
        || !request.path("EventSourceArn").asText().endsWith("archive/trade-events-production")) {
      return Answer.error(400, "ValidationException", "not the destination of the archive");
    }
    region.startReplay(
        request.path("ReplayName").asText(),
        Instant.ofEpochSecond(request.path("EventStartTime").asLong()),
        Instant.ofEpochSecond(request.path("EventEndTime").asLong()));
    return Answer.ok(json().put("State", "STARTING"));
  }

  private Answer stepFunctions(String operation, JsonNode request) {
    called("states:" + operation, request.path("stateMachineArn").asText());
    ObjectNode answer = json();
    ArrayNode executions = answer.putArray("executions");
    long running = region.state().work().running().orElse(0L);
    for (int i = 0; i < running; i++) {
      executions
          .addObject()
          .put("name", "e-" + i)
          .put("startDate", region.state().work().oldest().orElseThrow().getEpochSecond());
    }
    return Answer.ok(answer);
  }

  private Answer queues(String operation, JsonNode request) {
    String url = request.path("QueueUrl").asText();
    String name =
        request.has("QueueName")
            ? request.path("QueueName").asText()
            : url.substring(url.lastIndexOf('/') + 1);
    called("sqs:" + operation, arn("sqs", name));
    if (!has("AWS::SQS::Queue", "QueueName", name)) {
      return Answer.error(400, "com.amazonaws.sqs#QueueDoesNotExist", name);
    }
    return operation.equals("GetQueueUrl")
        ? Answer.ok(json().put("QueueUrl", "http://localhost/" + name))
        : Answer.ok(
            json()
                .set(
                    "Attributes",
                    json()
                        .put("ApproximateNumberOfMessages", "0")
                        .put("ApproximateNumberOfMessagesNotVisible", "0")));
  }

  private Answer table(String operation, JsonNode request) {
    String table = arn("dynamodb", "table/trade-records-production");
    called(
        "dynamodb:" + operation,
        request.has("IndexName") ? table + "/index/" + request.path("IndexName").asText() : table);
    return new FakeTable("trade-records-production", region.dynamoDb(), "trade-records-production")
        .answer(operation, request);
  }
}
