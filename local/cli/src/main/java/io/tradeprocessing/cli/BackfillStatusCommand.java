package io.tradeprocessing.cli;

import io.tradeprocessing.cli.backfill.AwsBackfill;
import io.tradeprocessing.cli.backfill.BackfillEnvironment;
import io.tradeprocessing.cli.console.ExitCode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/** {@code trades backfill status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "How far a backfill on AWS is; with --concurrency, changes it while it runs.")
final class BackfillStatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
  private String plan = "";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Process this many partitions at the same time from now on.")
  private @Nullable Integer concurrency;

  @Mixin private BackfillEnvironment environment = new BackfillEnvironment();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (SfnClient client = environment.client()) {
      AwsBackfill backfill = environment.backfill(client);
      DescribeExecutionResponse latest = backfill.latest(plan);
      if (concurrency != null) {
        backfill.concurrency(latest.executionArn(), concurrency);
      }
      out.println(plan + " " + latest.statusAsString());
      backfill
          .partitions(latest.executionArn())
          .ifPresent(
              counts ->
                  out.printf(
                      "partitions: %,d of %,d done, %,d running, %,d failed%n",
                      counts.succeeded(), counts.total(), counts.running(), counts.failed()));
      return ExitCode.DONE;
    }
  }
}
