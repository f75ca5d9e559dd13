package io.tradeprocessing.common.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the log lines of an invocation have in common, whatever the function does. */
public final class Invocations {

  private final AtomicBoolean first = new AtomicBoolean(true);

  /**
   * The telemetry of one invocation. Its log lines carry {@code requestId}, {@code coldStart}, true
   * for the first invocation of an environment or after a restore, {@code executionId} where the
   * workflow asks, and {@code traceId} where there is a trace.
   *
   * @param executionArn of the workflow
   */
  public Telemetry begin(Telemetry telemetry, Context context, Optional<String> executionArn) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requestId", context.getAwsRequestId());
    fields.put("coldStart", Boolean.toString(first.getAndSet(false)));
    executionArn.ifPresent(arn -> fields.put("executionId", arn));
    TraceHeader.current().ifPresent(trace -> fields.put("traceId", trace.root()));
    return telemetry.with(fields);
  }
}
