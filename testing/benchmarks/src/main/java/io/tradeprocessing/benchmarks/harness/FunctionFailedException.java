package io.tradeprocessing.benchmarks.harness;

/** A measured function answered with an error, ended, or did not answer: no figure would count. */
final class FunctionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FunctionFailedException(String message) {
    super(message);
  }
}
