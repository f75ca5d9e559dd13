package io.tradeprocessing.simulation.load;

import io.tradeprocessing.simulation.kernel.Choices;
import java.util.Map;

/**
 * A day under the quotas of an account.
 *
 * @param mean trades a second
 */
record Scenario(Way way, Quotas.Account account, int mean) {

  /** Runs it; the same seed gives the same result. */
  Result run(Map<Way, Workload> workloads, long seed) {
    Day day = new Day(mean);
    Workload workload = workloads.get(way);
    if (workload == null) {
      throw new IllegalArgumentException("no workload of " + way);
    }
    Quotas quotas = Quotas.of(account, way, day, workload);
    // The same day for each way and account.
    var random = new Choices(seed).generator("load/" + mean);
    return way == Way.BACKFILL
        ? new BackfillDay(day, quotas, workload, random).run()
        : new LiveDay(way, day, quotas, workload, random).run();
  }
}
