package io.tradeprocessing.simulation.world;

import io.tradeprocessing.simulation.aws.Blueprint;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.Replication;
import io.tradeprocessing.simulation.aws.Sim;
import io.tradeprocessing.simulation.aws.SimulatedRegion;
import io.tradeprocessing.simulation.aws.Stack;
import io.tradeprocessing.simulation.check.Evidence;
import io.tradeprocessing.simulation.check.History;
import io.tradeprocessing.simulation.check.Properties;
import io.tradeprocessing.simulation.check.Property;
import io.tradeprocessing.simulation.fault.Fault;
import io.tradeprocessing.simulation.fault.Faults;
import io.tradeprocessing.simulation.kernel.Choices;
import io.tradeprocessing.simulation.kernel.Kernel;
import io.tradeprocessing.simulation.kernel.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One run: a seed's events and faults, from the first event until everything is quiet. */
public final class World {

  /** While it lasts, anything may go wrong. */
  private static final Duration STORM = Duration.ofMinutes(75);

  private static final Duration ROUND = Duration.ofMinutes(10);

  private static final Duration OUTAGE = Duration.ofMinutes(25);

  /** Longer than EventBridge tries to start an execution. */
  private static final Duration LONG_OUTAGE = Duration.ofMinutes(100);

  /** Rounds of operators' work, storm included; quiet comes long before. */
  private static final int MOST_ROUNDS = 90;

  /** Longer than everything else, so that the archiver has to catch up. */
  private static final Duration ARCHIVE_OUTAGE = Duration.ofHours(3);

  private static final List<Fault> OUTAGES =
      List.of(
          Fault.EVENTS_OUTAGE,
          Fault.START_OUTAGE,
          Fault.LAMBDA_OUTAGE,
          Fault.DYNAMODB_OUTAGE,
          Fault.PARAMETER_MALFORMED,
          Fault.ARCHIVE_OUTAGE);

  private final Blueprint blueprint;
  private final Consumer<Evidence.Examined> examined;
  private final Sim sim;
  private final Plot plot;
  private final List<Stack> stacks = new ArrayList<>();
  private final Optional<Replication> replication;
  private final List<SourceEvent> events;
  private final Sources sources;
  private final Operators operators;
  private final Optional<Backfilling> backfilling;
  private boolean lost;
  private boolean acted;

  /**
   * What is left of a run.
   *
   * @param plot what happened to the Regions
   * @param events labels of what the sources sent
   * @param faults names of what went wrong, in order
   * @param counts how often each fault happened
   * @param trace hash of the trace
   * @param failures what did not hold, a sentence each
   */
  public record Result(
      Plot plot,
      List<String> events,
      List<String> faults,
      java.util.Map<Fault, Integer> counts,
      String trace,
      List<String> failures) {

    public Result {
      events = List.copyOf(events);
      faults = List.copyOf(faults);
      failures = List.copyOf(failures);
    }
  }

  private World(
      Blueprint blueprint,
      long seed,
      Predicate<String> kept,
      Consumer<String> reader,
      Consumer<Evidence.Examined> examined) {
    this.blueprint = blueprint;
    this.examined = examined;
    Kernel kernel = new Kernel(Trades.START);
    Choices choices = new Choices(seed);
    Trace trace = new Trace(kernel, reader);
    this.sim = new Sim(kernel, choices, trace, new Faults(choices, trace, kept), new History());
    this.plot = Plot.of(choices);
    List<String> names =
        plot.isReplicated() ? List.of("us-east-1", "eu-west-1") : List.of("us-east-1");
    boolean express = choices.below("express", 3) == 0;
    sim.trace().add("workflow", express ? "EXPRESS" : "STANDARD");
    for (int slot = 0; slot < names.size(); slot++) {
      stacks.add(
          Stack.deploy(
              sim,
              blueprint,
              new SimulatedRegion(sim, names.get(slot), slot),
              plot.isReplicated(),
              express));
    }
    if (plot.isReplicated()) {
      replication = Optional.of(new Replication(sim, stacks.get(0).table(), stacks.get(1).table()));
      stacks.get(0).bus().forwardTo(stacks.get(1).bus());
      stacks.get(1).bus().forwardTo(stacks.get(0).bus());
    } else {
      replication = Optional.empty();
    }
    this.events =
        Trades.of(choices).stream()
            .filter(event -> kept.test(event.label()))
            .filter(
                event -> event.reviewed().map(SourceEvent::label).filter(kept.negate()).isEmpty())
            .toList();
    this.backfilling =
        plot.isMoved() ? Optional.empty() : Backfilling.of(sim, stacks.getFirst(), events);
    this.operators = new Operators(sim, blueprint, stacks);
    this.sources = new Sources(sim, operators::active);
  }

  /**
   * Runs a seed.
   *
   * @param kept the events and faults that may happen, by label or name; all others are left out
   * @param reader is given each line of the trace
   * @param examined is given each store that verify examined
   */
  public static Result run(
      Blueprint blueprint,
      long seed,
      Predicate<String> kept,
      Consumer<String> reader,
      Consumer<Evidence.Examined> examined) {
    return new World(blueprint, seed, kept, reader, examined).run();
  }

  private Result run() {
    stacks.getFirst().bus().takeEvents(true);
    sim.trace().add("plot", plot.name());
    sources.send(
        events.stream()
            .filter(event -> backfilling.filter(file -> file.isAlone(event)).isEmpty())
            .toList());
    backfilling.ifPresent(file -> sim.kernel().start(file::run));
    planOutages();
    sim.kernel()
        .start(
            () -> {
              act();
              acted = true;
            });
    sim.kernel().start(this::operate);
    List<String> failures = new ArrayList<>();
    try {
      sim.kernel().run();
      Evidence evidence = evidence();
      failures.addAll(Properties.check(evidence));
      // What the check does to a table is in its stream.
      sim.kernel().run();
      failures.addAll(Properties.checkTampering(evidence));
    } catch (IllegalStateException e) {
      failures.addAll(sim.history().violations());
      failures.add(Property.RUN_ENDS + ": " + e.getMessage());
    }
    failures.forEach(failure -> sim.trace().add("FAILED", failure));
    return new Result(
        plot,
        events.stream().map(SourceEvent::label).toList(),
        sim.faults().happened(),
        sim.faults().counts(),
        sim.trace().hash(),
        failures);
  }

  private void planOutages() {
    for (Stack stack : stacks) {
      String name = stack.region().name();
      for (Fault outage : OUTAGES) {
        if (sim.faults().happens(outage, name)) {
          during(
              outage.id() + "/" + name,
              longest(outage),
              () -> stack.region().begin(outage),
              () -> stack.region().end(outage));
        }
      }
    }
    replication.ifPresent(
        way -> {
          if (sim.faults().happens(Fault.REPLICATION_PAUSED, "table")) {
            during("pause/table", OUTAGE, () -> way.pause(true), () -> way.pause(false));
          }
          if (sim.faults().happens(Fault.BOTH_TAKE_EVENTS, "operator")) {
            Duration howLong =
                sim.choices().between("both/for", Duration.ofMinutes(1), Duration.ofMinutes(10));
            sim.kernel()
                .after(
                    sim.choices().between("both/at", Duration.ZERO, Duration.ofMinutes(12)),
                    () -> operators.openBoth(howLong));
          }
        });
  }

  private static Duration longest(Fault outage) {
    return switch (outage) {
      case START_OUTAGE -> LONG_OUTAGE;
      case ARCHIVE_OUTAGE -> ARCHIVE_OUTAGE;
      default -> OUTAGE;
    };
  }

  private void during(String place, Duration longest, Runnable begin, Runnable end) {
    Duration from = sim.choices().between(place + "/from", Duration.ZERO, Duration.ofMinutes(40));
    Duration length = sim.choices().between(place + "/for", Duration.ofSeconds(20), longest);
    sim.kernel().after(from, begin);
    sim.kernel().after(from.plus(length), end);
  }

  /** What happens to the Regions, and what operators do about it. */
  private void act() throws InterruptedException {
    Duration at = sim.choices().between("plot/at", Duration.ZERO, STORM);
    switch (plot) {
      case ONE_REGION, STANDBY -> {}
      case PLANNED_FAILOVER -> {
        sim.kernel().sleep(at);
        operators.movePlanned();
        perhapsMoveBack();
      }
      case REGION_LOST -> {
        sim.kernel().sleep(at);
        if (lose(Fault.REGION_LOST)) {
          sim.kernel()
              .sleep(
                  sim.choices().between("plot/back", Duration.ofMinutes(1), Duration.ofHours(3)));
          Stack back = stacks.getFirst();
          back.region().comeBack();
          replication.ifPresent(Replication::goOn);
          sim.kernel()
              .sleep(sim.choices().between("plot/seen", Duration.ZERO, Duration.ofMinutes(10)));
          operators.repeatUnplanned();
          perhapsMoveBack();
        }
      }
      case REGION_LOST_FOR_GOOD -> {
        sim.kernel().sleep(at);
        lost = lose(Fault.REGION_LOST_FOR_GOOD);
      }
    }
  }

  /** Loses the first Region; the failover follows at once or minutes later. */
  private boolean lose(Fault fault) throws InterruptedException {
    Stack primary = stacks.getFirst();
    if (!sim.faults().strike(fault, primary.region().name())) {
      return false;
    }
    primary.region().lose();
    sim.kernel()
        .sleep(sim.choices().between("plot/notice", Duration.ofMinutes(1), Duration.ofMinutes(15)));
    operators.moveUnplanned();
    return true;
  }

  private void perhapsMoveBack() throws InterruptedException {
    if (sim.choices().below("plot/back-at-once", 4) == 0
        && sim.faults().strike(Fault.BACK_BEFORE_DRAINED, "operator")) {
      operators.moveUnplanned();
      return;
    }
    if (sim.choices().below("plot/switch-back", 2) == 0) {
      sim.kernel()
          .sleep(
              sim.choices().between("plot/switch", Duration.ofMinutes(20), Duration.ofMinutes(60)));
      operators.movePlanned();
    }
  }

  private void operate() throws InterruptedException {
    boolean calm = false;
    Duration passed = Duration.ZERO;
    int quiet = 0;
    for (int round = 0; round < MOST_ROUNDS && quiet < 3; round++) {
      sim.kernel().sleep(ROUND);
      passed = passed.plus(ROUND);
      if (!calm && passed.compareTo(STORM) > 0) {
        sim.faults().calm();
        calm = true;
      }
      operators.work(sources);
      if (round == 3) {
        operators.publishAgain(sources, events);
      }
      boolean filed = backfilling.map(Backfilling::isDone).orElse(true);
      quiet = calm && acted && filed && operators.isQuiet(sources) ? quiet + 1 : 0;
    }
  }

  private Evidence evidence() {
    Design design = blueprint.design();
    List<Evidence.Replica> replicas =
        stacks.stream()
            .map(
                stack ->
                    new Evidence.Replica(
                        stack.region().name(),
                        stack.region().slot(),
                        stack.table().items(),
                        design.verifier(stack.table().client()),
                        stack.queues().bodies(),
                        stack.archiver().archive(),
                        stack.table()))
            .toList();
    return new Evidence(
        sim.history(),
        replicas,
        lost,
        operators.planned(),
        events.stream().map(event -> new Evidence.Sent(event.envelope(), event.valid())).toList(),
        blueprint.settings(),
        sim.kernel().now(),
        sim.choices().generator("damage"),
        examined);
  }
}
