package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.run.LocalDeployment;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * A backfill on this machine: the definition and the handler that AWS runs, on a folder.
 *
 * @param store where the records are kept; empty for a temporary file
 */
public record LocalBackfill(
    DeploymentTemplate template, Optional<Path> store, Telemetry telemetry) {

  /** Trades of a partition that are processed at the same time, as in the function. */
  private static final int TRADES = 16;

  /**
   * Runs a plan.
   *
   * @param objects where it is
   */
  public Outcome run(Plan plan, FolderObjects objects, BackfillLimits limits)
      throws InterruptedException {
    try (LocalDeployment deployment =
        LocalDeployment.of(
            template,
            template.settings(),
            store,
            Clock.systemUTC(),
            telemetry,
            ExecutionListener.NONE)) {
      return deployment.backfill(
          objects,
          AwsBackfill.input(plan, limits.here(), limits.toleratedFailures(plan)),
          plan.id() + "-1",
          TRADES);
    }
  }
}
