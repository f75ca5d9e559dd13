package io.tradeprocessing.cli;

import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.backfill.ObjectStoreUnavailableException;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.backfill.BackfillEnvironment;
import io.tradeprocessing.cli.backfill.BackfillLimits;
import io.tradeprocessing.cli.backfill.Estimate;
import io.tradeprocessing.cli.backfill.FolderObjects;
import io.tradeprocessing.cli.backfill.LocalBackfill;
import io.tradeprocessing.cli.backfill.Planner;
import io.tradeprocessing.cli.backfill.Report;
import io.tradeprocessing.cli.backfill.ResultLines;
import io.tradeprocessing.cli.backfill.Source;
import io.tradeprocessing.cli.backfill.SourceOptions;
import io.tradeprocessing.cli.backfill.WorkFolder;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.template.TemplateFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trades backfill}: records many events in bulk, here or on AWS. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Records many events in bulk: partitions, each processed by one function, and an account of"
          + " every line.",
      "SOURCE is a file, the files of a folder, or the objects under a prefix of S3: JSON Lines,"
          + " JSON arrays or, with --csv, CSV; also compressed by gzip."
    },
    subcommands = {
      BackfillStatusCommand.class,
      BackfillReportCommand.class,
      BackfillResumeCommand.class,
      BackfillRedriveCommand.class
    })
final class BackfillCommand implements Callable<Integer> {

  @Mixin private SourceOptions input = new SourceOptions();

  @Option(names = "--local", description = "Run it on this machine.")
  private boolean local;

  @Option(
      names = "--bucket",
      paramLabel = "BUCKET",
      description = "Run it on AWS, through this bucket: the stack's output BackfillBucketName.")
  private @Nullable String bucket;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "With --local: keep the records in this folder (default: in memory).")
  private @Nullable Path store;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Keep plan, partitions, results and report in this folder (default: a temporary one).")
  private @Nullable Path work;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Cut the source into this many partitions (default: about 2,000 events each).")
  private @Nullable Integer partitions;

  @Mixin private BackfillLimits limits = new BackfillLimits();

  @Option(
      names = "--dry-run",
      description = "Only print the number of partitions, and what it would cost and take on AWS.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description =
          "With --local, print one result per line as JSON, in the order of the source; the account"
              + " goes to standard error.")
  private boolean json;

  @Mixin private BackfillEnvironment environment = new BackfillEnvironment();
  @Mixin private TemplateFile templateFile = new TemplateFile();
  @Mixin private Logging logging = new Logging();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Source source = input.open(environment.access());
        WorkFolder folder = checked()) {
      Plan plan =
          new Planner(Clock.systemUTC())
              .plan(source, input.format(), Optional.ofNullable(partitions), folder.objects());
      if (dryRun) {
        out().print(Estimate.of(plan, limits.onAws()).text());
        return ExitCode.DONE;
      }
      return local
          ? runHere(plan, folder.objects())
          : environment.uploadAndRun(
              plan, folder, Objects.requireNonNull(bucket), limits, out(), err());
    } catch (ObjectStoreUnavailableException e) {
      throw UserError.midway(String.valueOf(e.getMessage()), e);
    }
  }

  /** The folder, once it is known that the options go together. */
  private WorkFolder checked() {
    limits.check();
    if (partitions != null && (partitions < 1 || partitions > Planner.MAX_PARTITIONS)) {
      throw new UserError("--partitions must be from 1 to " + Planner.MAX_PARTITIONS);
    }
    if (!dryRun && local == (bucket != null)) {
      throw new UserError("give either --local or --bucket BUCKET, or --dry-run");
    }
    return WorkFolder.of(Optional.ofNullable(work));
  }

  private int runHere(Plan plan, FolderObjects objects) throws InterruptedException {
    Outcome outcome =
        new LocalBackfill(
                templateFile.read(), Optional.ofNullable(store), logging.telemetry(System.err))
            .run(plan, objects, limits);
    if (json) {
      new ResultLines(objects, plan).forEach(line -> out().println(Terminal.json(line)));
      out().flush();
    }
    if (outcome instanceof Outcome.Failed(var error, var cause)) {
      err().println("trades: the backfill failed: " + error + ": " + cause);
      if (objects.get(Plan.reportKey(plan.id())).isEmpty()) {
        return ExitCode.FAILED;
      }
    }
    Report report = Report.read(objects, plan.id());
    PrintWriter to = json ? err() : out();
    to.print(report.text());
    to.flush();
    return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
