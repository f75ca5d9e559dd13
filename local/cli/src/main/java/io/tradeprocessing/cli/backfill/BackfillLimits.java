package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.console.UserError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a backfill runs at the same time, and how much of it may fail. */
public final class BackfillLimits {

  private static final int ON_AWS = 40;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "Partitions that are processed at the same time (default: 40 on AWS, one for each"
              + " processor with --local).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--tolerated-failures",
      paramLabel = "N",
      description =
          "Partitions that may fail before the rest is stopped (default: all; the report names"
              + " them).")
  private @Nullable Integer toleratedFailures;

  /**
   * Checks the options.
   *
   * @throws UserError if a limit is out of range
   */
  public void check() {
    if (concurrency != null && concurrency < 1) {
      throw new UserError("--concurrency must be at least 1");
    }
    if (toleratedFailures != null && toleratedFailures < 0) {
      throw new UserError("--tolerated-failures must be at least 0");
    }
  }

  public int onAws() {
    return Optional.ofNullable(concurrency).orElse(ON_AWS);
  }

  public int here() {
    return Optional.ofNullable(concurrency).orElse(Runtime.getRuntime().availableProcessors());
  }

  public int toleratedFailures(Plan plan) {
    return Optional.ofNullable(toleratedFailures).orElse(plan.partitions().size());
  }
}
