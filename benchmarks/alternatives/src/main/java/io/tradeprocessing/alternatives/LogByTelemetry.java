package io.tradeprocessing.alternatives;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** Logs one line and counts one thing; both by the project's own telemetry. */
public final class LogByTelemetry implements RequestStreamHandler {

  @SuppressWarnings("unused")
  private final MadeUpInvocations rehearsal = MadeUpInvocations.register(this);

  private final Telemetry telemetry =
      JsonTelemetry.fromEnvironment(System.getenv(), Clock.systemUTC());

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String size = Integer.toString(in.readAllBytes().length);
    Telemetry invocation = telemetry.with(Map.of("requestId", context.getAwsRequestId()));
    invocation.count("Trades", Map.of("sourceSystem", "system1"));
    invocation.info("trade handled", Map.of("sourceSystem", "system1", "size", size));
    out.write("{}".getBytes(StandardCharsets.UTF_8));
  }
}
