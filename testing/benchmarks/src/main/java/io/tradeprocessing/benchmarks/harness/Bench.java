package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

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
        WarmProcess process = new WarmProcess(function, started(runtime, function));
        processes.put(runtime.name(), process);
        process.warmUp(warmUp);
      }
      for (int block = 0; block < blocks; block++) {
        for (WarmProcess process : processes.values()) {
          process.invoke(count / blocks);
        }
      }
      Map<String, Warm> result = new HashMap<>();
      processes.forEach((name, process) -> result.put(name, process.result()));
      return result;
    } finally {
      processes.values().forEach(process -> process.process.close());
    }
  }

  /** Starts a function and, if it has a snapshot, continues from it. */
  private FunctionProcess started(Variant runtime, Function function)
      throws IOException, InterruptedException {
    FunctionProcess process = start(runtime, function);
    if (runtime.isSnapStart()) {
      process.api().awaitCheckpoint();
      restore(process);
    }
    return process;
  }

  private final class WarmProcess {
    private final Function function;
    private final FunctionProcess process;
    private final List<Double> milliseconds = new ArrayList<>();
    private long cpuNanoseconds;

    WarmProcess(Function function, FunctionProcess process) {
      this.function = function;
      this.process = process;
    }

    void invoke(int count) throws InterruptedException {
      long before = process.figures().cpuNanoseconds();
      for (int i = 0; i < count; i++) {
        milliseconds.add(process.api().invoke(events.next(function)).nanoseconds() / 1e6);
      }
      cpuNanoseconds += process.figures().cpuNanoseconds() - before;
    }

    /** Invocations that do not count. */
    void warmUp(int count) throws InterruptedException {
      invoke(count);
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
   * Partitions, and the same events by the live functions.
   *
   * @param partitions by the name of the variant that processed them
   * @param liveCpuMs user and system time of the live functions together for each event, if they
   *     were invoked
   */
  record Batches(Map<String, Batch> partitions, OptionalDouble liveCpuMs) {

    Optional<Batch> of(String variant) {
      return Optional.ofNullable(partitions.get(variant));
    }
  }

  /**
   * Live functions beside those that process partitions.
   *
   * @param variants of each function
   * @param warmUp invocations of each before those that count
   * @param block invocations of each after each partition
   */
  record Live(Map<Function, Variant> variants, int warmUp, int block) {
    static final Live NONE = new Live(Map.of(), 0, 0);
  }

  /**
   * How many partitions are processed.
   *
   * @param environments of each variant: what the JIT compiler makes of the same code differs from
   *     one to the next
   * @param warmUp partitions of each environment before those that count
   * @param rounds partitions of each environment that count
   */
  record Rounds(int environments, int warmUp, int rounds) {}

  /**
   * Warms functions up and then has them process partitions, alternating; so do the live functions
   * with as many blocks of events, so that other load on the machine affects all of them.
   *
   * @param emptied runs after each partition and each block
   */
  Batches batches(
      List<Variant> runtimes, Live live, Partitions partitions, Rounds rounds, Runnable emptied)
      throws IOException, InterruptedException {
    List<BatchProcess> processes = new ArrayList<>();
    List<WarmProcess> beside = new ArrayList<>();
    try {
      for (Map.Entry<Function, Variant> each : live.variants().entrySet()) {
        beside.add(new WarmProcess(each.getKey(), started(each.getValue(), each.getKey())));
      }
      for (Variant runtime : runtimes) {
        for (int i = 0; i < rounds.environments(); i++) {
          processes.add(new BatchProcess(runtime.name(), started(runtime, Function.BACKFILL)));
        }
      }
      for (WarmProcess process : beside) {
        process.warmUp(live.warmUp());
        emptied.run();
      }
      for (int round = -rounds.warmUp(); round < rounds.rounds(); round++) {
        for (BatchProcess process : processes) {
          process.invoke(partitions.next(), round >= 0);
          emptied.run();
        }
        for (WarmProcess process : beside) {
          if (round >= 0) {
            process.invoke(live.block());
            emptied.run();
          }
        }
      }
      Map<String, Batch> result = new HashMap<>();
      processes.stream()
          .collect(Collectors.groupingBy(process -> process.name))
          .forEach((name, same) -> result.put(name, BatchProcess.result(same)));
      return new Batches(
          result,
          beside.isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(
                  beside.stream().mapToDouble(process -> process.result().cpuMs()).sum()));
    } finally {
      processes.forEach(process -> process.process.close());
      beside.forEach(process -> process.process.close());
    }
  }

  private static final class BatchProcess {
    private final String name;
    private final FunctionProcess process;
    private int partitions;
    private long nanoseconds;
    private long cpuNanoseconds;

    BatchProcess(String name, FunctionProcess process) {
      this.name = name;
      this.process = process;
    }

    void invoke(String input, boolean counts) throws InterruptedException {
      long before = process.figures().cpuNanoseconds();
      RuntimeApi.Answer answer = process.api().invoke(input);
      Partitions.mustBeRecorded(answer.output());
      if (counts) {
        partitions++;
        nanoseconds += answer.nanoseconds();
        cpuNanoseconds += process.figures().cpuNanoseconds() - before;
      }
    }

    /** All environments together. */
    static Batch result(List<BatchProcess> environments) {
      double events = 0;
      double nanoseconds = 0;
      double cpuNanoseconds = 0;
      for (BatchProcess each : environments) {
        events += (double) each.partitions * Partitions.LINES;
        nanoseconds += each.nanoseconds;
        cpuNanoseconds += each.cpuNanoseconds;
      }
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
