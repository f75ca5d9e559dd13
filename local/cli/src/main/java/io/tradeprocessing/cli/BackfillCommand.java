package io.tradeprocessing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.ObjectStoreUnavailableException;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.backfill.AwsBackfill;
import io.tradeprocessing.cli.backfill.Estimate;
import io.tradeprocessing.cli.backfill.FolderObjects;
import io.tradeprocessing.cli.backfill.Planner;
import io.tradeprocessing.cli.backfill.Report;
import io.tradeprocessing.cli.backfill.ResultLines;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Terminal;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.run.LocalDeployment;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.cli.template.TemplateFile;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** {@code trades backfill}: records a file of events in bulk, here or on AWS. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Records a file of events in bulk: partitions, each processed by one function, and an account"
          + " of every line.",
      "FILE is JSON Lines or a JSON array of envelopes or bare trades, also compressed by gzip."
    },
    subcommands = {
      BackfillCommand.Status.class,
      BackfillCommand.ShowReport.class,
      BackfillCommand.Redrive.class
    })
final class BackfillCommand implements Callable<Integer> {

  /** Trades of a partition that are processed at the same time, as in the function. */
  private static final int LOCAL_TRADES = 16;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The events.")
  private @Nullable Path file;

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
      description = "Cut the file into this many partitions (default: about 2,000 events each).")
  private @Nullable Integer partitions;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "Partitions that are processed at the same time (default: ${DEFAULT-VALUE} on AWS, one"
              + " for each processor with --local).")
  private int concurrency = 40;

  @Option(
      names = "--tolerated-failures",
      paramLabel = "N",
      description =
          "Partitions that may fail before the rest is stopped (default: all; the report names"
              + " them).")
  private @Nullable Integer toleratedFailures;

  @Option(
      names = "--dry-run",
      description = "Only print the number of partitions, and what it would cost and take on AWS.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description =
          "With --local, print one result per line as JSON, in the order of the file; the account"
              + " goes to standard error.")
  private boolean json;

  @Mixin private Environment environment = new Environment();
  @Mixin private TemplateFile templateFile = new TemplateFile();
  @Mixin private Logging logging = new Logging();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path events = events();
    if (concurrency < 1 || (partitions != null && partitions < 1)) {
      throw new UserError("--concurrency and --partitions must be at least 1");
    }
    if (partitions != null && partitions > Planner.MAX_PARTITIONS) {
      throw new UserError("--partitions must be at most " + Planner.MAX_PARTITIONS);
    }
    if (!dryRun && local == (bucket != null)) {
      throw new UserError("give either --local or --bucket BUCKET, or --dry-run");
    }
    boolean temporary = work == null;
    Path folder = work == null ? Files.createTempDirectory("trades-backfill") : work;
    try {
      FolderObjects objects = new FolderObjects(folder);
      Plan plan =
          new Planner(Clock.systemUTC()).plan(events, Optional.ofNullable(partitions), objects);
      if (dryRun) {
        out().print(Estimate.of(plan, concurrency).text());
        return ExitCode.DONE;
      }
      return local ? runHere(plan, objects) : runOnAws(plan, objects);
    } catch (ObjectStoreUnavailableException e) {
      throw UserError.midway(String.valueOf(e.getMessage()), e);
    } finally {
      if (temporary) {
        delete(folder);
      }
    }
  }

  private Path events() {
    if (file == null) {
      throw new UserError(
          "FILE is missing: give a file of events, or one of status, report and redrive");
    }
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + " is not a file: give a file of events");
    }
    return file;
  }

  private int runHere(Plan plan, FolderObjects objects) throws InterruptedException {
    DeploymentTemplate template = templateFile.read();
    int atOnce = Runtime.getRuntime().availableProcessors();
    if (Objects.requireNonNull(spec)
        .commandLine()
        .getParseResult()
        .hasMatchedOption("--concurrency")) {
      atOnce = concurrency;
    }
    Telemetry telemetry = logging.telemetry(System.err);
    try (LocalDeployment deployment =
        LocalDeployment.of(
            template,
            template.settings(),
            Optional.ofNullable(store),
            Clock.systemUTC(),
            telemetry,
            ExecutionListener.NONE)) {
      Outcome outcome =
          deployment.backfill(
              objects,
              AwsBackfill.input(plan, atOnce, tolerated(plan)),
              plan.id() + "-1",
              LOCAL_TRADES);
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
  }

  private int runOnAws(Plan plan, FolderObjects objects) throws InterruptedException {
    try (SfnClient client = environment.access.client(SfnClient::builder)) {
      AwsBackfill backfill = AwsBackfill.of(client, environment.name);
      ObjectStore remote = environment.bucket(Objects.requireNonNull(bucket));
      AtomicInteger uploaded = new AtomicInteger();
      int all = plan.partitions().size();
      ProgressBar bar =
          new ProgressBar(
              System.err,
              Logging.hasTerminal(),
              () -> uploaded.get() / (double) all,
              System.nanoTime(),
              "partitions");
      AwsBackfill.upload(
          plan,
          objects,
          remote,
          () -> {
            uploaded.incrementAndGet();
            bar.step(System.nanoTime());
          });
      bar.clear();
      String execution =
          backfill.start(plan.id(), AwsBackfill.input(plan, concurrency, tolerated(plan)));
      err().println("backfill " + plan.id() + " is running: " + execution);
      err().flush();
      return environment.follow(backfill, execution, remote, plan.id(), out(), err());
    }
  }

  private int tolerated(Plan plan) {
    return toleratedFailures == null ? plan.partitions().size() : toleratedFailures;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a backfill on AWS is. */
  static final class Environment {

    private static final long POLL_MILLIS = 2_000;

    @Mixin private AwsAccess access = new AwsAccess();

    @Option(
        names = "--environment",
        paramLabel = "NAME",
        description = "The stack's EnvironmentSuffix (default: ${DEFAULT-VALUE}).")
    private String name = "dev";

    ObjectStore bucket(String bucket) {
      return access.bucket(bucket);
    }

    /** Waits for the end of an execution and prints its report. */
    int follow(
        AwsBackfill backfill,
        String execution,
        ObjectStore objects,
        String plan,
        PrintWriter out,
        PrintWriter err)
        throws InterruptedException {
      DescribeExecutionResponse state = backfill.describe(execution).orElseThrow();
      while (AwsBackfill.isRunning(state)) {
        Thread.sleep(POLL_MILLIS);
        state = backfill.describe(execution).orElseThrow();
      }
      if (state.status() != ExecutionStatus.SUCCEEDED) {
        err.println(
            "trades: the backfill ended as "
                + state.statusAsString()
                + ": "
                + state.error()
                + ": "
                + state.cause());
        if (objects.get(Plan.reportKey(plan)).isEmpty()) {
          return ExitCode.FAILED;
        }
      }
      Report report = Report.read(objects, plan);
      out.print(report.text());
      return report.isClean() && state.status() == ExecutionStatus.SUCCEEDED
          ? ExitCode.DONE
          : ExitCode.FAILED;
    }
  }

  /** {@code trades backfill status}. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "How far a backfill on AWS is; with --concurrency, changes it while it runs.")
  static final class Status implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
    private String plan = "";

    @Option(
        names = "--concurrency",
        paramLabel = "N",
        description = "Process this many partitions at the same time from now on.")
    private @Nullable Integer concurrency;

    @Mixin private Environment environment = new Environment();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      try (SfnClient client = environment.access.client(SfnClient::builder)) {
        AwsBackfill backfill = AwsBackfill.of(client, environment.name);
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

  /** {@code trades backfill report}. */
  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = "The account of a backfill: what became of every line.")
  static final class ShowReport implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
    private String plan = "";

    @Option(names = "--bucket", paramLabel = "BUCKET", description = "The backfill's bucket.")
    private @Nullable String bucket;

    @Option(
        names = "--work",
        paramLabel = "DIR",
        description = "The folder of a local backfill, in place of a bucket.")
    private @Nullable Path work;

    @Option(names = "--json", description = "Print the whole report as JSON, with its partitions.")
    private boolean json;

    @Mixin private Environment environment = new Environment();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      if ((bucket == null) == (work == null)) {
        throw new UserError("give either --bucket BUCKET or --work DIR");
      }
      ObjectStore objects =
          work == null
              ? environment.bucket(Objects.requireNonNull(bucket))
              : new FolderObjects(work);
      Report report = Report.read(objects, plan);
      if (json) {
        out.println(ExactJson.write(report.json()));
      } else {
        out.print(report.text());
      }
      return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /** {@code trades backfill redrive}. */
  @Command(
      name = "redrive",
      mixinStandardHelpOptions = true,
      description =
          "Starts a backfill that failed once more: what is done is passed over, the rest goes on"
              + " from where it was.")
  static final class Redrive implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The name that 'trades backfill' printed.")
    private String plan = "";

    @Option(
        names = "--bucket",
        paramLabel = "BUCKET",
        required = true,
        description = "The backfill's bucket.")
    private String bucket = "";

    @Mixin private Environment environment = new Environment();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
      try (SfnClient client = environment.access.client(SfnClient::builder)) {
        AwsBackfill backfill = AwsBackfill.of(client, environment.name);
        DescribeExecutionResponse latest = backfill.latest(plan);
        if (AwsBackfill.isRunning(latest)) {
          throw new UserError("the backfill " + plan + " is still running");
        }
        JsonNode input = ExactJson.read(latest.input());
        String execution = backfill.start(plan, input);
        err.println("backfill " + plan + " is running again: " + execution);
        err.flush();
        return environment.follow(backfill, execution, environment.bucket(bucket), plan, out, err);
      }
    }
  }
}
