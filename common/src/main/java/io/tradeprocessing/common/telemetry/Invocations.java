package io.tradeprocessing.common.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.common.trade.TradeId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the log lines of an invocation have in common, whatever the function does. */
public final class Invocations {

  private final AtomicBoolean first = new AtomicBoolean(true);

  /** What a function does with one event. */
  @FunctionalInterface
  public interface Work {

    /** Handles it; the telemetry is the invocation's. */
    void handle(Telemetry telemetry) throws IOException;
  }

  /**
   * Handles one event. The work's log lines carry {@code requestId}, {@code coldStart}, true for
   * the first invocation of an environment or after a restore, {@code executionId} where the
   * workflow asks, {@code traceId} where there is a trace, {@code tradeId}, empty where the event
   * has no usable one, and {@code sourceSystem}, {@code unknown} where the envelope names none.
   *
   * <p>What the work throws is logged as an error with the class and the message before it goes on
   * to Lambda, whose own line of it names neither trade nor execution.
   *
   * @param executionArn of the workflow
   */
  public void run(
      Telemetry telemetry,
      Context context,
      Optional<String> executionArn,
      TradeEvent event,
      Work work)
      throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requestId", context.getAwsRequestId());
    fields.put("coldStart", Boolean.toString(first.getAndSet(false)));
    executionArn.ifPresent(arn -> fields.put("executionId", arn));
    TraceHeader.current().ifPresent(trace -> fields.put("traceId", trace.root()));
    fields.put("tradeId", event.tradeId().map(TradeId::value).orElse(""));
    fields.put("sourceSystem", event.sourceSystem());
    Telemetry invocation = telemetry.with(fields);
    try {
      work.handle(invocation);
    } catch (IOException | RuntimeException | Error e) {
      Map<String, String> failure = new LinkedHashMap<>();
      failure.put("error", e.getClass().getName());
      failure.put("cause", String.valueOf(e.getMessage()));
      invocation.error("invocation failed", failure);
      throw e;
    }
  }
}
