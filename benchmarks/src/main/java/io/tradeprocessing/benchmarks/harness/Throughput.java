package io.tradeprocessing.benchmarks.harness;

import java.util.Locale;
import java.util.Optional;

/** A figure of the whole: how much is done in a second. */
enum Throughput {
  VALIDATE_PER_CORE_S("trades parsed and validated, by CPU second", Optional.of(800_000.0)),
  ENRICH_PER_CORE_S("trades parsed and enriched, by CPU second", Optional.of(700_000.0)),
  RUN_TRADES_PER_S("trades through ./trades run, by second", Optional.empty());

  private final String label;
  private final Optional<Double> atLeast;

  Throughput(String label, Optional<Double> atLeast) {
    this.label = label;
    this.atLeast = atLeast;
  }

  String label() {
    return label;
  }

  /** The goal: at least this much. */
  Optional<Double> atLeast() {
    return atLeast;
  }

  /** The name in the JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
