package io.tradeprocessing.simulation.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.cli.aws.RateLimit;
import io.tradeprocessing.cli.bus.DeadLetterQueue;
import io.tradeprocessing.cli.bus.EventBus;
import io.tradeprocessing.cli.bus.Redrive;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.failover.Failover;
import io.tradeprocessing.cli.failover.Move;
import io.tradeprocessing.cli.failover.RegionAccess;
import io.tradeprocessing.cli.failover.Regions;
import io.tradeprocessing.cli.failover.Role;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.simulation.aws.Blueprint;
import io.tradeprocessing.simulation.aws.BusClient;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.OperatedRegion;
import io.tradeprocessing.simulation.aws.QueueClient;
import io.tradeprocessing.simulation.aws.Sim;
import io.tradeprocessing.simulation.aws.Stack;
import io.tradeprocessing.simulation.check.History;
import io.tradeprocessing.simulation.check.Property;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The people who watch the alarms, with the commands and the runbook that they have. */
final class Operators {

  private static final int LIMIT = 1_000;
  private static final int BATCH = 10;
  private static final Duration LONGEST_MOVE = Duration.ofHours(12);
  private static final Duration POLL = Duration.ofMinutes(1);

  private final Sim sim;
  private final Design design;
  private final List<Stack> stacks;
  private final List<RegionAccess> regions;
  private Stack active;
  private boolean working;
  private boolean moving;
  private Optional<Stack> plannedFrom = Optional.empty();
  private Optional<List<Map<String, AttributeValue>>> openedWith = Optional.empty();
  private Optional<Planned> planned = Optional.empty();

  /** A planned failover, and what was on record when the intake was opened. */
  private record Planned(Stack from, Stack to, List<Map<String, AttributeValue>> items) {}

  Operators(Sim sim, Blueprint blueprint, List<Stack> stacks) {
    this.sim = sim;
    this.design = blueprint.design();
    this.stacks = stacks;
    Duration maximumEventAge = blueprint.rules().values().iterator().next().maximumEventAge();
    this.regions =
        stacks.stream()
            .map(
                stack ->
                    design.failover(
                        new OperatedRegion(
                            sim, stack, role(stack), maximumEventAge, () -> opened(stack))))
            .toList();
    this.active = stacks.getFirst();
  }

  /** The Region that sources send to. */
  Stack active() {
    return active;
  }

  /** Looks at the queues and at the executions that failed, and does what the runbook says. */
  void work(Sources sources) throws InterruptedException {
    if (moving) {
      return;
    }
    working = true;
    for (Stack stack : stacks) {
      if (!stack.region().isUp()) {
        continue;
      }
      for (String queue : stack.queues().holding()) {
        redrive(stack, queue);
      }
      for (History.Execution execution : sim.history().unnoticed(stack.region().name())) {
        sources.sendAgain((ObjectNode) execution.input());
      }
    }
    working = false;
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
    while (moving) {
      sim.kernel().sleep(Duration.ofMinutes(1));
    }
    for (SourceEvent event : events) {
      if (sim.faults().happens(Fault.OPERATOR_PUBLISHES_AGAIN, event.label())) {
        sources.publish("operator-" + event.label(), event.envelope());
      }
    }
  }

  /** Opens the intake of the standby, without closing the other's. */
  void openBoth(Duration howLong) {
    Stack standby = standby();
    if (moving) {
      return;
    }
    standby.bus().takeEvents(true);
    sim.kernel()
        .after(
            howLong,
            () -> {
              if (!active.equals(standby) && !moving) {
                standby.bus().takeEvents(false);
              }
            });
  }

  private Stack standby() {
    return stacks.get(stacks.getFirst().equals(active) ? 1 : 0);
  }

  /** Moves the intake while both Regions are there, by {@code trades failover}. */
  void movePlanned() throws InterruptedException {
    Stack from = active;
    Stack to = standby();
    sim.trace().add("operator", "planned failover to " + to.region().name());
    begin();
    closeWhatIsOpenByMistake(to);
    plannedFrom = Optional.of(from);
    execute(to, design.drains());
    planned = openedWith.map(items -> new Planned(from, to, items));
    plannedFrom = Optional.empty();
    moving = false;
  }

  /** {@code trades failover status} says that both take events. */
  private void closeWhatIsOpenByMistake(Stack stack) throws InterruptedException {
    stack.bus().takeEvents(false);
    while (!stack.bus().isDrained() || sim.history().isBusy(stack.region().name())) {
      sim.kernel().sleep(Duration.ofMinutes(1));
    }
  }

  /** Moves the intake without asking the Region that has it. */
  void moveUnplanned() throws InterruptedException {
    Stack to = standby();
    sim.trace().add("operator", "unplanned failover to " + to.region().name());
    begin();
    active = to;
    planned = Optional.empty();
    execute(to, false);
    moving = false;
  }

  /** Closes the intake of a Region that is back, by the same command as before. */
  void repeatUnplanned() throws InterruptedException {
    begin();
    execute(active, false);
    moving = false;
  }

  /** Nobody redrives while the intake moves: a redriven event keeps its time. */
  private void begin() throws InterruptedException {
    while (working || moving) {
      sim.kernel().sleep(Duration.ofMinutes(1));
    }
    moving = true;
    openedWith = Optional.empty();
  }

  private void execute(Stack to, boolean isPlanned) throws InterruptedException {
    Move move = new Move("simulation", role(to), isPlanned, Optional.empty(), Move.ARCHIVE_DELAY);
    Instant latest = sim.kernel().now().plus(LONGEST_MOVE);
    Stop stop = new Stop();
    while (true) {
      Failover failover =
          new Failover(
              new Regions<>(regions.get(0), regions.get(1)),
              sim.kernel()::now,
              duration -> {
                if (sim.kernel().now().isAfter(latest)) {
                  stop.request();
                }
                sim.kernel().sleep(duration);
              },
              POLL,
              stop,
              (_, step, text) -> sim.trace().add("failover", step.text() + ": " + text));
      switch (failover.execute(move)) {
        case Failover.Ended.Completed completed -> {
          sim.trace().add("failover", completed.situation().text());
          if (sim.choices().below("replay-again/" + to.region().name(), 4) == 0
              && sim.faults().strike(Fault.OPERATOR_REPLAYS_AGAIN, to.region().name())) {
            to.bus().replay("again", Instant.EPOCH, sim.kernel().now());
          }
          return;
        }
        case Failover.Ended.Stopped stopped -> {
          sim.trace().add("failover", stopped.problem());
          if (stop.isRequested()) {
            sim.history()
                .violation(
                    Property.RUN_ENDS, "a move of the intake does not end: " + stopped.step());
            return;
          }
          sim.kernel().sleep(Duration.ofMinutes(1));
        }
      }
    }
  }

  private Role role(Stack stack) {
    return stack.equals(stacks.getFirst()) ? Role.PRIMARY : Role.STANDBY;
  }

  /** A stack opens its intake: the sources are told. */
  private void opened(Stack stack) {
    active = stack;
    openedWith =
        plannedFrom.map(
            from ->
                Stream.concat(from.table().items().stream(), stack.table().items().stream())
                    .toList());
  }

  /** The last planned failover, unless an unplanned one came after it. */
  Optional<History.PlannedFailover> planned() {
    return planned.map(
        move ->
            new History.PlannedFailover(
                move.from().region().slot(),
                move.to().region().slot(),
                move.items(),
                move.from().bus().startedLate()));
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
