package io.tradeprocessing.cli.backfill;

import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.ExitCode;
import io.tradeprocessing.cli.console.Interruption;
import io.tradeprocessing.cli.console.Logging;
import io.tradeprocessing.cli.console.ProgressBar;
import io.tradeprocessing.cli.console.Stop;
import io.tradeprocessing.cli.console.UserError;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.MapRunExecutionCounts;

/** Where a backfill on AWS is, and what the commands do with it there. */
public final class BackfillEnvironment {

  private static final long POLL_MILLIS = 2_000;

  @Mixin private AwsAccess access = new AwsAccess();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The stack's EnvironmentSuffix (default: ${DEFAULT-VALUE}).")
  private String name = "dev";

  public AwsAccess access() {
    return access;
  }

  /** The backfill's bucket. */
  public ObjectStore bucket(String bucket) {
    return access.bucket(bucket);
  }

  /** A client for {@link #backfill}. */
  public SfnClient client() {
    return access.client(SfnClient::builder);
  }

  /** The environment's backfill. */
  public AwsBackfill backfill(SfnClient client) {
    return AwsBackfill.of(client, name);
  }

  /**
   * Uploads a plan, starts its backfill, and follows it to its end.
   *
   * @param work where the plan is; kept as long as it is not uploaded
   * @return the command's exit code
   */
  public int uploadAndRun(
      Plan plan,
      WorkFolder work,
      String bucket,
      BackfillLimits limits,
      PrintWriter out,
      PrintWriter err)
      throws InterruptedException {
    try (SfnClient client = client()) {
      AwsBackfill backfill = backfill(client);
      ObjectStore remote = bucket(bucket);
      work.keep(true);
      err.println("backfill " + plan.id() + " is uploaded from " + work.path());
      err.flush();
      String goOn =
          "go on with trades backfill resume %s --work %s --bucket %s"
              .formatted(plan.id(), work.path(), bucket);
      try {
        if (!upload(plan, work.objects(), remote, goOn, err)) {
          return Interruption.EXIT_CODE;
        }
      } catch (RuntimeException e) {
        err.println("trades: the upload is not complete; " + goOn);
        throw e;
      }
      work.keep(false);
      String execution =
          backfill.start(
              plan.id(), AwsBackfill.input(plan, limits.onAws(), limits.toleratedFailures(plan)));
      err.println("backfill " + plan.id() + " is running: " + execution);
      err.flush();
      return follow(backfill, execution, remote, plan.id(), out, err);
    }
  }

  private static boolean upload(
      Plan plan, FolderObjects from, ObjectStore to, String goOn, PrintWriter err)
      throws InterruptedException {
    Upload upload = new Upload(plan, from, to);
    int all = plan.partitions().size();
    ProgressBar bar =
        new ProgressBar(
            System.err,
            Logging.hasTerminal(),
            () -> upload.done() / (double) all,
            System.nanoTime(),
            "partitions");
    Stop stop = new Stop();
    try (Interruption _ = new Interruption(stop::request)) {
      boolean complete =
          upload.run(
              stop,
              () -> {
                synchronized (bar) {
                  bar.step(System.nanoTime());
                }
              });
      bar.clear();
      if (!complete) {
        err.printf(
            "trades: interrupted after %,d of %,d partitions; %s%n", upload.done(), all, goOn);
        err.flush();
      }
      return complete;
    }
  }

  /** Starts a backfill that has ended once more, and follows it. */
  public int redrive(String plan, String bucket, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    try (SfnClient client = client()) {
      AwsBackfill backfill = backfill(client);
      DescribeExecutionResponse latest = backfill.latest(plan);
      if (AwsBackfill.isRunning(latest)) {
        throw new UserError("the backfill " + plan + " is still running");
      }
      String execution = backfill.startAgain(plan, latest);
      err.println("backfill " + plan + " is running again: " + execution);
      err.flush();
      return follow(backfill, execution, bucket(bucket), plan, out, err);
    }
  }

  /** Waits for the end of an execution, with its progress on a terminal, and prints its report. */
  private static int follow(
      AwsBackfill backfill,
      String execution,
      ObjectStore objects,
      String plan,
      PrintWriter out,
      PrintWriter err)
      throws InterruptedException {
    AtomicReference<Double> share = new AtomicReference<>(Double.NaN);
    ProgressBar bar =
        new ProgressBar(
            System.err, Logging.hasTerminal(), share::get, System.nanoTime(), "partitions");
    long shown = 0;
    DescribeExecutionResponse state = backfill.describe(execution).orElseThrow();
    while (AwsBackfill.isRunning(state)) {
      Thread.sleep(POLL_MILLIS);
      if (Logging.hasTerminal()) {
        MapRunExecutionCounts counts =
            backfill
                .partitions(execution)
                .orElse(MapRunExecutionCounts.builder().total(0L).build());
        long ended = counts.total() == 0 ? 0 : counts.succeeded() + counts.failed();
        share.set(counts.total() == 0 ? Double.NaN : ended / (double) counts.total());
        bar.step(ended - shown, System.nanoTime());
        shown = ended;
      }
      state = backfill.describe(execution).orElseThrow();
    }
    bar.clear();
    if (state.status() != ExecutionStatus.SUCCEEDED) {
      err.println(
          "trades: the backfill ended as %s: %s: %s"
              .formatted(state.statusAsString(), state.error(), state.cause()));
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
