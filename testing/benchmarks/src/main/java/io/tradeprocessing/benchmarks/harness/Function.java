package io.tradeprocessing.benchmarks.harness;

import java.time.Duration;
import java.util.List;

/** A function of the project, as the harness knows it and as the template deploys it. */
enum Function {
  VALIDATOR("validator", "io.tradeprocessing.validator.ValidateTradeHandler"),
  ENRICHER("enricher", "io.tradeprocessing.enricher.EnrichTradeHandler"),
  RECORDER("recorder", "io.tradeprocessing.recorder.RecordComplianceHandler"),
  BACKFILL(
      "backfill",
      "io.tradeprocessing.backfill.ProcessPartitionHandler",
      1_769,
      Duration.ofMinutes(15));

  /** The functions that the live way invokes for each event. */
  static final List<Function> LIVE = List.of(VALIDATOR, ENRICHER, RECORDER);

  private final String module;
  private final String handler;
  private final int memoryMb;
  private final Duration timeout;

  Function(String module, String handler) {
    this(module, handler, 1_024, Duration.ofSeconds(25));
  }

  Function(String module, String handler, int memoryMb, Duration timeout) {
    this.module = module;
    this.handler = handler;
    this.memoryMb = memoryMb;
    this.timeout = timeout;
  }

  /** The Maven module, the name in reports, and the Python peer's module. */
  String module() {
    return module;
  }

  /** The handler's class. */
  String handler() {
    return handler;
  }

  /** Memory of an environment. */
  int memoryMb() {
    return memoryMb;
  }

  /** After which Lambda ends an invocation. */
  Duration timeout() {
    return timeout;
  }
}
