package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts functions with stand-ins for AWS, and times them. */
final class Bench {

  /**
   * Lambda takes the snapshot some time after the hooks, so it includes what the JVM compiles until
   * then.
   */
  private static final long BEFORE_SNAPSHOT_MS = 500;

  private final Workplace workplace;
  private final LoopbackServer aws;
  private final Events events;
  private final String daemon;
  private final int core;

  /**
   * @param daemon {@code host:port} to which X-Ray's subsegments go, as on Lambda
   */
  Bench(Workplace workplace, LoopbackServer aws, Events events, String daemon, int core) {
    this.workplace = workplace;
    this.aws = aws;
    this.events = events;
    this.daemon = daemon;
    this.core = core;
  }

  /**
   * A cold start.
   *
   * @param wallMs from the start of the process to the first response
   * @param cpuMs user and system time of the process until then
   * @param firstMs the first invocation alone, from its event to its response
   * @param rssMb resident memory after it
   */
  record ColdStart(double wallMs, double cpuMs, double firstMs, double rssMb) {}

  /** Starts the function and invokes it once. */
  ColdStart coldStart(Variant runtime, Function function) throws IOException, InterruptedException {
    try (FunctionProcess process = start(runtime, function)) {
      RuntimeApi.Answer answer = process.api().invoke(events.next(function));
      ProcessFigures figures = process.figures();
      return new ColdStart(
          (answer.answeredAt() - process.startedAt()) / 1e6,
          figures.cpuNanoseconds() / 1e6,
          answer.nanoseconds() / 1e6,
          megabytes(figures.rssBytes()));
    }
  }

  /**
   * The first invocation after a restore from a snapshot: the hooks before the snapshot run, every
   * connection is closed, the hooks after the restore run, and the function is invoked.
   *
   * @param initMs from the start of the process to the end of the hooks before the snapshot
   * @param restoreMs from the restore to the first response, including the hooks after the restore
   * @param firstMs the first invocation alone
   */
  record Restored(double initMs, double restoreMs, double firstMs) {}

  Restored restored(Variant runtime, Function function) throws IOException, InterruptedException {
    try (FunctionProcess process = start(runtime, function)) {
      process.api().awaitCheckpoint();
      double initMs = (System.nanoTime() - process.startedAt()) / 1e6;
      String event = events.next(function);
      long restoredAt = restore(process);
      RuntimeApi.Answer answer = process.api().invoke(event);
      return new Restored(
          initMs, (answer.answeredAt() - restoredAt) / 1e6, answer.nanoseconds() / 1e6);
    }
  }

  /** Continues as after a restore, and returns the time. */
  private long restore(FunctionProcess process) throws InterruptedException {
    Thread.sleep(BEFORE_SNAPSHOT_MS);
    aws.closeConnections();
    long restoredAt = System.nanoTime();
    process.api().restore();
    return restoredAt;
  }

  /**
   * Invocations of a warm function.
   *
   * @param p50Ms the median time from event to response
   * @param cpuMs user and system time of the process per invocation
   * @param rssMb resident memory at the end
   */
  record Warm(double p50Ms, double p99Ms, double cpuMs, double rssMb) {}

  /**
   * Warms functions up and then invokes them in alternating blocks, so that other load on the
   * machine affects all of them.
   *
   * @param count measured invocations of each
   */
  Map<String, Warm> warm(List<Variant> runtimes, Function function, int warmUp, int count)
      throws IOException, InterruptedException {
    int blocks = 10;
    Map<String, WarmProcess> processes = new HashMap<>();
    try {
      for (Variant runtime : runtimes) {
        WarmProcess process = new WarmProcess(start(runtime, function));
        processes.put(runtime.name(), process);
        if (runtime.isSnapStart()) {
          process.process.api().awaitCheckpoint();
          restore(process.process);
        }
        process.invoke(function, warmUp);
        process.forget();
      }
      for (int block = 0; block < blocks; block++) {
        for (WarmProcess process : processes.values()) {
          process.invoke(function, count / blocks);
        }
      }
      Map<String, Warm> result = new HashMap<>();
      processes.forEach((name, process) -> result.put(name, process.result()));
      return result;
    } finally {
      processes.values().forEach(process -> process.process.close());
    }
  }

  private final class WarmProcess {
    private final FunctionProcess process;
    private final List<Double> milliseconds = new ArrayList<>();
    private long cpuNanoseconds;

    WarmProcess(FunctionProcess process) {
      this.process = process;
    }

    void invoke(Function function, int count) throws InterruptedException {
      long before = process.figures().cpuNanoseconds();
      for (int i = 0; i < count; i++) {
        milliseconds.add(process.api().invoke(events.next(function)).nanoseconds() / 1e6);
      }
      cpuNanoseconds += process.figures().cpuNanoseconds() - before;
    }

    void forget() {
      milliseconds.clear();
      cpuNanoseconds = 0;
    }

    Warm result() {
      double[] values = milliseconds.stream().mapToDouble(Double::doubleValue).toArray();
      return new Warm(
          Statistics.percentile(50, values),
          Statistics.percentile(99, values),
          cpuNanoseconds / 1e6 / values.length,
          megabytes(process.figures().rssBytes()));
    }
  }

  /**
   * Partitions processed by a warm function.
   *
   * @param eventsPerSecond by the clock
   * @param cpuMs user and system time of the process for each event
   */
  record Batch(double eventsPerSecond, double cpuMs) {}

  /**
   * Warms functions up and then has them process partitions, alternating.
   *
   * @param warmUp partitions before those that count
   * @param count partitions of each
   * @param emptied runs after each partition
   */
  Map<String, Batch> batches(
      List<Variant> runtimes, Partitions partitions, int warmUp, int count, Runnable emptied)
      throws IOException, InterruptedException {
    Map<String, BatchProcess> processes = new HashMap<>();
    try {
      for (Variant runtime : runtimes) {
        BatchProcess process = new BatchProcess(start(runtime, Function.BACKFILL));
        processes.put(runtime.name(), process);
        if (runtime.isSnapStart()) {
          process.process.api().awaitCheckpoint();
          restore(process.process);
        }
      }
      for (int round = -warmUp; round < count; round++) {
        for (BatchProcess process : processes.values()) {
          process.invoke(partitions.next(), round >= 0);
          emptied.run();
        }
      }
      Map<String, Batch> result = new HashMap<>();
      processes.forEach((name, process) -> result.put(name, process.result(count)));
      return result;
    } finally {
      processes.values().forEach(process -> process.process.close());
    }
  }

  private static final class BatchProcess {
    private final FunctionProcess process;
    private long nanoseconds;
    private long cpuNanoseconds;

    BatchProcess(FunctionProcess process) {
      this.process = process;
    }

    void invoke(String input, boolean counts) throws InterruptedException {
      long before = process.figures().cpuNanoseconds();
      RuntimeApi.Answer answer = process.api().invoke(input);
      Partitions.mustBeRecorded(answer.output());
      if (counts) {
        nanoseconds += answer.nanoseconds();
        cpuNanoseconds += process.figures().cpuNanoseconds() - before;
      }
    }

    Batch result(int partitions) {
      double events = (double) partitions * Partitions.LINES;
      return new Batch(events * 1e9 / nanoseconds, cpuNanoseconds / 1e6 / events);
    }
  }

  /**
   * Runs what an ahead-of-time cache is to contain, which is what a function does before a
   * snapshot, and shuts the function down so that it writes the cache.
   */
  void train(Variant runtime, Function function) throws IOException, InterruptedException {
    Map<String, String> environment = environment(function);
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    try (FunctionProcess process = start(runtime, function, environment)) {
      process.api().awaitCheckpoint();
      process.terminate();
    }
  }

  /** Starts a function; its output goes to a log file named after runtime and function. */
  FunctionProcess start(Variant runtime, Function function) throws IOException {
    return start(runtime, function, environment(function));
  }

  private FunctionProcess start(Variant runtime, Function function, Map<String, String> environment)
      throws IOException {
    return FunctionProcess.start(
        runtime,
        environment,
        function.timeout(),
        core,
        workplace.scratch("logs/" + runtime.name() + "-" + function.module() + ".log"));
  }

  private Map<String, String> environment(Function function) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "benchmark");
    environment.put("AWS_SECRET_ACCESS_KEY", "benchmark");
    environment.put("AWS_ENDPOINT_URL", aws.address());
    environment.put("AWS_XRAY_DAEMON_ADDRESS", daemon);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "trade-" + function.module() + "-dev");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMb()));
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.module());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "benchmark");
    environment.put("_HANDLER", function.handler());
    environment.put("ENVIRONMENT", AwsStandIn.ENVIRONMENT);
    environment.put("TABLE_NAME", AwsStandIn.TABLE);
    environment.put("BACKFILL_BUCKET", AwsStandIn.BUCKET);
    environment.put("LOG_LEVEL", "INFO");
    environment.put("POWERTOOLS_SERVICE_NAME", "trade-" + function.module());
    return environment;
  }

  static double megabytes(long bytes) {
    return bytes / 1024.0 / 1024.0;
  }
}
