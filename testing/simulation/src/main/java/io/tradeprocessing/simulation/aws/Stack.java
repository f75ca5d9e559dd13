package io.tradeprocessing.simulation.aws;

/**
 * What the template deploys in one Region, on that Region's services.
 *
 * @param region where it is
 * @param table the Region's replica
 * @param queues the dead-letter queues
 * @param bus the event bus
 * @param archiver what reads the table's stream
 * @param backfills the state machine of backfills and its bucket
 */
public record Stack(
    SimulatedRegion region,
    SimulatedTable table,
    Queues queues,
    Bus bus,
    Archiver archiver,
    Backfills backfills) {

  /**
   * Deploys the system.
   *
   * @param replicated whether the table has a replica in another Region
   * @param express whether events start EXPRESS executions
   */
  public static Stack deploy(
      Sim sim, Blueprint blueprint, SimulatedRegion region, boolean replicated, boolean express) {
    SimulatedTable table = new SimulatedTable(sim, region);
    Queues queues = new Queues(sim, region);
    BackfillBucket bucket = new BackfillBucket();
    Functions functions = new Functions(sim, region, blueprint, table.client(), bucket, replicated);
    StepFunctions workflow = new StepFunctions(sim, region, blueprint, express, functions, queues);
    Bus bus = new Bus(sim, region, blueprint, workflow, queues);
    workflow.publishOn(bus);
    Archiver archiver = new Archiver(sim, region, blueprint);
    table.streamTo(archiver);
    Backfills backfills = new Backfills(sim, region, blueprint, functions, bucket);
    return new Stack(region, table, queues, bus, archiver, backfills);
  }
}
