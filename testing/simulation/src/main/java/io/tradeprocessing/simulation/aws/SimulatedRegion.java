package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.simulation.fault.Fault;
import io.tradeprocessing.simulation.kernel.Gate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A Region: whether it is there, and which of its services fail at the moment. */
public final class SimulatedRegion {

  private final Sim sim;
  private final String name;
  private final int slot;
  private final Gate gate;
  private final Set<Fault> outages = EnumSet.noneOf(Fault.class);
  private final List<Runnable> returns = new ArrayList<>();
  private int losses;

  public SimulatedRegion(Sim sim, String name, int slot) {
    this.sim = sim;
    this.name = name;
    this.slot = slot;
    this.gate = new Gate(sim.kernel());
  }

  public String name() {
    return name;
  }

  /** The slot in the table's keys. */
  public int slot() {
    return slot;
  }

  /** Whether the Region is there. */
  public boolean isUp() {
    return gate.isOpen();
  }

  /** Waits while the Region is lost. */
  public void await() throws InterruptedException {
    gate.pass();
  }

  /** How often the Region was lost; a process that ran then is gone. */
  int losses() {
    return losses;
  }

  /** Everything in the Region stops; what is running in a function is gone. */
  public void lose() {
    losses++;
    gate.close();
    sim.trace().add(name, "the Region is lost");
  }

  /** The Region is back; its executions and deliveries go on. */
  public void comeBack() {
    if (!gate.isOpen()) {
      sim.trace().add(name, "the Region is back");
      gate.open();
      List<Runnable> actions = List.copyOf(returns);
      returns.clear();
      actions.forEach(Runnable::run);
    }
  }

  /** Does something when the Region is back. */
  void onReturn(Runnable action) {
    returns.add(action);
  }

  /** A service begins to fail. */
  public void begin(Fault outage) {
    outages.add(outage);
  }

  /** A service works again. */
  public void end(Fault outage) {
    outages.remove(outage);
    sim.trace().add(name, outage.id() + " is over");
  }

  /** Whether a service fails at the moment. */
  boolean isOut(Fault outage) {
    return outages.contains(outage);
  }
}
