package io.tradeprocessing.stack;

import static io.tradeprocessing.testkit.template.Template.asList;
import static io.tradeprocessing.testkit.template.Template.asMap;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.stack.DrillTraffic.Sent;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Both stacks in two Regions of LocalStack, and what happens to them: the primary is lost without
 * warning, the intake is switched, the primary is back and gets the intake back, and the intake is
 * switched as planned. Operators use the command; traffic never stops.
 */
final class FailoverDrill implements AutoCloseable {

  static final String ENVIRONMENT = "drill";
  static final String PRIMARY = "us-east-1";
  static final String STANDBY = "eu-west-1";

  private static final String FORWARD_RULE = "trade-processing-forward-" + ENVIRONMENT;

  /** Cold functions start their containers first. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Pattern NOT_ARRIVED = Pattern.compile("(?m)^[1-9].*\\(NOT_ARRIVED\\)$");

  private static final int BEFORE = 8;
  private static final int NOT_REPLICATED = 4;
  private static final int NOT_FORWARDED = 2;

  private final Deployment primary;
  private final Deployment standby;
  private final String table;
  private final DynamoDbClient primaryTable;
  private final DynamoDbClient standbyTable;
  private final Map<String, EventBridgeClient> events = new HashMap<>();
  private final Map<String, RuleSwitch> rules = new HashMap<>();
  private final Replicator replicator;
  private final Replays replays;
  private final RegionGateway gateway;
  private final DrillTraffic traffic;
  private final TradesCommand trades;
  private final List<DrillReport.Move> moves = new ArrayList<>();

  private FailoverDrill(Deployment primary, Deployment standby, IntakeUpdates updates) {
    this.primary = primary;
    this.standby = standby;
    this.table = primary.output("TradeTableName");
    this.primaryTable = primary.client(DynamoDbClient.builder());
    this.standbyTable = standby.client(DynamoDbClient.builder());
    this.replicator = new Replicator(table, primaryTable, standbyTable);
    this.replays = new Replays();
    Template template = Template.read(Project.file("template.yaml"));
    for (Deployment deployment : List.of(primary, standby)) {
      String region = deployment.region().id();
      events.put(region, deployment.client(EventBridgeClient.builder()));
      rules.put(region, new RuleSwitch(events.get(region), deployment.bus()));
      updates.deployed(region, rules.get(region), parameters(region));
      replays.archive(
          deployment, template.deploy(region, parameters(region)).resource("EventArchive"));
    }
    this.gateway = new RegionGateway(primary.endpoint(), List.of(updates, replays));
    this.traffic = new DrillTraffic(gateway.endpoint(), List.of(primary, standby));
    this.trades = new TradesCommand(primary, gateway.endpoint());
  }

  /** Deploys both stacks. */
  static FailoverDrill deploy() {
    // Before the primary's: LocalStack takes the Region of the last one for that of a global table.
    try (DynamoDbClient client = Deployment.client(Region.of(STANDBY), DynamoDbClient.builder())) {
      client.createTable(TradeTable.definition("trade-records-" + ENVIRONMENT));
    }
    CompletableFuture<Deployment> standby = CompletableFuture.supplyAsync(() -> stack(STANDBY));
    Deployment primary = stack(PRIMARY);
    return new FailoverDrill(
        primary, standby.join(), new IntakeUpdates(Template.read(Project.file("template.yaml"))));
  }

  private static Deployment stack(String region) {
    return Deployment.inRegion(
        Region.of(region), ENVIRONMENT, parameters(region), FailoverDrill::withoutReplica);
  }

  private static Map<String, String> parameters(String region) {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "EnvironmentSuffix", ENVIRONMENT,
                "EventBusName", ENVIRONMENT,
                "ReplicaRegion", STANDBY));
    parameters.putAll(
        region.equals(PRIMARY)
            ? Map.of("TableIsDeployed", "true")
            : Map.of("Role", "standby", "PrimaryRegion", PRIMARY, "RegionSlot", "1"));
    return parameters;
  }

  /** LocalStack's handler of global tables fails with two replicas: the drill has its own. */
  private static Template withoutReplica(Template template) {
    Map<String, Object> properties =
        asMap(asMap(template.section("Resources").get("TradeTable")).get("Properties"));
    properties.put("Replicas", asList(properties.get("Replicas")).subList(0, 1));
    return template;
  }

  /** Runs the drill. */
  DrillReport run() {
    probe();
    traffic.send(BEFORE);
    awaitRecorded(primaryTable);
    traffic.flow();
    DrillReport.Loss loss = loseThePrimary();
    bringThePrimaryBack(loss);
    awaitNoExecutions();
    move("back", "--region", STANDBY);
    traffic.sendTo(PRIMARY);
    awaitNoExecutions();
    // Everything before is on record in both: a replay of all of it would take as long again.
    move("switch", "--region", PRIMARY, "--from", Instant.now().minusSeconds(60).toString());
    traffic.sendTo(STANDBY);
    traffic.close();
    awaitRecorded(primaryTable);
    awaitRecorded(standbyTable);
    awaitQuiet();
    return report(loss);
  }

  /** The schedule of the probe does not run on LocalStack. */
  private void probe() {
    for (Deployment deployment : List.of(primary, standby)) {
      Trade trade = Trade.of("system1");
      new SourceSystem(deployment).send("trading.probe", "Trade Event", trade.json());
    }
    for (Deployment deployment : List.of(primary, standby)) {
      DynamoDbClient own = deployment == primary ? primaryTable : standbyTable;
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  items(own).stream()
                      .anyMatch(item -> tradeId(item).equals("probe:" + deployment.region().id())));
    }
  }

  private DrillReport.Loss loseThePrimary() {
    replicator.pause();
    traffic.send(NOT_REPLICATED);
    await().atMost(PATIENCE).until(() -> replays.held(STANDBY) >= traffic.sent().size());
    rules.values().forEach(region -> region.disable(FORWARD_RULE));
    traffic.send(NOT_FORWARDED);
    gateway.lose(PRIMARY);
    Instant lost = Instant.now();
    List<Sent> before = traffic.sent();
    Set<String> replicated = recordedIn(standbyTable).keySet();
    int forwarded = replays.held(STANDBY);

    move("switch", "--unplanned", "--region", STANDBY);

    Map<String, List<Instant>> recorded = recordedIn(standbyTable);
    List<Instant> after =
        recorded.values().stream().flatMap(List::stream).filter(lost::isBefore).sorted().toList();
    long missing = before.stream().filter(event -> !recorded.containsKey(event.key())).count();
    Instant caughtUp =
        before.stream()
            .flatMap(event -> recorded.getOrDefault(event.key(), List.of()).stream())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new DrillReport.Loss(
        before.size(),
        before.stream().filter(event -> !replicated.contains(event.key())).count(),
        before.size() - forwarded,
        missing,
        Duration.between(lost, after.getFirst()).toSeconds(),
        Duration.between(lost, caughtUp).toSeconds());
  }

  /** What waited goes on; EventBridge tries to forward an event for a day. */
  private void bringThePrimaryBack(DrillReport.Loss loss) {
    List<Sent> sent = traffic.sent();
    gateway.comeBack(PRIMARY);
    replicator.resume();
    rules.values().forEach(region -> region.enable(FORWARD_RULE));
    sent.stream().skip(loss.sentBefore() - loss.notForwarded()).forEach(this::forward);
    move("switch", "--unplanned", "--region", STANDBY);
  }

  private void forward(Sent event) {
    Objects.requireNonNull(events.get(event.region().equals(PRIMARY) ? STANDBY : PRIMARY))
        .putEvents(
            request ->
                request.entries(
                    PutEventsRequestEntry.builder()
                        .eventBusName(ENVIRONMENT)
                        .source(event.trade().source())
                        .detailType("Trade Event")
                        .detail(event.trade().json())
                        .time(event.at())
                        // LocalStack's own way to keep the Region of an event that it forwards.
                        .traceHeader("{\"original_region\": \"" + event.region() + "\"}")
                        .build()));
  }

  private void move(String... arguments) {
    Instant begun = Instant.now();
    int sent = traffic.sent().size();
    TradesCommand.Ended ended =
        trades.call(
            Stream.concat(
                    Stream.of("failover"),
                    Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                            "--environment", ENVIRONMENT, "--execute", "--archive-delay", "0")))
                .toArray(String[]::new));
    // A record that did not replicate before the loss, and that one here names, is a finding.
    boolean lacksRecords =
        List.of(arguments).contains("--unplanned") && NOT_ARRIVED.matcher(ended.output()).find();
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(lacksRecords ? 1 : 0);
    System.out.println(ended.output());
    moves.add(
        new DrillReport.Move(
            "trades failover " + String.join(" ", arguments),
            Duration.between(begun, Instant.now()).toSeconds(),
            traffic.sent().size() - sent,
            recordedTwice(begun)));
  }

  /** Events that both Regions have recorded, at least one of them since a moment. */
  private long recordedTwice(Instant since) {
    Map<String, List<Instant>> all = new HashMap<>(recordedIn(primaryTable));
    recordedIn(standbyTable)
        .forEach(
            (key, times) ->
                all.merge(key, times, (one, other) -> one.size() > other.size() ? one : other));
    return all.values().stream()
        .filter(times -> times.size() > 1 && times.stream().anyMatch(since::isBefore))
        .count();
  }

  private void awaitRecorded(DynamoDbClient in) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(recordedIn(in).keySet())
                    .containsAll(traffic.sent().stream().map(Sent::key).toList()));
  }

  private void awaitQuiet() {
    awaitNoExecutions();
    await().atMost(PATIENCE).until(replicator::isSettled);
  }

  private void awaitNoExecutions() {
    for (Deployment deployment : List.of(primary, standby)) {
      try (SfnClient workflow = deployment.client(SfnClient.builder())) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    workflow
                        .listExecutions(
                            request ->
                                request
                                    .stateMachineArn(deployment.output("StateMachineArn"))
                                    .statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .isEmpty());
      }
    }
  }

  private DrillReport report(DrillReport.Loss loss) {
    List<Sent> sent = traffic.sent();
    Map<String, Long> byRegion = new TreeMap<>();
    Map<String, Set<String>> writers = new HashMap<>();
    for (Map<String, AttributeValue> item : items(primaryTable)) {
      if (item.containsKey("sourceSystem")) {
        String writer = text(item, "region");
        byRegion.merge(writer, 1L, Long::sum);
        writers.computeIfAbsent(key(item), _ -> new HashSet<>()).add(writer);
      }
    }
    return new DrillReport(
        new TreeMap<>(sent.stream().collect(groupingBy(Sent::region, counting()))),
        new TreeMap<>(byRegion),
        writers.values().stream().filter(regions -> regions.size() > 1).count(),
        deadLetters(),
        sent.stream().filter(event -> !writers.containsKey(event.key())).count(),
        replicator.writtenTwice().size(),
        loss,
        moves);
  }

  private long deadLetters() {
    long messages = 0;
    for (Deployment deployment : List.of(primary, standby)) {
      try (SqsClient queues = deployment.client(SqsClient.builder())) {
        for (String queue : queues.listQueues().queueUrls()) {
          if (queue.endsWith("-dlq-" + ENVIRONMENT)) {
            messages +=
                Long.parseLong(
                    queues
                        .getQueueAttributes(
                            request ->
                                request
                                    .queueUrl(queue)
                                    .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                        .attributes()
                        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
          }
        }
      }
    }
    return messages;
  }

  /** When each event was recorded, by {@link Sent#key}, as far as a replica knows. */
  private Map<String, List<Instant>> recordedIn(DynamoDbClient client) {
    Map<String, List<Instant>> recorded = new HashMap<>();
    for (Map<String, AttributeValue> item : items(client)) {
      if (item.containsKey("sourceSystem")) {
        recorded
            .computeIfAbsent(key(item), _ -> new ArrayList<>())
            .add(Instant.parse(text(item, "recordedAt")));
      }
    }
    return recorded;
  }

  private static String key(Map<String, AttributeValue> item) {
    JsonNode event = SourceSystem.json(text(item, "event"));
    return tradeId(item) + " " + event.at("/detail/timestamp").asText();
  }

  private List<Map<String, AttributeValue>> items(DynamoDbClient client) {
    return client
        .scanPaginator(request -> request.tableName(table).consistentRead(true))
        .items()
        .stream()
        .toList();
  }

  /** Every item of a replica, sorted. */
  List<String> replica(String region) {
    return items(region.equals(PRIMARY) ? primaryTable : standbyTable).stream()
        .map(item -> new TreeMap<>(item).toString())
        .sorted()
        .toList();
  }

  TradesCommand.Ended verify(String region) {
    return trades.call("verify", "--table", table, "--region", region, "--settle", "PT0S");
  }

  TradesCommand.Ended status() {
    return trades.call(
        "failover", "status", "--environment", ENVIRONMENT, "--region", PRIMARY, "--json");
  }

  private static String tradeId(Map<String, AttributeValue> item) {
    return text(item, "tradeId");
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }

  @Override
  public void close() {
    traffic.close();
    replicator.close();
    gateway.close();
  }
}
