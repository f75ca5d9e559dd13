package io.tradeprocessing.common.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.aws.AwsFailure;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.Tracing;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.crac.Core;
import org.crac.Resource;

/**
 * What a function runs in: its environment variables, clock, telemetry and tracing, the frame of
 * each invocation, and the steps around its snapshot.
 *
 * <p>Before the snapshot, priming steps do what an invocation does, on sample trades, so that the
 * snapshot holds loaded and compiled code. After a restore, refresh steps read the settings and
 * open connections, which would otherwise take time from the first invocation.
 *
 * <p>Priming steps create collaborators for themselves and drop them. The collaborators of
 * invocations are created before the snapshot and first used after the restore: the snapshot holds
 * none of their connections, credentials, random numbers, settings or traces, so nothing in it can
 * be stale.
 *
 * <p>Source: "Lambda SnapStart runtime hooks for Java" and "Handling uniqueness with Lambda
 * SnapStart" in the Lambda developer guide.
 */
public final class FunctionRuntime {

  /**
   * All refresh steps together. Lambda ends an environment whose runtime and hooks take longer than
   * ten seconds after a restore.
   */
  private static final Duration REFRESH_BUDGET = Duration.ofSeconds(3);

  private final Map<String, String> variables;
  private final Clock clock;
  private final Telemetry telemetry;
  private final Tracing tracing;
  private final AtomicBoolean first = new AtomicBoolean(true);

  /** The registry of hooks refers to them weakly; this reference keeps them. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private Hooks hooks = new Hooks(List.of(), List.of());

  private FunctionRuntime(
      Map<String, String> variables, Clock clock, Telemetry telemetry, Tracing tracing) {
    this.variables = Map.copyOf(variables);
    this.clock = clock;
    this.telemetry = telemetry;
    this.tracing = tracing;
  }

  /** The runtime on Lambda, from the environment variables of the process. */
  public static FunctionRuntime lambda() {
    Map<String, String> variables = System.getenv();
    Clock clock = Clock.systemUTC();
    return of(variables, clock, JsonTelemetry.fromEnvironment(variables, clock));
  }

  /** A runtime outside Lambda, without environment variables, tracing or snapshots. */
  public static FunctionRuntime local(Clock clock, Telemetry telemetry) {
    return of(Map.of(), clock, telemetry);
  }

  /** A runtime of these environment variables, which also say where traces go. */
  public static FunctionRuntime of(
      Map<String, String> variables, Clock clock, Telemetry telemetry) {
    return new FunctionRuntime(variables, clock, telemetry, Tracing.fromEnvironment(variables));
  }

  /**
   * The runtime of priming steps: the same variables, a log that goes nowhere, and traces that
   * nobody receives.
   */
  public FunctionRuntime priming() {
    return new FunctionRuntime(variables, clock, Priming.silent(clock), Tracing.priming());
  }

  /** The environment variables. */
  public Map<String, String> variables() {
    return variables;
  }

  /** Whether {@code sam local} runs the function; it sets a variable that Lambda never sets. */
  public boolean isSamLocal() {
    return "true".equals(variables.get("AWS_SAM_LOCAL"));
  }

  /** The clock. */
  public Clock clock() {
    return clock;
  }

  /** Where log lines and metrics go that do not belong to an invocation. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** The tracing of calls. */
  public Tracing tracing() {
    return tracing;
  }

  /**
   * Registers the steps around the snapshot. Without SnapStart nothing calls them.
   *
   * <p>A step that fails is reported: a slow first invocation is better than a version that cannot
   * be published, or a trade that is not processed. After a priming step that fails the next one
   * runs. After a refresh step that fails the others are left to the first invocation, because they
   * depend on it; so are those that are not done after three seconds.
   *
   * @param priming steps before the snapshot, in order
   * @param refresh steps after a restore, in order; each ends when its thread is interrupted
   */
  public void aroundSnapshot(List<Step> priming, List<Step> refresh) {
    hooks = new Hooks(List.copyOf(priming), List.copyOf(refresh));
    Core.getGlobalContext().register(hooks);
  }

  /**
   * Handles one event. The log lines of the work carry {@code requestId}; {@code coldStart}, true
   * for the first invocation of an environment or after a restore; {@code executionId} if the
   * workflow invokes the function; {@code traceId} if there is a trace; {@code tradeId}, empty if
   * the event has no usable one; and {@code sourceSystem}, {@code unknown} if the envelope names
   * none.
   *
   * <p>A failure of the work is logged with its class and message and then thrown: Lambda's own
   * line names neither trade nor execution. Under {@code sam local}, a failed call of AWS is logged
   * with the advice to start the emulator.
   *
   * @param executionArn of the workflow
   * @param work from the invocation's telemetry to the answer
   */
  public <T> T invoke(
      Context context,
      Optional<String> executionArn,
      TradeEvent event,
      Function<Telemetry, T> work) {
    Map<String, String> subject = new LinkedHashMap<>();
    executionArn.ifPresent(arn -> subject.put("executionId", arn));
    tracing.traceId().ifPresent(id -> subject.put("traceId", id));
    subject.put("tradeId", event.tradeId().map(TradeId::value).orElse(""));
    subject.put("sourceSystem", event.sourceSystem());
    return frame(context, subject, work);
  }

  /**
   * Handles a batch, which has no trade or execution of its own. The log lines of the work carry
   * {@code requestId}, {@code coldStart} and {@code traceId} as for one event.
   */
  public <T> T invoke(Context context, Function<Telemetry, T> work) {
    Map<String, String> subject = new LinkedHashMap<>();
    tracing.traceId().ifPresent(id -> subject.put("traceId", id));
    return frame(context, subject, work);
  }

  private <T> T frame(Context context, Map<String, String> subject, Function<Telemetry, T> work) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requestId", context.getAwsRequestId());
    fields.put("coldStart", Boolean.toString(first.getAndSet(false)));
    fields.putAll(subject);
    Telemetry invocation = telemetry.with(fields);
    try {
      return work.apply(invocation);
    } catch (RuntimeException | Error e) {
      Map<String, String> failure = new LinkedHashMap<>();
      failure.put("error", e.getClass().getName());
      failure.put("cause", String.valueOf(e.getMessage()));
      if (isSamLocal() && AwsFailure.isCauseOf(e)) {
        failure.put(
            "advice", "start scripts/emulator; it prints the sam local invoke command to use");
      }
      invocation.error("invocation failed", failure);
      throw e;
    }
  }

  /** Takes the steps before the snapshot. */
  void prime() {
    hooks.beforeCheckpoint();
  }

  /** Takes the steps after a restore, for as long as the budget allows. */
  void refresh(Duration budget) {
    hooks.afterRestore(budget);
  }

  private final class Hooks implements Resource {

    private final List<Step> priming;
    private final List<Step> refresh;

    Hooks(List<Step> priming, List<Step> refresh) {
      this.priming = priming;
      this.refresh = refresh;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
      beforeCheckpoint();
    }

    void beforeCheckpoint() {
      Tracing.inSampleTrace(0, () -> priming.forEach(step -> take(step, "primed")));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
      afterRestore(REFRESH_BUDGET);
    }

    void afterRestore(Duration budget) {
      Thread thread = Thread.ofPlatform().daemon().name("refresh").start(this::refreshAll);
      try {
        if (!thread.join(budget)) {
          thread.interrupt();
          telemetry.warn(
              "the refresh after the restore was stopped; the first invocation may be slow",
              Map.of("budget_ms", Long.toString(budget.toMillis())));
        }
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
      }
    }

    private void refreshAll() {
      for (Step step : refresh) {
        if (!take(step, "refreshed")) {
          return;
        }
      }
    }

    /** Whether the step succeeded. */
    private boolean take(Step step, String done) {
      long start = System.nanoTime();
      try {
        step.work().run();
        telemetry.info(done, Map.of("step", step.name(), "duration_ms", millisecondsSince(start)));
        return true;
      } catch (Exception e) {
        telemetry.warn(
            "a step around the snapshot failed; the first invocation after a restore may be slow",
            Map.of("step", step.name(), "reason", e.toString()));
        return false;
      }
    }

    private static String millisecondsSince(long start) {
      return Long.toString((System.nanoTime() - start) / 1_000_000);
    }
  }
}
