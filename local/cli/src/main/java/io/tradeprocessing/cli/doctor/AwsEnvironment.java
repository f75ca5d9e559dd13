package io.tradeprocessing.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.aws.DeployedStack;
import io.tradeprocessing.cli.aws.DeployedStack.Resource;
import io.tradeprocessing.cli.aws.QueueDepth;
import io.tradeprocessing.cli.doctor.Alarms.Alarm;
import io.tradeprocessing.cli.doctor.Answer.Known;
import io.tradeprocessing.cli.doctor.Answer.Missing;
import io.tradeprocessing.cli.doctor.Answer.Refused;
import io.tradeprocessing.cli.doctor.Answer.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Reads what a stack made, in one Region. Nothing is changed. */
final class AwsEnvironment implements AutoCloseable {

  private static final String ALIAS = "live";
  private static final int NOT_FOUND = 404;

  /** Codes by which the services say that the caller may not ask. */
  private static final Pattern REFUSED =
      Pattern.compile("^(AccessDenied|AuthorizationError|NotAuthorized|UnauthorizedOperation)");

  /** And that something does not exist, where that is not the status; a stack's is a message. */
  private static final Pattern MISSING =
      Pattern.compile("^[A-Za-z.]*(NotFound|NonExistent|DoesNotExist)|does not exist$");

  private static final int ALARMS_PAGE = 100;
  private static final int MINUTE_SECONDS = 60;

  private final CloudFormationClient cloudFormation;
  private final CloudWatchClient cloudWatch;
  private final DynamoDbClient dynamoDb;
  private final EventBridgeClient events;
  private final KmsClient kms;
  private final LambdaClient lambda;
  private final S3Client s3;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final SsmClient ssm;

  AwsEnvironment(AwsAccess aws) {
    this.cloudFormation = aws.client(CloudFormationClient::builder);
    this.cloudWatch = aws.client(CloudWatchClient::builder);
    this.dynamoDb = aws.client(DynamoDbClient::builder);
    this.events = aws.client(EventBridgeClient::builder);
    this.kms = aws.client(KmsClient::builder);
    this.lambda = aws.client(LambdaClient::builder);
    this.s3 = aws.s3();
    this.sns = aws.client(SnsClient::builder);
    this.sqs = aws.client(SqsClient::builder);
    this.ssm = aws.client(SsmClient::builder);
  }

  @Override
  public void close() {
    for (AutoCloseable client :
        List.of(cloudFormation, cloudWatch, dynamoDb, events, kms, lambda, s3, sns, sqs, ssm)) {
      try {
        client.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Answer<DeployedStack> stack(String name) {
    return ask("cloudformation:DescribeStacks", () -> DeployedStack.read(cloudFormation, name));
  }

  Answer<List<Resource>> resources(DeployedStack stack) {
    return ask("cloudformation:ListStackResources", () -> stack.resources(cloudFormation));
  }

  /** The settings of an environment, by name below the path. */
  Answer<Map<String, String>> settings(String path) {
    return ask(
        "ssm:GetParametersByPath",
        () ->
            ssm.getParametersByPathPaginator(request -> request.path(path)).stream()
                .flatMap(page -> page.parameters().stream())
                .collect(
                    Collectors.toMap(
                        parameter -> parameter.name().substring(path.length()),
                        parameter -> parameter.value())));
  }

  Answer<Alarms> alarms(List<Resource> made) {
    return ask(
        "cloudwatch:DescribeAlarms",
        () -> {
          Map<String, Alarm> alarms = new HashMap<>();
          List<String> names = made.stream().map(Resource::physicalId).toList();
          for (int from = 0; from < names.size(); from += ALARMS_PAGE) {
            List<String> page = names.subList(from, Math.min(names.size(), from + ALARMS_PAGE));
            cloudWatch
                .describeAlarmsPaginator(
                    request ->
                        request
                            .alarmNames(page)
                            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
                .forEach(found -> add(found, alarms));
          }
          return new Alarms(alarms);
        });
  }

  private static void add(DescribeAlarmsResponse page, Map<String, Alarm> alarms) {
    page.metricAlarms()
        .forEach(
            alarm ->
                alarms.put(
                    alarm.alarmName(),
                    new Alarm(
                        !alarm.alarmActions().isEmpty(),
                        alarm.actionsEnabled(),
                        alarm.stateValue() == StateValue.ALARM,
                        Optional.empty())));
    page.compositeAlarms()
        .forEach(
            alarm ->
                alarms.put(
                    alarm.alarmName(),
                    new Alarm(
                        !alarm.alarmActions().isEmpty(),
                        alarm.actionsEnabled(),
                        alarm.stateValue() == StateValue.ALARM,
                        Optional.of(alarm.alarmRule()))));
  }

  Answer<Subscribers> subscribers(String topic) {
    return ask(
        "sns:ListSubscriptionsByTopic",
        () -> {
          List<Subscription> all =
              sns
                  .listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
                  .subscriptions()
                  .stream()
                  .toList();
          List<String> pending =
              all.stream()
                  .filter(subscription -> !subscription.subscriptionArn().startsWith("arn:"))
                  .map(Subscription::endpoint)
                  .toList();
          return new Subscribers(all.size() - pending.size(), pending);
        });
  }

  Answer<Table> table(String name) {
    return ask(
        "dynamodb:DescribeTable",
        () -> {
          TableDescription table =
              dynamoDb.describeTable(request -> request.tableName(name)).table();
          return new Table(
              table.tableStatusAsString(),
              table.globalSecondaryIndexes().stream()
                  .collect(
                      Collectors.toMap(
                          GlobalSecondaryIndexDescription::indexName,
                          GlobalSecondaryIndexDescription::indexStatusAsString)),
              table.replicas().stream()
                  .collect(
                      Collectors.toMap(
                          ReplicaDescription::regionName,
                          ReplicaDescription::replicaStatusAsString)),
              Boolean.TRUE.equals(table.deletionProtectionEnabled()),
              table.streamSpecification() != null
                  && Boolean.TRUE.equals(table.streamSpecification().streamEnabled()));
        });
  }

  /** Whether the table has point-in-time recovery. */
  Answer<Boolean> recovery(String table) {
    return ask(
        "dynamodb:DescribeContinuousBackups",
        () ->
            dynamoDb
                    .describeContinuousBackups(request -> request.tableName(table))
                    .continuousBackupsDescription()
                    .pointInTimeRecoveryDescription()
                    .pointInTimeRecoveryStatus()
                == PointInTimeRecoveryStatus.ENABLED);
  }

  Answer<Archive.Lock> lock(String bucket) {
    return ask(
        "s3:GetBucketObjectLockConfiguration",
        () -> {
          Optional<DefaultRetention> retention =
              Optional.ofNullable(
                      s3.getObjectLockConfiguration(request -> request.bucket(bucket))
                          .objectLockConfiguration())
                  .map(ObjectLockConfiguration::rule)
                  .map(ObjectLockRule::defaultRetention);
          return new Archive.Lock(
              retention.map(DefaultRetention::modeAsString).orElse(""),
              retention.map(DefaultRetention::years).orElse(0));
        });
  }

  Answer<Archive.Source> eventSource(String uuid) {
    return ask(
        "lambda:GetEventSourceMapping",
        () -> {
          var mapping = lambda.getEventSourceMapping(request -> request.uuid(uuid));
          return new Archive.Source(
              mapping.state(), Optional.ofNullable(mapping.lastProcessingResult()).orElse(""));
        });
  }

  /** The state of a key. */
  Answer<String> key(String id) {
    return ask(
        "kms:DescribeKey",
        () -> kms.describeKey(request -> request.keyId(id)).keyMetadata().keyStateAsString());
  }

  /** Whether a rule is enabled. */
  Answer<Boolean> rule(String name, String bus) {
    return ask(
        "events:DescribeRule",
        () ->
            events.describeRule(request -> request.name(name).eventBusName(bus)).state()
                == RuleState.ENABLED);
  }

  /** How many messages are in a queue, hidden ones included. */
  Answer<Long> messages(String url) {
    return ask("sqs:GetQueueAttributes", () -> QueueDepth.of(sqs, url));
  }

  Answer<LiveFunction> function(String name) {
    return switch (alias(name)) {
      case Known<GetAliasResponse>(GetAliasResponse alias) -> function(name, alias);
      case Missing<GetAliasResponse>() -> new Missing<>();
      case Refused<GetAliasResponse>(String action) -> new Refused<>(action);
      case Unanswered<GetAliasResponse>(String action, String problem) ->
          new Unanswered<>(action, problem);
    };
  }

  private Answer<GetAliasResponse> alias(String function) {
    return ask(
        "lambda:GetAlias",
        () -> lambda.getAlias(request -> request.functionName(function).name(ALIAS)));
  }

  private Answer<LiveFunction> function(String name, GetAliasResponse alias) {
    String version = alias.functionVersion();
    List<String> asked = new ArrayList<>();
    return ask(
        asked,
        () -> {
          asked.add("lambda:GetFunctionConfiguration");
          GetFunctionConfigurationResponse live =
              lambda.getFunctionConfiguration(
                  request -> request.functionName(name).qualifier(version));
          asked.add("lambda:ListVersionsByFunction");
          int newest =
              lambda
                  .listVersionsByFunctionPaginator(request -> request.functionName(name))
                  .versions()
                  .stream()
                  .map(FunctionConfiguration::version)
                  .filter(published -> published.matches("[0-9]+"))
                  .mapToInt(Integer::parseInt)
                  .max()
                  .orElse(0);
          asked.add("lambda:GetFunctionConcurrency");
          Optional<Integer> reserved =
              Optional.ofNullable(
                  lambda
                      .getFunctionConcurrency(request -> request.functionName(name))
                      .reservedConcurrentExecutions());
          return new LiveFunction(
              version,
              Integer.toString(newest),
              alias.routingConfig() != null
                  && !alias.routingConfig().additionalVersionWeights().isEmpty(),
              live.stateAsString(),
              live.snapStart() != null
                  && live.snapStart().optimizationStatus() == SnapStartOptimizationStatus.ON,
              reserved.map(OptionalInt::of).orElse(OptionalInt.empty()));
        });
  }

  /** Invokes a version of a function and waits for its answer. */
  Answer<Trial.Result> invoke(String function, String version, JsonNode payload) {
    return ask(
        "lambda:InvokeFunction",
        () -> {
          InvokeResponse response =
              lambda.invoke(
                  request ->
                      request
                          .functionName(function)
                          .qualifier(version)
                          .payload(SdkBytes.fromUtf8String(ExactJson.write(payload))));
          try {
            return new Trial.Result(
                response.functionError() != null,
                ExactJson.read(response.payload().asUtf8String()));
          } catch (JsonProcessingException e) {
            throw SdkClientException.create("the answer is not JSON", e);
          }
        });
  }

  /** How many executions of functions the account may have at the same time. */
  Answer<OptionalDouble> concurrency() {
    return ask(
        "lambda:GetAccountSettings",
        () -> OptionalDouble.of(lambda.getAccountSettings().accountLimit().concurrentExecutions()));
  }

  /** The write units a second that a table of the account may have. */
  Answer<OptionalDouble> writeUnits() {
    return ask(
        "dynamodb:DescribeLimits",
        () -> OptionalDouble.of(dynamoDb.describeLimits().tableMaxWriteCapacityUnits()));
  }

  /** State transitions a second, as Step Functions reports the quota to CloudWatch. */
  Answer<OptionalDouble> transitions() {
    return refillRate("ServiceMetric", "StateTransition");
  }

  /** The same for StartExecution. */
  Answer<OptionalDouble> starts() {
    return refillRate("APIName", "StartExecution");
  }

  private Answer<OptionalDouble> refillRate(String dimension, String value) {
    return latest(
        List.of(
            MetricDataQuery.builder()
                .id("quota")
                .metricStat(
                    stat ->
                        stat.period(MINUTE_SECONDS)
                            .stat("Maximum")
                            .metric(
                                metric ->
                                    metric
                                        .namespace("AWS/States")
                                        .metricName("ProvisionedRefillRate")
                                        .dimensions(dimension(dimension, value))))
                .build()));
  }

  /** Calls of PutEvents a second. */
  Answer<OptionalDouble> putEvents() {
    return latest(
        List.of(
            MetricDataQuery.builder().id("quota").expression("SERVICE_QUOTA(calls)").build(),
            MetricDataQuery.builder()
                .id("calls")
                .returnData(false)
                .metricStat(
                    stat ->
                        stat.period(MINUTE_SECONDS)
                            .stat("Sum")
                            .metric(
                                metric ->
                                    metric
                                        .namespace("AWS/Usage")
                                        .metricName("CallCount")
                                        .dimensions(
                                            dimension("Service", "EventBridge"),
                                            dimension("Type", "API"),
                                            dimension("Resource", "PutEvents"),
                                            dimension("Class", "None"))))
                .build()));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** The newest value of the last day of what the queries return. */
  private Answer<OptionalDouble> latest(List<MetricDataQuery> queries) {
    Instant now = Instant.now();
    return ask(
        "cloudwatch:GetMetricData",
        () ->
            cloudWatch
                .getMetricData(
                    request ->
                        request
                            .startTime(now.minus(Duration.ofDays(1)))
                            .endTime(now)
                            .metricDataQueries(queries))
                .metricDataResults()
                .stream()
                .flatMap(result -> result.values().stream())
                .mapToDouble(Double::doubleValue)
                .findFirst());
  }

  private static <T> Answer<T> ask(String action, Supplier<T> question) {
    return ask(List.of(action), question);
  }

  /**
   * Asks, and finds out what an error means.
   *
   * @param actions the last of which is that of the call
   */
  private static <T> Answer<T> ask(List<String> actions, Supplier<T> question) {
    try {
      return new Known<>(question.get());
    } catch (AwsServiceException e) {
      String problem = AwsAccess.problem(e);
      if (REFUSED.matcher(problem).find()) {
        return new Refused<>(actions.getLast());
      }
      return e.statusCode() == NOT_FOUND || MISSING.matcher(problem).find()
          ? new Missing<>()
          : new Unanswered<>(actions.getLast(), problem);
    } catch (SdkException e) {
      return new Unanswered<>(actions.getLast(), AwsAccess.problem(e));
    }
  }
}
