package io.tradeprocessing.benchmarks.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A way to run a function: the command and what it needs besides the environment of every function.
 *
 * @param name in reports
 * @param folder the unpacked package, the working directory
 * @param command without taskset
 * @param environment besides what every function has
 */
record Variant(String name, Path folder, List<String> command, Map<String, String> environment) {

  Variant {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Whether it waits to be restored from a snapshot before its first invocation. */
  boolean isSnapStart() {
    return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
  }
}
