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
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * A function's steps around its snapshot. Those before it do, on made-up trades, what an invocation
 * does, so that the snapshot holds loaded and compiled code. Those after a restore do what would
 * otherwise be the first invocation's: they read the settings and open connections.
 *
 * <p>The steps before the snapshot work with collaborators of their own, which they drop. What
 * invocations work with is made before the snapshot and first used after the restore: the snapshot
 * holds none of their connections, credentials, random numbers or settings, so nothing of it can be
 * stale.
 *
 * <p>Source: "Lambda SnapStart runtime hooks for Java" and "Handling uniqueness with Lambda
 * SnapStart" of the Lambda developer guide.
 */
public final class Rehearsal implements Resource {

  /**
   * A step.
   *
   * @param name in the log
   */
  public record Step(String name, Work work) {

    /** What is done; it may fail as it likes. */
    public interface Work {
      void run() throws Exception;
    }
  }

  /** How often a step handles all that there is of made-up trades or answers. */
  public static final int ROUNDS = 100;

  /**
   * How often a step does what is the same each time. The compilers take a method after 200 calls,
   * and for good after 100 more, as {@code runtime-wrapper} has it.
   */
  public static final int CALLS = 400;

  private final Telemetry telemetry;
  private final List<Step> beforeSnapshot;
  private final List<Step> afterRestore;

  private Rehearsal(Telemetry telemetry, List<Step> beforeSnapshot, List<Step> afterRestore) {
    this.telemetry = telemetry;
    this.beforeSnapshot = List.copyOf(beforeSnapshot);
    this.afterRestore = List.copyOf(afterRestore);
  }

  /** Registers a function's steps. The caller must keep what it gets: the registry is weak. */
  public static Rehearsal register(
      Telemetry telemetry, List<Step> beforeSnapshot, List<Step> afterRestore) {
    Rehearsal rehearsal = new Rehearsal(telemetry, beforeSnapshot, afterRestore);
    Core.getGlobalContext().register(rehearsal);
    return rehearsal;
  }

  /** A rehearsal of nothing, for a function outside Lambda. */
  public static Rehearsal none(Telemetry telemetry) {
    return new Rehearsal(telemetry, List.of(), List.of());
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    take(beforeSnapshot, "rehearsed");
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    take(afterRestore, "renewed");
  }

  /** One that fails is reported: a slow first trade is better than no version, or no trade. */
  private void take(List<Step> steps, String done) {
    for (Step step : steps) {
      long start = System.nanoTime();
      try {
        step.work().run();
        telemetry.info(done, Map.of("step", step.name(), "duration_ms", millisecondsSince(start)));
      } catch (Exception e) {
        telemetry.warn(
            "a step around the snapshot failed: the first invocation after a restore may be slow",
            Map.of("step", step.name(), "reason", e.toString()));
      }
    }
  }

  /**
   * Invokes a handler with each input, over and over.
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
