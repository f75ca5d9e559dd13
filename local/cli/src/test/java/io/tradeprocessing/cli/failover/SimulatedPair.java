package io.tradeprocessing.cli.failover;

import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.RegionState.Archive;
import io.tradeprocessing.cli.failover.RegionState.Intake;
import io.tradeprocessing.cli.failover.RegionState.Records;
import io.tradeprocessing.cli.failover.RegionState.Replay;
import io.tradeprocessing.cli.failover.RegionState.Work;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.embeddedtable.Change;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two Regions of which everything takes time: stack updates, executions, replication, forwarding,
 * the archive, replays. The store is the real one. Time passes while somebody sleeps.
 */
final class SimulatedPair implements InstantSource, Backoff.Sleeper {

  static final Instant START = Instant.parse("2026-01-12T14:30:00Z");

  private static final String TABLE = "trade-records-production";
  private static final Duration UPDATE = Duration.ofSeconds(30);
  private static final Duration EXECUTION = Duration.ofSeconds(20);
  private static final Duration REPLICATION = Duration.ofSeconds(8);
  private static final Duration FORWARDING = Duration.ofSeconds(1);
  private static final Duration ARCHIVING = Duration.ofMinutes(6);
  private static final Duration REPLAY = Duration.ofMinutes(1);

  final Simulated primary = new Simulated(new Region("us-east-1", 0), Role.PRIMARY);
  final Simulated standby = new Simulated(new Region("eu-west-1", 1), Role.STANDBY);

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
  private final List<Runnable> held = new ArrayList<>();
  private Instant now = START;
  private long scheduled;
  private int sent;

  /** Is asked before each call that changes something, and may refuse it. */
  Consumer<String> fault = _ -> {};

  private record Due(Instant at, long number, Runnable action) {}

  private record Event(String tradeId, Instant time, Optional<String> replay) {

    JsonObject envelope() {
      JsonObject.Builder envelope =
          JsonObject.builder()
              .put("source", "trading.system1")
              .put("detail", JsonObject.builder().put("tradeId", tradeId).build());
      replay.ifPresent(name -> envelope.put("replay-name", name));
      return envelope.build();
    }
  }

  SimulatedPair() {
    primary.other = standby;
    standby.other = primary;
    primary.probe();
    standby.probe();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    Instant until = now.plus(duration);
    while (!due.isEmpty() && !due.peek().at().isAfter(until)) {
      Due next = due.remove();
      now = next.at();
      next.action().run();
    }
    now = until;
  }

  private void after(Duration delay, Runnable action) {
    due.add(new Due(now.plus(delay), scheduled++, action));
  }

  /** A source sends so many events to a Region, one a second. */
  void send(Simulated to, int events) {
    for (int i = 0; i < events; i++) {
      to.take(new Event("T-" + ++sent, now, Optional.empty()));
      sleep(Duration.ofSeconds(1));
    }
  }

  /** How many events were sent. */
  int sent() {
    return sent;
  }

  /** Everything that is on its way arrives. */
  void settle() {
    sleep(Duration.ofHours(2));
  }

  /** A Region is lost: nothing in it works, and nothing reaches it. */
  void lose(Simulated region) {
    region.up = false;
  }

  /** A lost Region is back, and what waited goes on. */
  void comeBack(Simulated region) {
    region.up = true;
    List<Runnable> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(Runnable::run);
  }

  Regions<Simulated> regions() {
    return new Regions<>(primary, standby);
  }

  Failover failover() {
    return failover(new Stop(), (_, _, _) -> {});
  }

  Failover failover(Stop stop, Failover.Listener listener) {
    return new Failover(regions(), this, this, Duration.ofSeconds(30), stop, listener);
  }

  static Move move(Role to, boolean planned) {
    return new Move("production", to, planned, Optional.empty(), Move.ARCHIVE_DELAY);
  }

  /** Records of events that both Regions have recorded, each counted once. */
  long recordedTwice() {
    return primary.records("us-east-1").stream()
        .filter(standby.records("eu-west-1")::contains)
        .count();
  }

  /** Trades on record in a Region's replica, whoever wrote them. */
  final class Simulated implements RegionAccess {

    private final Region region;
    private final Role role;
    private final EmbeddedTable table =
        EmbeddedTable.inMemory(TableSchema.of(TradeTable.definition(TABLE)));
    private final SortedMap<String, Boolean> rules = new TreeMap<>();
    private final List<Event> archive = new ArrayList<>();
    private final List<Replay> replays = new ArrayList<>();
    private Simulated other = this;
    private boolean up = true;
    private String parameter = "auto";
    private String status = "UPDATE_COMPLETE";
    private Instant changedAt = START.minus(Duration.ofDays(30));
    private final List<Instant> running = new ArrayList<>();
    boolean archives = true;

    Simulated(Region region, Role role) {
      this.region = region;
      this.role = role;
      for (int system = 1; system <= 3; system++) {
        rules.put("trade-processing-system" + system + "-production", role == Role.PRIMARY);
      }
      rules.put("trade-processing-operations-production", role == Role.PRIMARY);
      table.listen(changes -> changes.forEach(this::replicate));
    }

    private TradeStore store() {
      return new TradeStore(table.client(), TABLE, Backoff.standard(new Random(1)), region, true);
    }

    void probe() {
      store().put(new Probe(region.name(), now, "arn", "1"));
    }

    private void replicate(Change change) {
      if (change.origin() != Change.Origin.REPLICATION) {
        change.newImage().ifPresent(item -> after(REPLICATION, () -> other.arrive(item, this)));
      }
    }

    private void arrive(Map<String, AttributeValue> item, Simulated from) {
      if (up && from.up) {
        table.apply(item);
      } else {
        held.add(() -> arrive(item, from));
      }
    }

    private void take(Event event) {
      after(ARCHIVING, () -> archive.add(event));
      after(FORWARDING, () -> other.takeForwarded(event, this));
      deliver(event);
    }

    private void takeForwarded(Event event, Simulated from) {
      if (up && from.up) {
        after(ARCHIVING, () -> archive.add(event));
        deliver(event);
      } else {
        held.add(() -> takeForwarded(event, from));
      }
    }

    private void deliver(Event event) {
      if (rules.containsValue(true)) {
        Instant started = now;
        running.add(started);
        after(EXECUTION, () -> end(event, started));
      }
    }

    private void end(Event event, Instant started) {
      if (!up) {
        held.add(() -> end(event, started));
        return;
      }
      running.remove(started);
      Content content = new Content(event.envelope(), JsonObject.empty(), JsonObject.empty());
      Appended _ =
          store()
              .append(
                  new TradeEntry(
                      event.tradeId(),
                      EventTime.parse(event.time().toString()).orElseThrow(),
                      "system1",
                      0,
                      RecordStatus.ACCEPTED,
                      Optional.of(EventType.NEW),
                      content,
                      new Provenance("arn", Optional.of("id"), "1", now),
                      Hashes.of(content)),
                  () -> Duration.ofSeconds(10));
    }

    /** The trades that a Region has recorded, as far as this replica knows. */
    List<String> records(String writer) {
      return table
          .client()
          .scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true))
          .items()
          .stream()
          .filter(item -> item.containsKey("sourceSystem"))
          .filter(item -> text(item, "region").equals(writer))
          .map(item -> text(item, "tradeId"))
          .sorted()
          .toList();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
      return Objects.requireNonNull(item.get(name)).s();
    }

    /** Distinct trades on record here. */
    long trades() {
      return Stream.concat(records("us-east-1").stream(), records("eu-west-1").stream())
          .distinct()
          .count();
    }

    DynamoDbClient dynamoDb() {
      return table.client();
    }

    boolean isOpen() {
      return !rules.containsValue(false);
    }

    List<Replay> replays() {
      return replays;
    }

    /** Somebody changes the rules without the stack. */
    void byHand(boolean enabled) {
      rules.replaceAll((_, _) -> enabled);
    }

    private void mustBeUp(String call) {
      if (!up) {
        throw new RegionUnreachableException(
            call + " in " + region.name() + " does not answer", new IllegalStateException());
      }
    }

    @Override
    public String region() {
      return region.name();
    }

    @Override
    public TableReader table() {
      return new TableReader(store(), 2);
    }

    @Override
    public RegionState state() {
      mustBeUp("CloudFormation");
      SortedMap<String, Long> queues = new TreeMap<>(Map.of("trade-validator-dlq-production", 0L));
      return new RegionState(
          region.name(),
          role,
          region.slot(),
          new Intake(status, parameter, rules, changedAt),
          new Work(
              Optional.of((long) running.size()),
              running.stream().min(Comparator.naturalOrder()),
              queues,
              Duration.ofHours(1)),
          new Records(table().last(), table().probes(List.of("us-east-1", "eu-west-1"))),
          archives
              ? Optional.of(new Archive(START.minus(Duration.ofDays(20)), 14, 1_000))
              : Optional.empty(),
          replays);
    }

    @Override
    public void updateIntake(String value) {
      mustBeUp("CloudFormation");
      fault.accept("updateIntake " + region.name());
      if (status.endsWith("_IN_PROGRESS")) {
        throw UserError.midway("an update is in progress", new IllegalStateException());
      }
      status = "UPDATE_IN_PROGRESS";
      after(
          UPDATE,
          () -> {
            parameter = value;
            rules.replaceAll((_, _) -> role.takesEvents(value));
            changedAt = now;
            status = "UPDATE_COMPLETE";
          });
      fault.accept("updateIntake " + region.name() + ", answer");
    }

    @Override
    public void setRule(String name, boolean enabled) {
      mustBeUp("EventBridge");
      fault.accept("setRule " + region.name());
      rules.put(name, enabled);
    }

    @Override
    public void startReplay(String name, Instant from, Instant to) {
      mustBeUp("EventBridge");
      fault.accept("startReplay " + region.name());
      if (replays.stream().anyMatch(replay -> replay.name().equals(name))) {
        throw UserError.midway("the replay " + name + " exists", new IllegalStateException());
      }
      replays.add(
          new Replay(name, Replay.State.RUNNING, from, to, Optional.empty(), Optional.empty()));
      List<Event> events =
          archive.stream()
              .filter(event -> !event.time().isBefore(from) && !event.time().isAfter(to))
              .toList();
      after(
          REPLAY,
          () -> {
            events.forEach(
                event -> deliver(new Event(event.tradeId(), event.time(), Optional.of(name))));
            replays.replaceAll(
                replay ->
                    replay.name().equals(name)
                        ? new Replay(
                            name,
                            Replay.State.COMPLETED,
                            from,
                            to,
                            Optional.of(to),
                            Optional.of(now))
                        : replay);
          });
      fault.accept("startReplay " + region.name() + ", answer");
    }

    /** A replay that did not end well. */
    void failReplays() {
      replays.replaceAll(
          replay ->
              new Replay(
                  replay.name(),
                  Replay.State.FAILED,
                  replay.from(),
                  replay.to(),
                  Optional.empty(),
                  Optional.empty()));
    }
  }

  /** The time, as the trace of a test shows it. */
  long secondsSinceStart() {
    return ChronoUnit.SECONDS.between(START, now);
  }
}
