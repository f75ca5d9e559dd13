package io.tradeprocessing.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running function with the Runtime API that feeds it. It ends with the harness. */
final class FunctionProcess implements AutoCloseable {

  private final RuntimeApi api;
  private final Process process;
  private final CompletableFuture<Void> watch;
  private final long startedAt;

  private FunctionProcess(
      RuntimeApi api, Process process, CompletableFuture<Void> watch, long startedAt) {
    this.watch = watch;
    this.api = api;
    this.process = process;
    this.startedAt = startedAt;
  }

  /**
   * Starts a function on one core.
   *
   * @param environment all of its variables except the address of the Runtime API
   * @param timeout of an invocation
   * @param core the number of the core
   * @param log receives its output
   */
  static FunctionProcess start(
      Variant runtime, Map<String, String> environment, Duration timeout, int core, Path log)
      throws IOException {
    RuntimeApi api = new RuntimeApi(timeout);
    List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    command.addAll(runtime.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(runtime.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(runtime.environment());
    builder.environment().put("LAMBDA_TASK_ROOT", runtime.folder().toString());
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.hostAndPort());
    long startedAt = System.nanoTime();
    Process process = builder.start();
    CompletableFuture<Void> watch =
        process
            .onExit()
            .thenAccept(
                ended ->
                    api.fail(
                        "%s ended with exit code %d; its output is in %s"
                            .formatted(runtime.name(), ended.exitValue(), log)));
    return new FunctionProcess(api, process, watch, startedAt);
  }

  RuntimeApi api() {
    return api;
  }

  /** {@link System#nanoTime} of its start. */
  long startedAt() {
    return startedAt;
  }

  ProcessFigures figures() {
    return ProcessFigures.of(process.pid());
  }

  /** Shuts it down so that a JVM can write an archive at exit. Lambda does not do this. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new FunctionFailedException("the function did not end within 60 s");
    }
  }

  @Override
  public void close() {
    watch.cancel(false);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
