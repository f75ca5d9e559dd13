package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.simulation.check.Recorded;
import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A global table with multi-Region eventual consistency: each item travels alone, in any order; of
 * several versions the newest is enough; the last writer of an item wins.
 */
public final class Replication {

  private final Sim sim;
  private final SimulatedTable first;
  private final SimulatedTable second;
  private final List<Sent> held = new ArrayList<>();
  private final List<Sent> travelling = new ArrayList<>();
  private long versions;
  private boolean paused;

  private record Sent(
      SimulatedTable from,
      SimulatedTable to,
      Map<String, AttributeValue> item,
      SimulatedTable.Version version) {}

  public Replication(Sim sim, SimulatedTable first, SimulatedTable second) {
    this.sim = sim;
    this.first = first;
    this.second = second;
    first.replicateBy(this);
    second.replicateBy(this);
  }

  SimulatedTable.Version nextVersion() {
    return new SimulatedTable.Version(++versions);
  }

  void send(SimulatedTable from, Map<String, AttributeValue> item, SimulatedTable.Version version) {
    depart(new Sent(from, from == first ? second : first, item, version));
  }

  private void depart(Sent sent) {
    String place = sent.from().region().name() + "/" + Recorded.key(sent.item()).replace(' ', '/');
    Duration lag =
        sim.faults().happens(Fault.REPLICATION_LATE, place)
            ? sim.choices().between("lag/" + place, Duration.ofSeconds(5), Duration.ofMinutes(30))
            : sim.choices().between("lag/" + place, Duration.ofMillis(200), Duration.ofSeconds(3));
    travelling.add(sent);
    sim.kernel().after(lag, () -> arrive(sent));
  }

  private void arrive(Sent sent) {
    travelling.remove(sent);
    if (paused || !first.region().isUp() || !second.region().isUp()) {
      held.add(sent);
      return;
    }
    boolean outdated = sent.from().version(Recorded.key(sent.item())) > sent.version().number();
    if (!outdated || sim.choices().below("outdated", 2) == 0) {
      sent.to().arrive(sent.item(), sent.version());
    }
  }

  /** Stops or resumes replication. */
  public void pause(boolean stop) {
    paused = stop;
    goOn();
  }

  /** What was held travels again, if both Regions are there. */
  public void goOn() {
    if (paused || !first.region().isUp() || !second.region().isUp()) {
      return;
    }
    List<Sent> again = List.copyOf(held);
    held.clear();
    again.forEach(this::depart);
  }

  /** Whether everything that was written is in both replicas. */
  public boolean isSettled() {
    return held.isEmpty() && travelling.isEmpty();
  }
}
