package io.tradeprocessing.benchmarks.harness;

import java.util.Locale;
import java.util.OptionalDouble;

/** A figure of the backfill's function: its label, its unit and its goal, if it has one. */
enum BackfillFigure {
  EVENTS_PER_CPU_S_VS_LIVE("events per CPU second, relative to the live way's", "x", 10),
  EVENTS_PER_CPU_S("events per CPU second", ""),
  LIVE_EVENTS_PER_CPU_S(
      "the live way: events per CPU second of validator, enricher and recorder", ""),
  EVENTS_PER_S("events per second", ""),
  LOCAL_EVENTS_PER_S("events per second on DynamoDB Local", ""),
  CPU_MS("CPU of an event", "ms"),
  LIVE_CPU_MS("the live way: CPU of an event", "ms"),
  CPU_VS_PYTHON("CPU of an event, relative to Python's", "x"),
  EVENTS_PER_S_VS_PYTHON("events per second, relative to Python's", "x"),
  PYTHON_EVENTS_PER_CPU_S("Python: events per CPU second", ""),
  PYTHON_EVENTS_PER_S("Python: events per second", ""),
  PYTHON_LOCAL_EVENTS_PER_S("Python: events per second on DynamoDB Local", "");

  private final String label;
  private final String unit;
  private final OptionalDouble atLeast;

  BackfillFigure(String label, String unit) {
    this.label = label;
    this.unit = unit;
    this.atLeast = OptionalDouble.empty();
  }

  BackfillFigure(String label, String unit, double atLeast) {
    this.label = label;
    this.unit = unit;
    this.atLeast = OptionalDouble.of(atLeast);
  }

  String label() {
    return label;
  }

  /** ms, x for a ratio, or nothing for a number. */
  String unit() {
    return unit;
  }

  /** The goal, if it has one: at least this much. */
  OptionalDouble atLeast() {
    return atLeast;
  }

  /** The name in the JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
