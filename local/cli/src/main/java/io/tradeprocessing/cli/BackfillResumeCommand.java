package io.tradeprocessing.cli;

import io.tradeprocessing.backfill.ObjectStoreUnavailableException;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.backfill.BackfillEnvironment;
import io.tradeprocessing.cli.backfill.BackfillLimits;
import io.tradeprocessing.cli.backfill.WorkFolder;
import io.tradeprocessing.cli.console.UserError;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trades backfill resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Goes on with a backfill whose upload was interrupted: sends what the bucket lacks, by"
            + " SHA-256, and starts it.")
final class BackfillResumeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
  private String plan = "";

  @Option(
      names = "--work",
      paramLabel = "DIR",
      required = true,
      description = "The folder that 'trades backfill' printed.")
  private @Nullable Path work;

  @Option(
      names = "--bucket",
      paramLabel = "BUCKET",
      required = true,
      description = "The backfill's bucket.")
  private String bucket = "";

  @Mixin private BackfillLimits limits = new BackfillLimits();
  @Mixin private BackfillEnvironment environment = new BackfillEnvironment();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    limits.check();
    try (WorkFolder folder = WorkFolder.of(Optional.of(Objects.requireNonNull(work)))) {
      Plan planned =
          folder
              .objects()
              .get(Plan.key(plan))
              .map(stored -> Plan.read(stored.bytes()))
              .orElseThrow(() -> new UserError("there is no backfill " + plan + " in " + work));
      CommandLine line = Objects.requireNonNull(spec).commandLine();
      return environment.uploadAndRun(
          planned, folder, bucket, limits, line.getOut(), line.getErr());
    } catch (ObjectStoreUnavailableException e) {
      throw UserError.midway(String.valueOf(e.getMessage()), e);
    }
  }
}
