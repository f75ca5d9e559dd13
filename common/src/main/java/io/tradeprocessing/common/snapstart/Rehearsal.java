package io.tradeprocessing.common.snapstart;

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
import java.util.Map;
import java.util.stream.Stream;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * A function's steps before its snapshot: each does, on made-up trades, what an invocation does, so
 * that the snapshot holds loaded and compiled code.
 *
 * <p>The steps work with collaborators of their own, which they drop. What invocations work with is
 * made before the snapshot and first used after the restore: the snapshot holds none of their
 * connections, credentials, random numbers or settings, so nothing has to be renewed and nothing
 * can be stale.
 *
 * <p>Source: "Lambda SnapStart runtime hooks for Java" and "Handling uniqueness with Lambda
 * SnapStart" of the Lambda developer guide.
 */
public final class Rehearsal implements Resource {

  /**
   * A part of a rehearsal.
   *
   * @param name in the log
   */
  public record Step(String name, Work work) {

    /** What is done; it may fail as it likes. */
    public interface Work {
      void run() throws Exception;
    }
  }

  /** How often each step's work is done. */
  public static final int ROUNDS = 100;

  private final Telemetry telemetry;
  private final List<Step> steps;

  private Rehearsal(Telemetry telemetry, List<Step> steps) {
    this.telemetry = telemetry;
    this.steps = steps;
  }

  /**
   * Registers a function's steps. The caller must keep what it gets: the registry holds it weakly.
   *
   * @param shared steps that functions have in common; they come first
   * @param own steps of this one
   */
  public static Rehearsal register(Telemetry telemetry, List<Step> shared, Step... own) {
    List<Step> steps = Stream.concat(shared.stream(), Stream.of(own)).toList();
    Rehearsal rehearsal = new Rehearsal(telemetry, steps);
    Core.getGlobalContext().register(rehearsal);
    return rehearsal;
  }

  /** A rehearsal of nothing, for a function outside Lambda. */
  public static Rehearsal none(Telemetry telemetry) {
    return new Rehearsal(telemetry, List.of());
  }

  /** Takes the steps. One that fails is reported: a slow first trade is better than no version. */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    for (Step step : steps) {
      long start = System.nanoTime();
      try {
        step.work().run();
        telemetry.info(
            "rehearsed", Map.of("step", step.name(), "duration_ms", millisecondsSince(start)));
      } catch (Exception e) {
        telemetry.warn(
            "a rehearsal failed: the first invocation after a restore may be slow",
            Map.of("step", step.name(), "reason", e.toString()));
      }
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  /**
   * Invokes a handler with each input, over and over: C1 compiles a method after 200 calls.
   *
   * @param handler of which nothing leaves the function: its clients have canned answers, its
   *     telemetry goes to {@link #silent}
   */
  public static void invoke(RequestStreamHandler handler, List<String> inputs) throws IOException {
    List<byte[]> bytes =
        inputs.stream().map(input -> input.getBytes(StandardCharsets.UTF_8)).toList();
    MadeUpContext context = new MadeUpContext();
    for (int round = 0; round < ROUNDS; round++) {
      for (byte[] input : bytes) {
        handler.handleRequest(
            new ByteArrayInputStream(input), OutputStream.nullOutputStream(), context);
      }
    }
  }

  /** Telemetry that is written as a function's is, but to nowhere. */
  public static Telemetry silent(Clock clock) {
    return new JsonTelemetry(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        clock,
        "rehearsal",
        "rehearsal",
        Telemetry.Level.INFO);
  }

  private static String millisecondsSince(long start) {
    return Long.toString((System.nanoTime() - start) / 1_000_000);
  }
}
