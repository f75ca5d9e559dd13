package io.tradeprocessing.common.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a function writes its log and its metrics.
 *
 * <p>Fields carry identifiers and counts, never whole payloads or credentials.
 */
public interface Telemetry {

  /** The namespace of every metric of the project. */
  String NAMESPACE = "TradeProcessing";

  void log(Level level, String message, Map<String, String> fields);

  /**
   * Counts an occurrence.
   *
   * @param name for example {@code TradesAccepted}
   * @param value in {@code unit}
   * @param dimensions by which the metric is told apart, for example {@code sourceSystem}
   */
  void metric(String name, double value, Unit unit, Map<String, String> dimensions);

  default void info(String message, Map<String, String> fields) {
    log(Level.INFO, message, fields);
  }

  default void warn(String message, Map<String, String> fields) {
    log(Level.WARN, message, fields);
  }

  default void error(String message, Map<String, String> fields) {
    log(Level.ERROR, message, fields);
  }

  /** The same telemetry, which adds these fields to each log line, before the line's own. */
  default Telemetry with(Map<String, String> fields) {
    Telemetry telemetry = this;
    return new Telemetry() {
      @Override
      public void log(Level level, String message, Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putAll(own);
        telemetry.log(level, message, all);
      }

      @Override
      public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {
        telemetry.metric(name, value, unit, dimensions);
      }
    };
  }

  default void count(String name, Map<String, String> dimensions) {
    metric(name, 1, Unit.COUNT, dimensions);
  }

  /** Lambda's log levels, from the most detailed. */
  enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
  }

  /** The units of CloudWatch that the project uses. */
  enum Unit {
    COUNT("Count"),
    MILLISECONDS("Milliseconds");

    private final String cloudWatchName;

    Unit(String cloudWatchName) {
      this.cloudWatchName = cloudWatchName;
    }

    String cloudWatchName() {
      return cloudWatchName;
    }
  }
}
