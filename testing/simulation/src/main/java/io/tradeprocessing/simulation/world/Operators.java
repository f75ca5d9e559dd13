package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.bus.DeadLetterQueue;
import io.tradeprocessing.cli.bus.EventBus;
import io.tradeprocessing.cli.bus.Redrive;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.simulation.aws.BusClient;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.QueueClient;
import io.tradeprocessing.simulation.aws.Replication;
import io.tradeprocessing.simulation.aws.Sim;
import io.tradeprocessing.simulation.aws.Stack;
import io.tradeprocessing.simulation.check.History;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The people who watch the alarms, with the commands and the runbook that they have. */
final class Operators {

  private static final int LIMIT = 1_000;
  private static final int BATCH = 10;

  private final Sim sim;
  private final Design design;
  private final List<Stack> stacks;
  private final Optional<Replication> replication;
  private Stack active;
  private Optional<History.PlannedFailover> planned = Optional.empty();

  Operators(Sim sim, Design design, List<Stack> stacks, Optional<Replication> replication) {
    this.sim = sim;
    this.design = design;
    this.stacks = stacks;
    this.replication = replication;
    this.active = stacks.getFirst();
  }

  /** The Region that sources send to. */
  Stack active() {
    return active;
  }

  /** Looks at the queues and at the executions that failed, and does what the runbook says. */
  void work(Sources sources) throws InterruptedException {
    for (Stack stack : stacks) {
      if (!stack.region().isUp()) {
        continue;
      }
      for (String queue : stack.queues().holding()) {
        redrive(stack, queue);
      }
      for (History.Execution execution : sim.history().unnoticed(stack.region().name())) {
        sources.publish("operator", (ObjectNode) execution.input());
      }
    }
  }

  private void redrive(Stack from, String queue) throws InterruptedException {
    sim.trace().add("operator", "trades redrive " + queue + " of " + from.region().name());
    Stop stop = new Stop();
    EventBus bus =
        new EventBus(
            design.events(new BusClient(sim, active.region(), active.bus(), "redrive/" + queue)),
            "default",
            new Backoff(
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                sim.choices().generator("redrive"),
                sim.kernel()::sleep),
            new RateLimit(Double.POSITIVE_INFINITY, () -> 0, sim.kernel()::sleep),
            stop);
    try (DeadLetterQueue letters =
        DeadLetterQueue.of(
            design.queues(new QueueClient(sim, from.region(), from.queues())), queue)) {
      new Redrive(
              letters,
              Optional.of(bus),
              stop,
              result ->
                  sim.trace()
                      .add("operator", result.outcome() + " " + result.tradeId().orElse("-")))
          .run(Optional.empty(), LIMIT, BATCH, LIMIT);
    } catch (UserError e) {
      sim.trace().add("operator", "redrive ends: " + e.getMessage());
    }
  }

  /** Publishes again what is on record. */
  void publishAgain(Sources sources, List<SourceEvent> events) throws InterruptedException {
    for (SourceEvent event : events) {
      if (sim.faults().happens(Fault.OPERATOR_PUBLISHES_AGAIN, event.label())) {
        sources.publish("operator-" + event.label(), event.envelope());
      }
    }
  }

  /** Opens the intake of the standby, without closing the other's. */
  void openBoth(Duration howLong) {
    Stack standby = standby();
    standby.bus().takeEvents(true);
    sim.kernel()
        .after(
            howLong,
            () -> {
              if (!active.equals(standby)) {
                standby.bus().takeEvents(false);
              }
            });
  }

  private Stack standby() {
    return stacks.get(stacks.getFirst().equals(active) ? 1 : 0);
  }

  /**
   * Moves the intake while both Regions are there: closes it, waits until everything is recorded
   * and replicated, and opens it in the other, which replays what came meanwhile.
   */
  void switchPlanned() throws InterruptedException {
    Stack from = active;
    Stack to = standby();
    sim.trace().add("operator", "planned failover to " + to.region().name());
    from.bus().takeEvents(false);
    to.bus().takeEvents(false);
    while (design.drains() && !isDrained()) {
      sim.kernel().sleep(Duration.ofMinutes(1));
      work(quietSources());
    }
    planned =
        Optional.of(
            new History.PlannedFailover(
                from.region().slot(), to.region().slot(), to.table().items()));
    open(to);
  }

  private Sources quietSources() {
    return new Sources(sim, () -> active);
  }

  private boolean isDrained() {
    return stacks.stream()
            .allMatch(
                stack ->
                    stack.bus().isDrained()
                        && stack.queues().holding().isEmpty()
                        && !sim.history().isBusy(stack.region().name()))
        && replication.map(Replication::isSettled).orElse(true);
  }

  /** Moves the intake without asking the Region that is lost. */
  void switchUnplanned() throws InterruptedException {
    Stack to = standby();
    sim.trace().add("operator", "unplanned failover to " + to.region().name());
    planned = Optional.empty();
    open(to);
    sim.kernel().sleep(Duration.ofMinutes(10));
    if (design.replays()) {
      to.bus().replay();
    }
  }

  private void open(Stack to) {
    active = to;
    to.bus().takeEvents(true);
    if (design.replays()) {
      to.bus().replay();
    }
  }

  /** The last planned failover, unless an unplanned one came after it. */
  Optional<History.PlannedFailover> planned() {
    return planned;
  }

  /** Whether everything that was sent has been dealt with. */
  boolean isQuiet(Sources sources) {
    return sources.isDone()
        && stacks.stream()
            .filter(stack -> stack.region().isUp())
            .allMatch(
                stack ->
                    stack.bus().isDrained()
                        && stack.archiver().isDrained()
                        && stack.queues().holding().isEmpty()
                        && !sim.history().isBusy(stack.region().name()));
  }
}
