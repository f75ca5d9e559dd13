package io.tradeprocessing.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures what an execution costs besides its tasks: Parallel {Task, Task}, Task, Task, Choice,
 * Succeed, with time limits, retriers, catchers, payload templates and an intrinsic function.
 *
 * <pre>
 * java -cp local/asl/target/test-classes:asl/target/classes:… io.tradeprocessing.asl.InterpreterSpeed [executions] [threads]
 * </pre>
 */
final class InterpreterSpeed {

  private InterpreterSpeed() {}

  public static void main(String[] args) throws Exception {
    int executions = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
    int threads = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    JsonNode input =
        ExactJson.read(
            "{\"source\": \"trading.system1\", \"detail\": {\"tradeId\": \"T-1\", \"price\":"
                + " 101.250}}");
    JsonNode answer =
        ExactJson.read(
            "{\"Payload\": {\"valid\": true, \"word\": \"Accepted\"}, \"StatusCode\": 200}");
    Interpreter interpreter = new Interpreter(StateMachine.parse(definition()), request -> answer);

    for (int round = 1; round <= 5; round++) {
      long cpu = cpuNanos();
      long wall = System.nanoTime();
      run(interpreter, input, executions, threads);
      cpu = cpuNanos() - cpu;
      wall = System.nanoTime() - wall;
      System.out.printf(
          "round %d: %d executions, %d threads: %.1f µs CPU, %.1f µs wall each, %,d per second%n",
          round,
          executions,
          threads,
          cpu / 1e3 / executions,
          wall / 1e3 / executions,
          Math.round(executions * 1e9 / wall));
    }
  }

  private static void run(Interpreter interpreter, JsonNode input, int executions, int threads)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  for (int n = next.incrementAndGet();
                      n <= executions;
                      n = next.incrementAndGet()) {
                    Execution execution = Execution.local("machine", "e" + n, Instant.now());
                    Outcome outcome = interpreter.run(input, execution);
                    if (!(outcome instanceof Outcome.Succeeded)) {
                      throw new IllegalStateException(outcome.toString());
                    }
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static String definition() throws IOException {
    try (InputStream in = InterpreterSpeed.class.getResourceAsStream("fan-out.asl.json")) {
      if (in == null) {
        throw new IllegalStateException("fan-out.asl.json is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
