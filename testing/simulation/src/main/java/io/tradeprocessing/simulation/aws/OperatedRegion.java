package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.cli.failover.RegionAccess;
import io.tradeprocessing.cli.failover.RegionState;
import io.tradeprocessing.cli.failover.RegionState.Archive;
import io.tradeprocessing.cli.failover.RegionState.Intake;
import io.tradeprocessing.cli.failover.RegionState.Records;
import io.tradeprocessing.cli.failover.RegionState.Replay;
import io.tradeprocessing.cli.failover.RegionState.Work;
import io.tradeprocessing.cli.failover.RegionUnreachableException;
import io.tradeprocessing.cli.failover.Role;
import io.tradeprocessing.cli.failover.TableReader;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Region as {@code trades failover} sees it: CloudFormation, EventBridge and the rest. */
public final class OperatedRegion implements RegionAccess {

  private static final Duration UPDATE = Duration.ofSeconds(40);
  private static final Duration REPLAY = Duration.ofSeconds(50);
  private static final int ARCHIVE_DAYS = 14;
  private static final int SLOTS = 2;

  private final Sim sim;
  private final Stack stack;
  private final Role role;
  private final Duration maximumEventAge;
  private final Runnable opened;
  private final Instant deployedAt;
  private final List<Replay> replays = new ArrayList<>();
  private Records records = new Records(new TreeMap<>(), new TreeMap<>());

  /** Changes of the table up to which its records were read. */
  private long read;

  private Instant changedAt;
  private String parameter = "auto";
  private String status = "UPDATE_COMPLETE";

  /**
   * @param opened is run whenever the stack opens the intake
   */
  public OperatedRegion(
      Sim sim, Stack stack, Role role, Duration maximumEventAge, Runnable opened) {
    this.sim = sim;
    this.stack = stack;
    this.role = role;
    this.maximumEventAge = maximumEventAge;
    this.opened = opened;
    this.deployedAt = sim.kernel().now().minus(Duration.ofDays(2));
    this.changedAt = deployedAt;
  }

  @Override
  public String region() {
    return stack.region().name();
  }

  private void mustAnswer() {
    if (!stack.region().isUp()) {
      throw new RegionUnreachableException(
          region() + " does not answer", new IllegalStateException(region() + " is lost"));
    }
  }

  @Override
  public TableReader table() {
    mustAnswer();
    return new TableReader(
        new TradeStore(
            stack.table().client(),
            SimulatedTable.NAME,
            Backoff.standard(sim.choices().generator("failover/" + region())),
            new Region(region(), stack.region().slot()),
            false),
        SLOTS);
  }

  @Override
  public RegionState state() {
    mustAnswer();
    List<Instant> running = sim.history().running(region());
    return new RegionState(
        region(),
        role,
        stack.region().slot(),
        new Intake(status, parameter, rules(), changedAt),
        new Work(
            Optional.of((long) running.size()),
            running.stream().min(Comparator.naturalOrder()),
            new TreeMap<>(),
            maximumEventAge),
        records(),
        Optional.of(new Archive(deployedAt, ARCHIVE_DAYS, 0)),
        replays);
  }

  private Records records() {
    if (read != stack.table().changes()) {
      read = stack.table().changes();
      records = new Records(table().last(), new TreeMap<>());
    }
    return records;
  }

  /** The three are enabled and disabled together. */
  private SortedMap<String, Boolean> rules() {
    return new TreeMap<>(Map.of("sources", stack.bus().takesEvents()));
  }

  @Override
  public void updateIntake(String value) {
    mustAnswer();
    status = "UPDATE_IN_PROGRESS";
    sim.kernel()
        .after(
            UPDATE,
            () -> {
              if (stack.region().isUp()) {
                update(value);
              } else {
                stack.region().onReturn(() -> update(value));
              }
            });
  }

  private void update(String value) {
    boolean takes = role.takesEvents(value);
    parameter = value;
    status = "UPDATE_COMPLETE";
    changedAt = sim.kernel().now();
    if (takes) {
      opened.run();
    }
    stack.bus().takeEvents(takes);
  }

  @Override
  public void setRule(String name, boolean enabled) {
    mustAnswer();
    stack.bus().takeEvents(enabled);
  }

  @Override
  public void startReplay(String name, Instant from, Instant to) {
    mustAnswer();
    replays.add(
        new Replay(name, Replay.State.RUNNING, from, to, Optional.empty(), Optional.empty()));
    stack.bus().replay(name, from, to);
    sim.kernel()
        .after(
            REPLAY,
            () ->
                replays.replaceAll(
                    replay -> replay.name().equals(name) ? completed(replay) : replay));
  }

  private Replay completed(Replay replay) {
    return new Replay(
        replay.name(),
        Replay.State.COMPLETED,
        replay.from(),
        replay.to(),
        Optional.of(replay.to()),
        Optional.of(sim.kernel().now()));
  }
}
