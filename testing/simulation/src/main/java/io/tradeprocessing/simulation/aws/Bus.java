package io.tradeprocessing.simulation.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The event bus of a Region: takes events, forwards what was put on it to the other Region's bus,
 * keeps all in an archive, and delivers what its rules match, at least once and in no order.
 */
public final class Bus {

  private static final String OUTCOMES = "trade-processing";

  /** EventBridge's documentation names ten minutes. */
  private static final Duration LATEST_IN_ARCHIVE = Duration.ofMinutes(10);

  private static final Duration RULES_SETTLE = Duration.ofSeconds(30);

  private final Sim sim;
  private final SimulatedRegion region;
  private final Blueprint blueprint;
  private final StepFunctions workflow;
  private final Queues queues;
  private final List<ObjectNode> archive = new ArrayList<>();
  private Optional<Bus> other = Optional.empty();
  private final List<ObjectNode> startedLate = new ArrayList<>();
  private boolean takesEvents;
  private Instant closedAt = Instant.MIN;
  private int onTheWay;

  public Bus(
      Sim sim, SimulatedRegion region, Blueprint blueprint, StepFunctions workflow, Queues queues) {
    this.sim = sim;
    this.region = region;
    this.blueprint = blueprint;
    this.workflow = workflow;
    this.queues = queues;
  }

  /** The bus to which trade events are forwarded. */
  public void forwardTo(Bus bus) {
    other = Optional.of(bus);
  }

  /** Opens or closes the intake: the rules that start the workflow are enabled or disabled. */
  public void takeEvents(boolean takes) {
    if (takesEvents && !takes) {
      closedAt = sim.kernel().now();
    }
    takesEvents = takes;
    sim.trace().add(region.name(), takes ? "intake is open" : "intake is closed");
  }

  /** Whether the intake is open. */
  public boolean takesEvents() {
    return takesEvents;
  }

  /**
   * Takes an event as PutEvents does.
   *
   * @return the event as it is on the bus
   */
  ObjectNode put(String source, String detailType, String detail, Optional<Instant> time) {
    try {
      Instant at = time.orElseGet(sim.kernel()::now).truncatedTo(ChronoUnit.SECONDS);
      ObjectNode envelope =
          JsonNodeFactory.instance
              .objectNode()
              .put("version", "0")
              .put("id", sim.newId("event/" + region.name()))
              .put("detail-type", detailType)
              .put("source", source)
              .put("account", "000000000000")
              .put("time", at.toString())
              .put("region", region.name());
      envelope.putArray("resources");
      envelope.set("detail", ExactJson.read(detail));
      arrive(envelope, false);
      return envelope;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the detail of an event must be JSON", e);
    }
  }

  private void arrive(ObjectNode envelope, boolean forwarded) {
    if (envelope.path("source").asText().equals(OUTCOMES)) {
      sim.history().published(region.name(), envelope.path("detail"));
      return;
    }
    sim.trace().add(region.name(), "on the bus: " + sim.history().label(envelope));
    sim.history().onBus(region.name(), envelope, forwarded);
    archive(envelope);
    if (envelope.path("region").asText().equals(region.name())
        || blueprint.design().forwardsForwarded()) {
      other.ifPresent(bus -> forward(bus, envelope));
    }
    deliver(envelope);
  }

  /** Rules across Regions: the event keeps its source and Region and gets a new id. */
  private void forward(Bus to, ObjectNode envelope) {
    onTheWay++;
    sim.kernel()
        .start(
            () -> {
              String label = sim.history().label(envelope);
              sim.kernel().sleep(latency("forward/" + label));
              region.await();
              to.region.await();
              onTheWay--;
              ObjectNode copy = envelope.deepCopy();
              to.arrive(copy.put("id", sim.newId("forwarded/" + to.region.name())), true);
            });
  }

  private Duration latency(String place) {
    return sim.faults().happens(Fault.EVENT_LATE, region.name() + "/" + place)
        ? sim.choices().between("late/" + place, Duration.ofSeconds(10), Duration.ofMinutes(20))
        : sim.choices().between("latency/" + place, Duration.ofMillis(20), Duration.ofSeconds(2));
  }

  private void archive(ObjectNode envelope) {
    String place = "archive/" + region.name() + "/" + sim.history().label(envelope);
    Duration lag =
        sim.faults().happens(Fault.ARCHIVED_LATE, region.name() + "/" + place)
            ? sim.choices().between(place, Duration.ofSeconds(30), LATEST_IN_ARCHIVE)
            : sim.choices().between(place, Duration.ofSeconds(1), Duration.ofSeconds(20));
    sim.kernel().after(lag, () -> archive.add(envelope));
  }

  /**
   * Puts what the archive holds of a time before the rules again, in no order.
   *
   * @param name of the replay
   */
  public void replay(String name, Instant from, Instant to) {
    List<ObjectNode> events =
        archive.stream()
            .filter(
                envelope -> {
                  Instant time = Instant.parse(envelope.path("time").asText());
                  return !time.isBefore(from) && !time.isAfter(to);
                })
            .toList();
    sim.trace().add(region.name(), "replays " + events.size() + " events from " + from);
    events.forEach(envelope -> deliver(envelope.deepCopy().put("replay-name", name)));
  }

  /**
   * The events that EventBridge gave to the workflow although the intake was closed half a minute
   * before: a planned failover cannot see them coming.
   */
  public List<ObjectNode> startedLate() {
    return List.copyOf(startedLate);
  }

  private void deliver(ObjectNode envelope) {
    if (!takesEvents) {
      return;
    }
    String label = sim.history().label(envelope);
    for (String rule : blueprint.routes().matching(ExactJson.write(envelope))) {
      start(rule, envelope, label);
      if (sim.faults().happens(Fault.EVENT_DELIVERED_TWICE, region.name() + "/" + label)) {
        start(rule, envelope, label);
      }
    }
  }

  private void start(String ruleId, ObjectNode envelope, String label) {
    DeploymentTemplate.Rule rule = blueprint.rules().get(ruleId);
    if (rule == null) {
      throw new IllegalStateException("no rule " + ruleId);
    }
    onTheWay++;
    sim.kernel().start(() -> deliver(rule, envelope, label));
  }

  /** Whether everything that was taken was delivered, forwarded or given up. */
  public boolean isDrained() {
    return onTheWay == 0;
  }

  private void deliver(DeploymentTemplate.Rule rule, ObjectNode envelope, String label)
      throws InterruptedException {
    Instant since = sim.kernel().now();
    sim.kernel().sleep(latency(label));
    for (int retries = 0; ; retries++) {
      region.await();
      if (workflow.start(envelope, label)) {
        if (!takesEvents && sim.kernel().now().isAfter(closedAt.plus(RULES_SETTLE))) {
          startedLate.add(envelope);
        }
        onTheWay--;
        return;
      }
      Duration age = Duration.between(since, sim.kernel().now());
      if (retries == rule.maximumRetryAttempts() || age.compareTo(rule.maximumEventAge()) > 0) {
        onTheWay--;
        undeliverable(rule, envelope);
        return;
      }
      sim.kernel()
          .sleep(
              sim.choices()
                  .between("retry/" + label, Duration.ofSeconds(1), Duration.ofSeconds(90)));
    }
  }

  private void undeliverable(DeploymentTemplate.Rule rule, ObjectNode envelope) {
    rule.deadLetterQueue()
        .ifPresentOrElse(
            queue ->
                queues.send(
                    queue,
                    envelope,
                    Map.of(
                        "ERROR_CODE",
                        "THROTTLING",
                        "ERROR_MESSAGE",
                        "Rate exceeded",
                        "RULE_ARN",
                        "arn:aws:events:"
                            + region.name()
                            + ":000000000000:rule/"
                            + rule.logicalId(),
                        "TARGET_ARN",
                        "arn:aws:states:"
                            + region.name()
                            + ":000000000000:stateMachine:trade-processing")),
            () -> sim.trace().add(region.name(), "drops " + sim.history().label(envelope)));
  }
}
