package io.tradeprocessing.benchmarks.harness;

import java.util.Locale;

/** A figure of the whole system: how much it does in a second. */
enum Throughput {
  VALIDATE_PER_CORE_S("trades parsed and validated per CPU second", 800_000),
  ENRICH_PER_CORE_S("trades parsed and enriched per CPU second", 700_000),
  RUN_TRADES_PER_S("trades through ./trades run per second", 1_000);

  private final String label;
  private final double atLeast;

  Throughput(String label, double atLeast) {
    this.label = label;
    this.atLeast = atLeast;
  }

  String label() {
    return label;
  }

  /** The goal: at least this much. */
  double atLeast() {
    return atLeast;
  }

  /** The name in the JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
