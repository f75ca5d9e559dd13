package io.tradeprocessing.cli;

import io.tradeprocessing.cli.backfill.BackfillEnvironment;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trades backfill redrive}. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description =
        "Starts a backfill that failed once more: what is done is passed over, the rest goes on"
            + " from where it was.")
final class BackfillRedriveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
  private String plan = "";

  @Option(
      names = "--bucket",
      paramLabel = "BUCKET",
      required = true,
      description = "The backfill's bucket.")
  private String bucket = "";

  @Mixin private BackfillEnvironment environment = new BackfillEnvironment();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    return environment.redrive(plan, bucket, line.getOut(), line.getErr());
  }
}
