package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;

/** A program that the benchmarks need failed; the message has the end of what it printed. */
final class CommandFailedException extends IOException {
  private static final long serialVersionUID = 1;

  CommandFailedException(String message) {
    super(message);
  }
}
