package io.tradeprocessing.common.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

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
      for (byte[] input : bytes) {
        handler.handleRequest(
            new ByteArrayInputStream(input), OutputStream.nullOutputStream(), context);
      }
    }
  }

  /** The same for a handler of objects. */
  public static <T> void invoke(RequestHandler<T, ?> handler, List<T> inputs) {
    SampleContext context = new SampleContext();
    for (int round = 0; round < ROUNDS; round++) {
      for (T input : inputs) {
        Object _ = handler.handleRequest(input, context);
      }
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
