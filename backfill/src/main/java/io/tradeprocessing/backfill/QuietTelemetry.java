package io.tradeprocessing.backfill;

import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.util.Map;

/**
 * The log of a function that handles thousands of events an invocation: warnings and errors of the
 * event's handlers go on, their line and metrics for each event do not, because result lines and
 * report say the same and cost nothing to keep.
 */
final class QuietTelemetry implements Telemetry {

  private final Telemetry telemetry;

  private QuietTelemetry(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** The same runtime with this telemetry. */
  static FunctionRuntime of(FunctionRuntime runtime) {
    return FunctionRuntime.of(
        runtime.variables(), runtime.clock(), new QuietTelemetry(runtime.telemetry()));
  }

  @Override
  public void log(Level level, String message, Map<String, String> fields) {
    if (level.compareTo(Level.WARN) >= 0) {
      telemetry.log(level, message, fields);
    }
  }

  @Override
  public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
    // In the report, see the class.
  }
}
