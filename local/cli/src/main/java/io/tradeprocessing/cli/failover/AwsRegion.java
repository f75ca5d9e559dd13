package io.tradeprocessing.cli.failover;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.aws.DeployedStack;
import io.tradeprocessing.cli.aws.QueueDepth;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.RegionState.Archive;
import io.tradeprocessing.cli.failover.RegionState.Intake;
import io.tradeprocessing.cli.failover.RegionState.Records;
import io.tradeprocessing.cli.failover.RegionState.Replay;
import io.tradeprocessing.cli.failover.RegionState.Work;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** A Region on AWS: its stack, and the services whose names follow from the environment's. */
public final class AwsRegion implements RegionAccess, AutoCloseable {

  /** The rules of the sources and of operations, by their logical IDs in the template. */
  private static final Map<String, String> RULES =
      Map.of(
          "SourceSystem1Rule", "trade-processing-system1-",
          "SourceSystem2Rule", "trade-processing-system2-",
          "SourceSystem3Rule", "trade-processing-system3-",
          "OperationsRule", "trade-processing-operations-");

  private static final List<String> QUEUES =
      List.of(
          "trade-validator-dlq-",
          "metadata-enricher-dlq-",
          "compliance-recorder-dlq-",
          "outcome-dlq-",
          "eventbridge-dlq-",
          "forward-dlq-");

  private static final String INTAKE = "Intake";

  /** Its actions follow the intake: where no events are taken, every source is silent. */
  private static final String SILENCE = "SilenceAlarm";

  private static final int EXECUTIONS_PAGE = 1_000;

  /** Executions are counted up to 10,000. */
  private static final int MOST_PAGES = 10;

  private static final int SERVER_ERROR = 500;

  private static final Duration CHANGE_SET_POLL = Duration.ofSeconds(2);
  private static final Duration CHANGE_SET_LIMIT = Duration.ofMinutes(5);

  private final String region;
  private final String environment;
  private final String stackName;
  private final Clients clients;

  /**
   * The clients of one Region.
   *
   * @param region its name
   */
  record Clients(
      String region,
      CloudFormationClient cloudFormation,
      EventBridgeClient events,
      SfnClient stepFunctions,
      SqsClient queues,
      DynamoDbClient dynamoDb)
      implements AutoCloseable {

    static Clients of(AwsAccess aws, String region) {
      return new Clients(
          region,
          aws.client(CloudFormationClient::builder, region),
          aws.client(EventBridgeClient::builder, region),
          aws.client(SfnClient::builder, region),
          aws.client(SqsClient::builder, region),
          aws.client(DynamoDbClient::builder, region));
    }

    @Override
    public void close() {
      cloudFormation.close();
      events.close();
      stepFunctions.close();
      queues.close();
      dynamoDb.close();
    }
  }

  private AwsRegion(String region, String environment, String stackName, Clients clients) {
    this.region = region;
    this.environment = environment;
    this.stackName = stackName;
    this.clients = clients;
  }

  /**
   * Both Regions of an environment, found by the stack in one of them.
   *
   * @param environment the stacks' EnvironmentSuffix
   * @param stackName name of both stacks
   * @throws UserError if there is no such stack, or it has no second Region
   */
  public static Regions<AwsRegion> both(AwsAccess aws, String environment, String stackName) {
    return both(environment, stackName, aws.regionName(), name -> Clients.of(aws, name));
  }

  static Regions<AwsRegion> both(
      String environment, String stackName, String here, Function<String, Clients> clients) {
    AwsRegion one = new AwsRegion(here, environment, stackName, clients.apply(here));
    try {
      DeployedStack stack = one.stack();
      String there =
          stack.parameter(role(stack) == Role.PRIMARY ? "ReplicaRegion" : "PrimaryRegion");
      if (there.equals("none")) {
        throw new UserError(
            "the stack "
                + stackName
                + " in "
                + here
                + " has no second Region: deploy a standby first (docs/deployment.md)");
      }
      AwsRegion other = new AwsRegion(there, environment, stackName, clients.apply(there));
      return role(stack) == Role.PRIMARY ? new Regions<>(one, other) : new Regions<>(other, one);
    } catch (RegionUnreachableException e) {
      one.close();
      throw new UserError(e.getMessage() + ": give the other Region as --region", e);
    } catch (UserError e) {
      one.close();
      throw e;
    }
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public void close() {
    clients.close();
  }

  @Override
  public TableReader table() {
    return table(stack());
  }

  private TableReader table(DeployedStack stack) {
    int slot = stack.number("RegionSlot");
    return new TableReader(
        new TradeStore(
            clients.dynamoDb(),
            stack.output("TradeTableName"),
            Backoff.standard(new SecureRandom()),
            new Region(region, slot),
            false),
        Math.max(1, slot) + 1);
  }

  @Override
  public RegionState state() {
    DeployedStack stack = stack();
    TableReader table = table(stack);
    String otherRegion =
        stack.parameter(role(stack) == Role.PRIMARY ? "ReplicaRegion" : "PrimaryRegion");
    return new RegionState(
        region,
        role(stack),
        stack.number("RegionSlot"),
        new Intake(stack.status(), stack.parameter(INTAKE), rules(stack), changedAt(stack)),
        work(stack),
        ask(
            "DynamoDB",
            () -> new Records(table.last(), table.probes(List.of(region, otherRegion)))),
        archive(),
        replays(stack));
  }

  private DeployedStack stack() {
    return ask("CloudFormation", () -> DeployedStack.read(clients.cloudFormation(), stackName));
  }

  private static Role role(DeployedStack stack) {
    return Role.of(stack.parameter("Role")).orElseThrow();
  }

  private SortedMap<String, Boolean> rules(DeployedStack stack) {
    SortedMap<String, Boolean> rules = new TreeMap<>();
    for (String prefix : RULES.values()) {
      String name = prefix + environment;
      rules.put(
          name,
          ask(
              "EventBridge",
              () ->
                  clients
                          .events()
                          .describeRule(
                              request ->
                                  request.name(name).eventBusName(stack.parameter("EventBusName")))
                          .state()
                      == RuleState.ENABLED));
    }
    return rules;
  }

  private Instant changedAt(DeployedStack stack) {
    return RULES.keySet().stream()
        .map(
            rule ->
                ask(
                    "CloudFormation",
                    () ->
                        clients
                            .cloudFormation()
                            .describeStackResource(
                                request -> request.stackName(stack.name()).logicalResourceId(rule))
                            .stackResourceDetail()
                            .lastUpdatedTimestamp()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private Work work(DeployedStack stack) {
    Duration age = Duration.ofSeconds(stack.number("EventMaximumAge"));
    if (stack.parameter("WorkflowType").equals("EXPRESS")) {
      return new Work(Optional.empty(), Optional.empty(), queues(), age);
    }
    List<ExecutionListItem> running =
        ask(
            "Step Functions",
            () ->
                clients
                    .stepFunctions()
                    .listExecutionsPaginator(
                        request ->
                            request
                                .stateMachineArn(stack.output("StateMachineArn"))
                                .statusFilter(ExecutionStatus.RUNNING)
                                .maxResults(EXECUTIONS_PAGE))
                    .stream()
                    .limit(MOST_PAGES)
                    .flatMap(page -> page.executions().stream())
                    .toList());
    return new Work(
        Optional.of((long) running.size()),
        running.stream().map(ExecutionListItem::startDate).min(Comparator.naturalOrder()),
        queues(),
        age);
  }

  private SortedMap<String, Long> queues() {
    SortedMap<String, Long> queues = new TreeMap<>();
    for (String prefix : QUEUES) {
      String name = prefix + environment;
      ask(
          "SQS",
          () -> {
            try {
              String url =
                  clients.queues().getQueueUrl(request -> request.queueName(name)).queueUrl();
              queues.put(name, QueueDepth.of(clients.queues(), url));
            } catch (QueueDoesNotExistException e) {
              // The stack has none.
            }
            return name;
          });
    }
    return queues;
  }

  private String archiveName() {
    return "trade-events-" + environment;
  }

  private Optional<Archive> archive() {
    return ask(
        "EventBridge",
        () -> {
          try {
            DescribeArchiveResponse archive =
                clients.events().describeArchive(request -> request.archiveName(archiveName()));
            return Optional.of(
                new Archive(
                    archive.creationTime(),
                    archive.retentionDays(),
                    Optional.ofNullable(archive.sizeBytes()).orElse(0L)));
          } catch (ResourceNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private String archiveArn(DeployedStack stack) {
    return stack.arn("events", "archive/" + archiveName());
  }

  private List<Replay> replays(DeployedStack stack) {
    return ask(
        "EventBridge",
        () -> {
          List<Replay> replays = new ArrayList<>();
          @Nullable String next = null;
          do {
            String token = next;
            ListReplaysResponse page =
                clients
                    .events()
                    .listReplays(
                        request ->
                            request
                                .namePrefix(Plan.REPLAY_PREFIX + environment + "-")
                                .eventSourceArn(archiveArn(stack))
                                .nextToken(token));
            page.replays().forEach(replay -> replays.add(replay(replay)));
            next = page.nextToken();
          } while (next != null);
          return replays;
        });
  }

  private static Replay replay(software.amazon.awssdk.services.eventbridge.model.Replay replay) {
    return new Replay(
        replay.replayName(),
        switch (replay.state()) {
          case COMPLETED -> Replay.State.COMPLETED;
          case CANCELLED, CANCELLING, FAILED -> Replay.State.FAILED;
          case STARTING, RUNNING, UNKNOWN_TO_SDK_VERSION -> Replay.State.RUNNING;
        },
        replay.eventStartTime(),
        replay.eventEndTime(),
        Optional.ofNullable(replay.eventLastReplayedTime()),
        Optional.ofNullable(replay.replayEndTime()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>By a change set, which is only executed if nothing but the rules would change: SAM's
   * transform runs again, and could otherwise bring something else with it.
   */
  @Override
  public void updateIntake(String value) {
    DeployedStack stack = stack();
    String name = "failover-" + value + "-" + UUID.randomUUID();
    CloudFormationClient cloudFormation = clients.cloudFormation();
    ask(
        "CloudFormation",
        () ->
            cloudFormation.createChangeSet(
                request ->
                    request
                        .stackName(stack.name())
                        .changeSetName(name)
                        .changeSetType(ChangeSetType.UPDATE)
                        .description("Intake=" + value + ", by trades failover")
                        .usePreviousTemplate(true)
                        .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                        .parameters(
                            stack.parameters().keySet().stream()
                                .sorted()
                                .map(key -> parameter(key, value))
                                .toList())));
    List<Change> changes = changes(stack, name);
    List<String> unexpected =
        changes.stream()
            .map(Change::resourceChange)
            .filter(change -> !isExpected(change))
            .map(change -> change.actionAsString() + " " + change.logicalResourceId())
            .toList();
    if (!unexpected.isEmpty()) {
      ask(
          "CloudFormation",
          () ->
              cloudFormation.deleteChangeSet(
                  request -> request.stackName(stack.name()).changeSetName(name)));
      throw new UserError(
          "updating Intake in "
              + region
              + " would also change other resources ("
              + String.join(", ", unexpected)
              + "), so it was not done: enable or disable the three rules by 'aws events"
              + " enable-rule' or 'disable-rule', and deploy the stack later");
    }
    ask(
        "CloudFormation",
        () ->
            cloudFormation.executeChangeSet(
                request -> request.stackName(stack.name()).changeSetName(name)));
  }

  private static Parameter parameter(String key, String intake) {
    Parameter.Builder parameter = Parameter.builder().parameterKey(key);
    return key.equals(INTAKE)
        ? parameter.parameterValue(intake).build()
        : parameter.usePreviousValue(true).build();
  }

  private List<Change> changes(DeployedStack stack, String name) {
    List<Change> changes = new ArrayList<>();
    Instant end = Instant.now().plus(CHANGE_SET_LIMIT);
    @Nullable String next = null;
    while (true) {
      String token = next;
      DescribeChangeSetResponse page =
          ask(
              "CloudFormation",
              () ->
                  clients
                      .cloudFormation()
                      .describeChangeSet(
                          request ->
                              request
                                  .stackName(stack.name())
                                  .changeSetName(name)
                                  .nextToken(token)));
      switch (page.status()) {
        case CREATE_PENDING, CREATE_IN_PROGRESS -> {
          if (Instant.now().isAfter(end)) {
            throw midway("CloudFormation did not make the change set " + name + " in time");
          }
          sleep();
        }
        case CREATE_COMPLETE -> {
          changes.addAll(page.changes());
          next = page.nextToken();
          if (next == null) {
            return changes;
          }
        }
        default ->
            throw midway(
                "CloudFormation refused the change set " + name + ": " + page.statusReason());
      }
    }
  }

  /** A dependent may be listed because it refers to a rule; its values stay what they are. */
  private static boolean isExpected(ResourceChange change) {
    if (change.action() != ChangeAction.MODIFY || change.replacement() == Replacement.TRUE) {
      return false;
    }
    return RULES.containsKey(change.logicalResourceId())
        || change.logicalResourceId().equals(SILENCE)
        || (!change.details().isEmpty()
            && change.details().stream()
                .allMatch(detail -> detail.evaluation() == EvaluationType.DYNAMIC));
  }

  private static UserError midway(String message) {
    return UserError.midway(message, new IllegalStateException(message));
  }

  private static void sleep() {
    try {
      Thread.sleep(CHANGE_SET_POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.midway("interrupted", e);
    }
  }

  @Override
  public void setRule(String name, boolean enabled) {
    String bus = stack().parameter("EventBusName");
    ask(
        "EventBridge",
        () ->
            enabled
                ? clients.events().enableRule(request -> request.name(name).eventBusName(bus))
                : clients.events().disableRule(request -> request.name(name).eventBusName(bus)));
  }

  @Override
  public void startReplay(String name, Instant from, Instant to) {
    DeployedStack stack = stack();
    String bus = stack.parameter("EventBusName");
    List<String> rules =
        RULES.values().stream()
            .sorted()
            .map(
                prefix ->
                    stack.arn(
                        "events",
                        "rule/" + (bus.equals("default") ? "" : bus + "/") + prefix + environment))
            .toList();
    ask(
        "EventBridge",
        () ->
            clients
                .events()
                .startReplay(
                    request ->
                        request
                            .replayName(name)
                            .description("By trades failover")
                            .eventSourceArn(archiveArn(stack))
                            .eventStartTime(from)
                            .eventEndTime(to)
                            .destination(
                                destination ->
                                    destination
                                        .arn(stack.arn("events", "event-bus/" + bus))
                                        .filterArns(rules))));
  }

  private <T> T ask(String service, Supplier<T> question) {
    try {
      return question.get();
    } catch (StoreUnavailableException e) {
      throw new RegionUnreachableException(unreachable(service, e.getMessage()), e);
    } catch (StoreMisconfiguredException e) {
      throw UserError.midway(service + " in " + region + " refused: " + e.getMessage(), e);
    } catch (SdkException e) {
      if (e instanceof AwsServiceException refused && refused.statusCode() < SERVER_ERROR) {
        throw UserError.midway(service + " in " + region + " refused: " + AwsAccess.problem(e), e);
      }
      throw new RegionUnreachableException(unreachable(service, AwsAccess.problem(e)), e);
    }
  }

  private String unreachable(String service, @Nullable String problem) {
    return service + " in " + region + " does not answer: " + problem;
  }
}
