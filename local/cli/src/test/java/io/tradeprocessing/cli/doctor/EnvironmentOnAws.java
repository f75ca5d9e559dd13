package io.tradeprocessing.cli.doctor;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.aws.FakeAws;
import io.tradeprocessing.testkit.aws.FakeAws.Answer;
import io.tradeprocessing.testkit.aws.FakeAws.RefusedException;
import io.tradeprocessing.testkit.aws.FakeAws.Reply;
import io.tradeprocessing.testkit.lambda.TestContext;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.ResolvedStack.Resource;
import io.tradeprocessing.testkit.template.Template;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The APIs of AWS in front of an environment that is as the template says, with what a test changes
 * about it.
 */
final class EnvironmentOnAws {

  private static final Template TEMPLATE = Template.read(Project.file("template.yaml"));
  private static final String STACK = "trade-processing-production";
  private static final String BUS = "trades";
  private static final String UUID = "0a1b2c3d-0000-4000-8000-000000000000";
  private static final String KEY = "1a2b3c4d-0000-4000-8000-000000000000";
  private static final Pattern FUNCTION =
      Pattern.compile(
          "/[0-9-]+/functions/([^/?]+)/(aliases/live|configuration|concurrency|versions).*");

  private static final Telemetry SILENT =
      new Telemetry() {
        @Override
        public void log(Level level, String message, Map<String, String> fields) {}

        @Override
        public void metric(String name, double value, Unit unit, Map<String, String> by) {}
      };

  private static final Pattern INVOCATION =
      Pattern.compile("/[0-9-]+/functions/([^/?]+)/invocations\\?Qualifier=7");

  private final Map<String, String> parameters = new HashMap<>();
  private final ResolvedStack stack;
  private final Set<String> calls = new TreeSet<>();

  /** What a test may change. */
  final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "api-endpoint", "none",
              "processing-threshold", "1000000",
              "max-retries", "3",
              "price-deviation-limit-bps", "500",
              "firm-profile", "none",
              "reviewers", "none"));

  final Set<String> refused = new HashSet<>();
  final Set<String> broken = new HashSet<>();
  final Set<String> gone = new HashSet<>();
  final Set<String> silenced = new HashSet<>();
  final Set<String> withoutActions = new HashSet<>();
  final Set<String> ringing = new HashSet<>();
  final Set<String> flippedRules = new HashSet<>();
  final Map<String, Integer> letters = new HashMap<>();
  final List<JsonNode> tried = new ArrayList<>();
  final EmbeddedTable table = EmbeddedTable.inMemory(TableSchema.of(TradeTable.definition("t")));
  final TradeStore store =
      new TradeStore(
          table.client(), "t", Backoff.standard(new Random(1)), new Region("us-east-1", 0), true);
  @Nullable String failing;
  @Nullable String careless;
  String stackStatus = "UPDATE_COMPLETE";
  String subscription = "arn:aws:sns:us-east-1:111122223333:alarms:1";
  String tableStatus = "ACTIVE";
  @Nullable String replicaStatus = "ACTIVE";
  boolean isProtected = true;
  String recovery = "ENABLED";
  String lockMode = "GOVERNANCE";
  String mapping = "Enabled";
  String keyState = "Enabled";
  String functionState = "Active";
  String liveVersion = "7";
  int reserved = -1;
  int concurrency = 1_000;
  double refillRate = 5_000;

  EnvironmentOnAws(Map<String, String> given) {
    TEMPLATE
        .section("Parameters")
        .forEach(
            (name, declaration) ->
                parameters.put(
                    name, String.valueOf(Template.asMap(declaration).getOrDefault("Default", ""))));
    parameters.putAll(
        Map.of(
            "EnvironmentSuffix", "production",
            "ReplicaRegion", "eu-west-1",
            "TableIsDeployed", "true",
            "RetainData", "true",
            "Archive", "governance",
            "AlarmEmail", "desk@example.com",
            "EventBusName", BUS));
    parameters.putAll(given);
    this.stack = TEMPLATE.deploy("us-east-1", parameters);
  }

  /** The actions that were called on resources, as {@code action resource}. */
  Set<String> calls() {
    return calls;
  }

  /** The names of all resources of a type. */
  List<String> names(String type, String property) {
    return stack.ofType(type).stream().map(made -> String.valueOf(made.get(property))).toList();
  }

  private static String arn(String service, String resource) {
    return "arn:aws:%s:us-east-1:%s:%s".formatted(service, ResolvedStack.ACCOUNT, resource);
  }

  FakeAws services() {
    return new FakeAws()
        .withQuery(this::query)
        .withRest(this::rest)
        .with("AmazonSSM", this::ssm)
        .with("AWSEvents", this::events)
        .with("AmazonSQS", this::queues)
        .with("TrentService", this::kms)
        .with("DynamoDB_20120810", this::table);
  }

  /** Notes a call and fails it, if the test says so. */
  private Optional<Answer> called(String action, String resource) {
    calls.add(action + " " + resource);
    if (refused.contains(action)) {
      return Optional.of(Answer.error(400, "AccessDeniedException", "not authorized"));
    }
    return broken.contains(action)
        ? Optional.of(Answer.error(400, "InternalFailure", "out of order"))
        : Optional.empty();
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  // --- The services with the query protocol

  private String query(String action, Map<String, String> form) {
    boolean ofTopic = action.equals("ListSubscriptionsByTopic");
    String resource =
        ofTopic
            ? form.getOrDefault("TopicArn", "")
            : arn("cloudformation", "stack/" + STACK + "/1");
    called((ofTopic ? "sns:" : "cloudformation:") + action, resource)
        .ifPresent(
            error -> {
              throw new RefusedException(error.body().path("__type").asText(), "not authorized");
            });
    if (!ofTopic && !form.getOrDefault("StackName", "").equals(STACK)) {
      throw new RefusedException("ValidationError", "Stack with id x does not exist");
    }
    return switch (action) {
      case "DescribeStacks" -> "<Stacks><member>" + described() + "</member></Stacks>";
      case "ListStackResources" ->
          "<StackResourceSummaries>" + resources() + "</StackResourceSummaries>";
      case "ListSubscriptionsByTopic" ->
          "<Subscriptions>"
              + (subscription.isEmpty()
                  ? ""
                  : "<member><SubscriptionArn>%s</SubscriptionArn><Endpoint>desk@example.com</Endpoint></member>"
                      .formatted(subscription))
              + "</Subscriptions>";
      default -> throw new RefusedException("InvalidAction", action);
    };
  }

  private String described() {
    StringBuilder xml = new StringBuilder();
    xml.append("<StackId>")
        .append(arn("cloudformation", "stack/" + STACK + "/1"))
        .append("</StackId><StackName>" + STACK + "</StackName><StackStatus>")
        .append(stackStatus)
        .append("</StackStatus><Parameters>");
    parameters.forEach(
        (name, value) ->
            xml.append(
                "<member><ParameterKey>%s</ParameterKey><ParameterValue>%s</ParameterValue></member>"
                    .formatted(name, value)));
    return xml.append(
            "</Parameters><Outputs><member><OutputKey>TradeTableName</OutputKey>"
                + "<OutputValue>trade-records-production</OutputValue></member></Outputs>")
        .toString();
  }

  private String resources() {
    StringBuilder xml = new StringBuilder();
    stack
        .resources()
        .values()
        .forEach(
            made ->
                xml.append(
                    "<member><LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType><PhysicalResourceId>%s</PhysicalResourceId></member>"
                        .formatted(
                            made.id(),
                            made.type()
                                .replace("AWS::Serverless::Function", "AWS::Lambda::Function"),
                            physical(made))));
    return xml.toString();
  }

  private static String physical(Resource made) {
    return switch (made.type()) {
      case "AWS::SQS::Queue" ->
          "https://sqs.us-east-1.amazonaws.com/111122223333/" + made.get("QueueName");
      case "AWS::SNS::Topic" -> arn("sns", String.valueOf(made.get("TopicName")));
      case "AWS::Events::Rule" -> BUS + "|" + made.get("Name");
      case "AWS::Serverless::Function" -> String.valueOf(made.get("FunctionName"));
      case "AWS::Lambda::EventSourceMapping" -> UUID;
      case "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm" ->
          String.valueOf(made.get("AlarmName"));
      case "AWS::S3::Bucket" -> String.valueOf(made.get("BucketName"));
      case "AWS::KMS::Key" -> KEY;
      default -> made.id();
    };
  }

  // --- The services with the JSON protocol

  private Answer ssm(String operation, JsonNode request) {
    String path = request.path("Path").asText();
    return called("ssm:" + operation, arn("ssm", "parameter" + path.replaceAll("/$", "")))
        .orElseGet(
            () -> {
              ObjectNode answer = json();
              ArrayNode values = answer.putArray("Parameters");
              settings.forEach(
                  (name, value) -> values.addObject().put("Name", path + name).put("Value", value));
              return Answer.ok(answer);
            });
  }

  private Answer events(String operation, JsonNode request) {
    String name = request.path("Name").asText();
    if (!request.path("EventBusName").asText().equals(BUS)) {
      return Answer.error(400, "ResourceNotFoundException", name);
    }
    return called("events:" + operation, arn("events", "rule/" + BUS + "/" + name))
        .orElseGet(
            () -> {
              boolean enabled =
                  stack.ofType("AWS::Events::Rule").stream()
                      .filter(rule -> name.equals(rule.get("Name")))
                      .anyMatch(rule -> "ENABLED".equals(rule.find("State").orElse("ENABLED")));
              return gone.contains(name)
                  ? Answer.error(400, "ResourceNotFoundException", name)
                  : Answer.ok(
                      json()
                          .put(
                              "State",
                              enabled != flippedRules.contains(name) ? "ENABLED" : "DISABLED"));
            });
  }

  private Answer queues(String operation, JsonNode request) {
    String name = request.path("QueueUrl").asText().replaceAll("^.*/", "");
    return called("sqs:" + operation, arn("sqs", name))
        .orElseGet(
            () ->
                gone.contains(name)
                    ? Answer.error(400, "com.amazonaws.sqs#QueueDoesNotExist", name)
                    : Answer.ok(
                        json()
                            .set(
                                "Attributes",
                                json()
                                    .put(
                                        "ApproximateNumberOfMessages",
                                        Integer.toString(letters.getOrDefault(name, 0)))
                                    .put("ApproximateNumberOfMessagesNotVisible", "0"))));
  }

  private Answer kms(String operation, JsonNode request) {
    return called("kms:" + operation, arn("kms", "key/" + request.path("KeyId").asText()))
        .orElseGet(
            () ->
                Answer.ok(
                    json().set("KeyMetadata", json().put("KeyId", KEY).put("KeyState", keyState))));
  }

  private Answer table(String operation, JsonNode request) {
    boolean ofAccount = operation.equals("DescribeLimits");
    return called(
            "dynamodb:" + operation,
            ofAccount ? "*" : arn("dynamodb", "table/" + request.path("TableName").asText()))
        .orElseGet(
            () ->
                Answer.ok(
                    switch (operation) {
                      case "DescribeLimits" -> json().put("TableMaxWriteCapacityUnits", 40_000);
                      case "DescribeContinuousBackups" ->
                          json()
                              .set(
                                  "ContinuousBackupsDescription",
                                  json()
                                      .set(
                                          "PointInTimeRecoveryDescription",
                                          json().put("PointInTimeRecoveryStatus", recovery)));
                      case "DescribeTable" -> described(request.path("TableName").asText());
                      default -> throw new AssertionError(operation);
                    }));
  }

  private JsonNode described(String name) {
    ObjectNode table =
        json()
            .put("TableName", name)
            .put("TableStatus", tableStatus)
            .put("DeletionProtectionEnabled", isProtected);
    table.set("StreamSpecification", json().put("StreamEnabled", true));
    table
        .putArray("GlobalSecondaryIndexes")
        .addObject()
        .put("IndexName", "SourceSystemIndex")
        .put("IndexStatus", "ACTIVE");
    ArrayNode replicas = table.putArray("Replicas");
    if (replicaStatus != null) {
      replicas.addObject().put("RegionName", "eu-west-1").put("ReplicaStatus", replicaStatus);
    }
    return json().set("Table", table);
  }

  // --- Lambda, S3 and CloudWatch

  private Reply rest(String method, String path, String body) {
    if (path.startsWith("/service/")) {
      return cloudWatch(path.replaceAll("^.*/operation/", ""));
    }
    Matcher invocation = INVOCATION.matcher(path);
    if (invocation.matches()) {
      return asked("lambda:InvokeFunction", arn("lambda", "function:" + invocation.group(1)))
          .orElseGet(() -> invoked(invocation.group(1), body));
    }
    Matcher function = FUNCTION.matcher(path);
    if (function.matches()) {
      return function(function.group(1), function.group(2));
    }
    if (path.contains("/event-source-mappings/")) {
      return asked("lambda:GetEventSourceMapping", arn("lambda", "event-source-mapping:" + UUID))
          .orElseGet(() -> Reply.ok(json().put("UUID", UUID).put("State", mapping).toString()));
    }
    if (path.contains("/account-settings")) {
      return asked("lambda:GetAccountSettings", "*")
          .orElseGet(
              () ->
                  Reply.ok(
                      json()
                          .set("AccountLimit", json().put("ConcurrentExecutions", concurrency))
                          .toString()));
    }
    if (path.contains("object-lock")) {
      return asked("s3:GetBucketObjectLockConfiguration", "arn:aws:s3:::" + bucket())
          .orElseGet(
              () ->
                  Reply.ok(
                      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                          + (lockMode.isEmpty()
                              ? ""
                              : "<Rule><DefaultRetention><Mode>%s</Mode><Years>7</Years></DefaultRetention></Rule>"
                                  .formatted(lockMode))
                          + "</ObjectLockConfiguration>"));
    }
    throw new AssertionError(method + " " + path);
  }

  private String bucket() {
    return String.valueOf(stack.resource("RecordArchiveBucket").get("BucketName"));
  }

  private Optional<Reply> asked(String action, String resource) {
    boolean ofS3 = action.startsWith("s3:");
    return called(action, resource)
        .map(
            error ->
                refused.contains(action)
                    ? Reply.error(
                        403, ofS3 ? "AccessDenied" : "AccessDeniedException", "not authorized")
                    : Reply.error(400, "InvalidRequest", "out of order"));
  }

  /** The functions themselves answer, except one that the test breaks. */
  private Reply invoked(String name, String body) {
    if (name.equals(failing)) {
      return new Reply(
          200,
          Map.of("X-Amz-Function-Error", "Unhandled"),
          SdkBytes.fromUtf8String("{\"errorMessage\":\"no such table\"}"));
    }
    if (name.equals(careless)) {
      return Reply.ok("{\"valid\":true}");
    }
    FunctionRuntime runtime = FunctionRuntime.local(Clock.systemUTC(), SILENT);
    return switch (name) {
      case "trade-validator-production" ->
          handled(new ValidateTradeHandler(Settings::defaults, runtime), body);
      case "metadata-enricher-production" ->
          handled(
              new EnrichTradeHandler(
                  Settings::defaults,
                  (_, _) -> {
                    throw new AssertionError("there is no endpoint");
                  },
                  runtime),
              body);
      default -> {
        tried.add(Project.parse(body));
        yield handled(new RecordComplianceHandler(() -> store, runtime), body);
      }
    };
  }

  private static Reply handled(RequestStreamHandler handler, String body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)),
          out,
          new TestContext().withFunctionVersion("7").withRemaining(Duration.ofSeconds(20)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Reply.ok(out.toString(StandardCharsets.UTF_8));
  }

  private Reply function(String name, String what) {
    String action =
        switch (what) {
          case "aliases/live" -> "GetAlias";
          case "configuration" -> "GetFunctionConfiguration";
          case "concurrency" -> "GetFunctionConcurrency";
          default -> "ListVersionsByFunction";
        };
    return asked("lambda:" + action, arn("lambda", "function:" + name))
        .orElseGet(
            () ->
                gone.contains(name)
                    ? Reply.error(404, "ResourceNotFoundException", "Function not found")
                    : Reply.ok(function(what).toString()));
  }

  private JsonNode function(String what) {
    return switch (what) {
      case "aliases/live" -> json().put("Name", "live").put("FunctionVersion", liveVersion);
      case "configuration" ->
          json()
              .put("State", functionState)
              .set("SnapStart", json().put("OptimizationStatus", "On"));
      case "concurrency" ->
          reserved < 0 ? json() : json().put("ReservedConcurrentExecutions", reserved);
      default -> {
        ObjectNode answer = json();
        ArrayNode versions = answer.putArray("Versions");
        for (String version : List.of("$LATEST", "6", "7")) {
          versions.addObject().put("Version", version);
        }
        yield answer;
      }
    };
  }

  private Reply cloudWatch(String operation) {
    Optional<Answer> error = called("cloudwatch:" + operation, "*");
    if (error.isPresent()) {
      return Reply.cborError(400, error.get().body().path("__type").asText(), "not authorized");
    }
    ObjectNode answer = json();
    if (operation.equals("GetMetricData")) {
      ObjectNode result = answer.putArray("MetricDataResults").addObject().put("Id", "quota");
      ArrayNode values = result.putArray("Values");
      if (refillRate > 0) {
        values.add(refillRate);
      }
      return Reply.cbor(answer);
    }
    alarms("AWS::CloudWatch::Alarm", answer.putArray("MetricAlarms"));
    alarms("AWS::CloudWatch::CompositeAlarm", answer.putArray("CompositeAlarms"));
    return Reply.cbor(answer);
  }

  /** A rule with the ARNs of the alarms in place of the placeholders. */
  private String named(String rule) {
    return Pattern.compile("\\$\\{(\\w+)\\.Arn}")
        .matcher(rule)
        .replaceAll(
            alarm -> arn("cloudwatch", "alarm:" + stack.resource(alarm.group(1)).get("AlarmName")));
  }

  private void alarms(String type, ArrayNode alarms) {
    for (Resource made : stack.ofType(type)) {
      String name = String.valueOf(made.get("AlarmName"));
      if (!gone.contains(name)) {
        ObjectNode alarm =
            alarms
                .addObject()
                .put("AlarmName", name)
                .put(
                    "ActionsEnabled",
                    !silenced.contains(name)
                        && !Boolean.FALSE.equals(made.find("ActionsEnabled").orElse(true)))
                .put("StateValue", ringing.contains(name) ? "ALARM" : "OK");
        made.find("AlarmRule")
            .ifPresent(rule -> alarm.put("AlarmRule", named(String.valueOf(rule))));
        ArrayNode actions = alarm.putArray("AlarmActions");
        if (!withoutActions.contains(name) && made.find("AlarmActions").isPresent()) {
          actions.add(arn("sns", "trade-processing-alarms-production"));
        }
      }
    }
  }
}
