package io.tradeprocessing.common.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.Tracing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** How priming steps repeat the work of an invocation until its code is loaded and compiled. */
public final class Priming {

  /** How often a step handles the whole set of sample trades or responses. */
  public static final int ROUNDS = 100;

  /**
   * How often a step repeats identical work. The thresholds in {@code runtime-wrapper} have a
   * method compiled after 200 calls, and once more, for good, after another 100.
   */
  public static final int CALLS = 400;

  /**
   * What is done before a snapshot with something that exists only for that time.
   *
   * @param <T> what it is done with
   */
  @FunctionalInterface
  public interface Rehearsal<T> {
    void with(T what) throws IOException;
  }

  /** Longer than a compiler takes for a method. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int LOOKS = 30;

  private Priming() {}

  /**
   * Invokes a handler with each input, {@value #ROUNDS} times.
   *
   * @param handler whose effects stay inside the function: its clients have canned responses and
   *     its runtime is {@link FunctionRuntime#priming}
   */
  public static void invoke(RequestStreamHandler handler, List<String> inputs) throws IOException {
    List<byte[]> bytes =
        inputs.stream().map(input -> input.getBytes(StandardCharsets.UTF_8)).toList();
    SampleContext context = new SampleContext();
    for (int round = 0; round < ROUNDS; round++) {
      Tracing.inSampleTrace(
          round,
          () -> {
            for (byte[] input : bytes) {
              handler.handleRequest(
                  new ByteArrayInputStream(input), OutputStream.nullOutputStream(), context);
            }
          });
    }
  }

  /** The same for a handler of objects. */
  public static <T> void invoke(RequestHandler<T, ?> handler, List<T> inputs) {
    SampleContext context = new SampleContext();
    for (int round = 0; round < ROUNDS; round++) {
      Tracing.inSampleTrace(
          round,
          () -> {
            for (T input : inputs) {
              Object _ = handler.handleRequest(input, context);
            }
          });
    }
  }

  /**
   * Waits until the compilers have done what priming gave them, which they would do after each
   * restore otherwise; half a minute at most.
   */
  public static void awaitCompilers() throws InterruptedException {
    awaitRest(ManagementFactory.getCompilationMXBean()::getTotalCompilationTime, LOOK);
  }

  /** Waits until something is the same at two looks. */
  static void awaitRest(LongSupplier something, Duration betweenLooks) throws InterruptedException {
    long before = something.getAsLong();
    for (int look = 0; look < LOOKS; look++) {
      Thread.sleep(betweenLooks);
      long now = something.getAsLong();
      if (now == before) {
        return;
      }
      before = now;
    }
  }

  /** Telemetry that writes its lines as a function does, but to nowhere. */
  static Telemetry silent(Clock clock) {
    return new JsonTelemetry(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        clock,
        "priming",
        "priming",
        Telemetry.Level.INFO);
  }
}
