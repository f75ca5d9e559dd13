package io.tradeprocessing.benchmarks.harness;

/** A function of the project, as the harness knows it. */
enum Function {
  VALIDATOR("validator", "io.tradeprocessing.validator.ValidateTradeHandler"),
  ENRICHER("enricher", "io.tradeprocessing.enricher.EnrichTradeHandler"),
  RECORDER("recorder", "io.tradeprocessing.recorder.RecordComplianceHandler");

  private final String module;
  private final String handler;

  Function(String module, String handler) {
    this.module = module;
    this.handler = handler;
  }

  /** The Maven module, the name in reports, and the Python peer's module. */
  String module() {
    return module;
  }

  /** The handler's class. */
  String handler() {
    return handler;
  }
}
