package io.tradeprocessing.benchmarks.harness;

import java.util.Locale;
import java.util.OptionalDouble;

/** A figure of the whole system: how much it does in a second. */
enum Throughput {
  VALIDATE_PER_CORE_S("trades parsed and validated per CPU second"),
  ENRICH_PER_CORE_S("trades parsed and enriched per CPU second"),
  RUN_TRADES_PER_S("trades through ./trades run per second", 1_000);

  private final String label;
  private final OptionalDouble atLeast;

  Throughput(String label) {
    this.label = label;
    this.atLeast = OptionalDouble.empty();
  }

  Throughput(String label, double atLeast) {
    this.label = label;
    this.atLeast = OptionalDouble.of(atLeast);
  }

  String label() {
    return label;
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
