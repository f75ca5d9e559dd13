package io.tradeprocessing.simulation.aws;

/**
 * What the template deploys in one Region, on that Region's services.
 *
 * @param region where it is
 * @param table the Region's replica
 * @param queues the dead-letter queues
 * @param bus the event bus
 * @param archiver what reads the table's stream
 */
public record Stack(
    SimulatedRegion region, SimulatedTable table, Queues queues, Bus bus, Archiver archiver) {

  /**
   * Deploys the system.
   *
   * @param replicated whether the table has a replica in another Region
   */
  public static Stack deploy(
      Sim sim, Blueprint blueprint, SimulatedRegion region, boolean replicated) {
    SimulatedTable table = new SimulatedTable(sim, region);
    Queues queues = new Queues(sim, region);
    Functions functions = new Functions(sim, region, blueprint, table.client(), replicated);
    StepFunctions workflow = new StepFunctions(sim, region, blueprint, functions, queues);
    Bus bus = new Bus(sim, region, blueprint, workflow, queues);
    workflow.publishOn(bus);
    Archiver archiver = new Archiver(sim, region, blueprint);
    table.streamTo(archiver);
    return new Stack(region, table, queues, bus, archiver);
  }
}
