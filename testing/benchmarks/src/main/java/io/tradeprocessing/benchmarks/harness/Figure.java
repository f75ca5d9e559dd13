package io.tradeprocessing.benchmarks.harness;

import java.util.Locale;
import java.util.Optional;

/** A figure of a function: its label, its unit and its goal, if it has one. */
enum Figure {
  COLD_MS("cold start and first invocation, wall", "ms"),
  COLD_CPU_MS("cold start and first invocation, CPU", "ms"),
  FIRST_MS("of which the first invocation", "ms"),
  PYTHON_COLD_MS("Python: cold start and first invocation, wall", "ms"),
  PYTHON_COLD_CPU_MS("Python: cold start and first invocation, CPU", "ms"),
  PYTHON_FIRST_MS("Python: of which the first invocation", "ms"),
  NOOP_COLD_CPU_MS("function that does nothing, cold, CPU", "ms"),
  AOT_COLD_MS("cold with an AOT cache, wall", "ms"),
  AOT_COLD_CPU_MS("cold with an AOT cache, CPU", "ms"),
  COLD_VS_PYTHON("cold, wall, relative to Python's", "x"),
  COLD_CPU_VS_PYTHON("cold, CPU, relative to Python's", "x", 4),
  COLD_CPU_VS_NOOP("cold, CPU, relative to the function that does nothing", "x"),
  COLD_AOT_VS_PYTHON("cold with an AOT cache, CPU, relative to Python's", "x", 2),
  PRIMED_FIRST_MS("first invocation after priming", "ms"),
  PRIMED_RESTORE_MS("hooks after the restore and first invocation", "ms"),
  PRIMED_INIT_MS("start and hooks before the snapshot, at deployment", "ms"),
  PRIMED_FIRST_VS_PYTHON("first invocation after priming, relative to Python's first", "x", 0.5),
  WARM_P50_MS("warm, median", "ms"),
  WARM_P99_MS("warm, 99th percentile", "ms"),
  WARM_CPU_MS("warm, CPU", "ms"),
  ON_DEMAND_WARM_P50_MS("warm without SnapStart, median", "ms"),
  ON_DEMAND_WARM_P50_VS_PYTHON("warm without SnapStart, median, relative to Python's", "x"),
  NOOP_WARM_P50_MS("function that does nothing, warm, median", "ms"),
  NOOP_WARM_CPU_MS("function that does nothing, warm, CPU", "ms"),
  PYTHON_WARM_P50_MS("Python: warm, median", "ms"),
  PYTHON_WARM_P99_MS("Python: warm, 99th percentile", "ms"),
  PYTHON_WARM_CPU_MS("Python: warm, CPU", "ms"),
  WARM_P50_VS_PYTHON("warm, median, relative to Python's", "x", 0.38),
  WARM_CPU_VS_PYTHON("warm, CPU, relative to Python's", "x", 0.4),
  LOCAL_WARM_P50_MS("warm on DynamoDB Local, median", "ms"),
  PYTHON_LOCAL_WARM_P50_MS("Python: warm on DynamoDB Local, median", "ms"),
  LOCAL_WARM_P50_VS_PYTHON("warm on DynamoDB Local, median, relative to Python's", "x", 0.5),
  RSS_MB("resident memory, warm", "MB"),
  COLD_RSS_MB("resident memory after the first invocation", "MB"),
  PYTHON_RSS_MB("Python: resident memory, warm", "MB"),
  ZIP_MB("package, zipped", "MB", 8);

  private final String label;
  private final String unit;
  private final Optional<Double> limit;

  Figure(String label, String unit) {
    this.label = label;
    this.unit = unit;
    this.limit = Optional.empty();
  }

  Figure(String label, String unit, double limit) {
    this.label = label;
    this.unit = unit;
    this.limit = Optional.of(limit);
  }

  String label() {
    return label;
  }

  /** ms, MB, or x for a ratio. */
  String unit() {
    return unit;
  }

  /** The goal: at most this much. */
  Optional<Double> limit() {
    return limit;
  }

  /** The name in the JSON: {@code cold_cpu_vs_python}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
