package io.tradeprocessing.benchmarks.harness;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often things are measured, and where. */
final class Effort {

  @Option(
      names = "--quick",
      description = "3 cold starts instead of 7, 2,000 warm invocations instead of 20,000")
  private boolean quick;

  @Option(names = "--cold-starts", paramLabel = "N", description = "that many instead")
  private @Nullable Integer coldStarts;

  @Option(names = "--invocations", paramLabel = "N", description = "that many warm ones instead")
  private @Nullable Integer invocations;

  @Option(
      names = "--core",
      paramLabel = "N",
      description = "the core that the functions run on (default: the last)")
  private int core = Runtime.getRuntime().availableProcessors() - 1;

  boolean quick() {
    return quick;
  }

  int coldStarts() {
    return coldStarts == null ? (quick ? 3 : 7) : coldStarts;
  }

  /** Warm ones that count. */
  int invocations() {
    return invocations == null ? (quick ? 2_000 : 20_000) : invocations;
  }

  int core() {
    return core;
  }

  /** The options that were given, as they would be given again; each after a blank. */
  String options() {
    StringBuilder options = new StringBuilder();
    if (quick) {
      options.append(" --quick");
    }
    if (coldStarts != null) {
      options.append(" --cold-starts ").append(coldStarts);
    }
    if (invocations != null) {
      options.append(" --invocations ").append(invocations);
    }
    return options.toString();
  }
}
