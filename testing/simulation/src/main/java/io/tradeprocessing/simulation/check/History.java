package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the services of a run did, as they tell it; {@link Properties} judges it. */
public final class History {

  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, JsonNode> accepted = new LinkedHashMap<>();
  private final Map<String, Set<String>> onBus = new LinkedHashMap<>();
  private final Map<String, String> writers = new HashMap<>();
  private final Set<String> records = new LinkedHashSet<>();
  private final List<JsonNode> outcomes = new ArrayList<>();
  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> tamperingCounted = new HashMap<>();
  private final Set<String> filed = new LinkedHashSet<>();
  private final List<Backfill> backfills = new ArrayList<>();
  private Optional<Tampering> tampering = Optional.empty();

  /**
   * A failover that waited until everything was recorded and replicated.
   *
   * @param from slot of the Region that closed its intake
   * @param to slot of the Region that opened its intake
   * @param items what was on record when it did
   * @param startedLate events that started an execution where the intake was closed, so that nobody
   *     could wait for them
   */
  public record PlannedFailover(
      int from,
      int to,
      List<Map<String, AttributeValue>> items,
      List<? extends JsonNode> startedLate) {
    public PlannedFailover {
      items = List.copyOf(items);
      startedLate = List.copyOf(startedLate);
    }
  }

  /**
   * A backfill that its state machine says is complete.
   *
   * @param region that ran it
   * @param plan its name, which the executions of its records have
   * @param lines of its source
   * @param events of these, each repetition too
   * @param report reads {@code report.json} as it is at the end of the run
   */
  public record Backfill(
      String region, String plan, int lines, List<JsonNode> events, Supplier<JsonNode> report) {
    public Backfill {
      events = List.copyOf(events);
    }
  }

  /**
   * What somebody did to an item of a table.
   *
   * @param region of the table
   * @param before the item as it was
   * @param after the item as it is; nothing if it was removed
   */
  public record Tampering(String region, Recorded before, Optional<Recorded> after) {}

  /** An execution of the workflow. */
  public static final class Execution {
    private final String region;
    private final boolean express;
    private final JsonNode input;
    private final Instant startedAt;
    private final Map<String, Integer> attempts = new HashMap<>();
    private Optional<String> status = Optional.empty();
    private boolean deadLettered;
    private boolean sentAgain;

    Execution(String region, boolean express, JsonNode input, Instant startedAt) {
      this.region = region;
      this.express = express;
      this.input = input;
      this.startedAt = startedAt;
    }

    String region() {
      return region;
    }

    boolean isExpress() {
      return express;
    }

    /** The event that started it. */
    public JsonNode input() {
      return input;
    }

    Optional<String> status() {
      return status;
    }

    /** Whether it timed out, or failed and its queue took no letter however often it was asked. */
    boolean isForOperators() {
      return status.filter("TIMED_OUT"::equals).isPresent()
          || (status.filter("FAILED"::equals).isPresent()
              && attempts.entrySet().stream()
                  .anyMatch(
                      state ->
                          state.getKey().startsWith("DeadLetter")
                              && state.getValue()
                                  >= (express ? DeadLetters.EXPRESS_SENDS : DeadLetters.SENDS)));
    }

    /** How often a task of a state was tried. */
    int attempts(String state) {
      return attempts.getOrDefault(state, 0);
    }
  }

  /** Gives an event a short name, for traces and places. */
  public void name(String identity, String label) {
    labels.putIfAbsent(identity, label);
  }

  /** The short name of an event; {@code other} for one that no source sent. */
  public String label(JsonNode envelope) {
    return labels.getOrDefault(Events.identity(envelope), "other");
  }

  /** A source has been told that its event is on a bus. */
  public void accepted(JsonNode envelope) {
    accepted.putIfAbsent(Events.identity(envelope), envelope);
  }

  /**
   * An event is on a bus, put there or forwarded; a forwarded one keeps the Region of its origin.
   */
  public void onBus(String region, JsonNode envelope, boolean forwarded) {
    if (forwarded && envelope.path("region").asText().equals(region)) {
      violation(Property.NOTHING_GOES_ROUND, label(envelope) + " came back to " + region);
    }
    onBus.computeIfAbsent(region, _ -> new LinkedHashSet<>()).add(Events.identity(envelope));
  }

  /** An event is in the source of a backfill. */
  public void filed(JsonNode envelope) {
    filed.add(Events.identity(envelope));
  }

  /** A backfill is complete, as its state machine says. */
  public void completed(Backfill backfill) {
    backfills.add(backfill);
  }

  List<Backfill> backfills() {
    return Collections.unmodifiableList(backfills);
  }

  /** A Region wrote an item. */
  public void committed(
      String region,
      Optional<Map<String, AttributeValue>> before,
      Map<String, AttributeValue> item) {
    String key = Recorded.key(item);
    String writer = writers.putIfAbsent(key, region);
    if (writer != null && !writer.equals(region)) {
      violation(Property.ONE_WRITER, writer + " and " + region + " both wrote " + key);
    }
    if (!Recorded.isHead(item)) {
      records.add(key);
      if (before.isPresent()) {
        violation(Property.NEVER_CHANGED, region + " replaced the record " + key);
      }
    }
  }

  /** A Region deleted an item. */
  public void removed(String region, Map<String, AttributeValue> key) {
    violation(Property.NEVER_CHANGED, region + " deleted " + Recorded.key(key));
  }

  /** An outcome event is on a bus. */
  public void published(String region, JsonNode detail) {
    JsonNode record = detail.path("record");
    outcomes.add(record);
    String key = record.path("tradeId").asText() + " " + record.path("timestamp").asText();
    if (!records.contains(key)) {
      violation(
          Property.PUBLISHED_AFTER_RECORD,
          region + " published an outcome of " + key + ", which is not on record");
    }
  }

  /**
   * A message came into a dead-letter queue.
   *
   * @param error why, as the message says; blank where it does not
   */
  public void deadLetter(String queue, JsonNode body, String error) {
    DeadLetters.check(this, queue, body, error);
    Optional.ofNullable(executions.get(body.at("/execution/id").asText()))
        .ifPresent(execution -> execution.deadLettered = true);
  }

  /** An execution begins. */
  public void started(String arn, String region, boolean express, JsonNode input, Instant at) {
    executions.put(arn, new Execution(region, express, input, at));
  }

  /** A task of an execution is tried. */
  public void attempted(String arn, String state) {
    Optional.ofNullable(executions.get(arn))
        .ifPresent(execution -> execution.attempts.merge(state, 1, Integer::sum));
  }

  /** An execution ended. */
  public void ended(String arn, String status) {
    Optional.ofNullable(executions.get(arn))
        .ifPresent(execution -> execution.status = Optional.of(status));
  }

  /** Whether an execution of the Region has not ended. */
  public boolean isBusy(String region) {
    return !running(region).isEmpty();
  }

  /** When each execution of the Region began that has not ended. */
  public List<Instant> running(String region) {
    return executions.values().stream()
        .filter(execution -> execution.region.equals(region) && execution.status.isEmpty())
        .map(execution -> execution.startedAt)
        .toList();
  }

  /**
   * Executions of a Region that ended without success and without a dead letter, which an alarm
   * shows to operators; each is returned once.
   */
  public List<Execution> unnoticed(String region) {
    List<Execution> found =
        executions.values().stream()
            .filter(execution -> execution.region.equals(region) && !execution.sentAgain)
            .filter(Execution::isForOperators)
            .filter(execution -> !execution.deadLettered)
            .toList();
    found.forEach(execution -> execution.sentAgain = true);
    return found;
  }

  /** The archiver of a Region counted a record that somebody changed or removed. */
  public void tamperingCounted(String region) {
    tamperingCounted.merge(region, 1, Integer::sum);
  }

  int tamperingsCounted(String region) {
    return tamperingCounted.getOrDefault(region, 0);
  }

  /** Somebody changed a table after everything else. */
  void tampered(Tampering what) {
    tampering = Optional.of(what);
  }

  Optional<Tampering> tampering() {
    return tampering;
  }

  /** Something that must never happen has happened. */
  public void violation(Property property, String what) {
    violations.add(property + ": " + what);
  }

  /** What must never happen and has. */
  public List<String> violations() {
    return Collections.unmodifiableList(violations);
  }

  Map<String, JsonNode> accepted() {
    return Collections.unmodifiableMap(accepted);
  }

  /** Every event that was on some bus, whether or not its source knows, or in a backfill. */
  public Set<String> sent() {
    Set<String> all = new LinkedHashSet<>(filed);
    onBus.values().forEach(all::addAll);
    return all;
  }

  Set<String> onBus(String region) {
    return onBus.getOrDefault(region, Set.of());
  }

  List<JsonNode> outcomes() {
    return Collections.unmodifiableList(outcomes);
  }

  Map<String, Execution> executions() {
    return Collections.unmodifiableMap(executions);
  }
}
