package io.tradeprocessing.cli.console;

import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Option;

/** The handlers' logs: to standard error, only warnings without {@code --verbose}. */
public final class Logging {

  @Option(
      names = {"-v", "--verbose"},
      description = "Print the handlers' log lines and metrics to standard error.")
  private boolean verbose;

  public Telemetry telemetry(PrintStream err) {
    Telemetry all =
        new JsonTelemetry(err, Clock.systemUTC(), "trades", "local", Telemetry.Level.INFO);
    return verbose ? all : new WarningsOnly(all);
  }

  /** Set by the launcher, which can ask the system about standard error; Java cannot. */
  public static boolean hasTerminal() {
    return Boolean.getBoolean("trades.terminal");
  }

  private record WarningsOnly(Telemetry all) implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {
      // A failure is in the results, with its event.
      if (level == Level.WARN) {
        all.log(level, message, fields);
      }
    }

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }
}
