package io.tradeprocessing.benchmarks.harness;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often the figures are measured, and on which core. */
final class Effort {

  @Option(
      names = "--quick",
      description = "3 cold starts instead of 7, 2,000 warm invocations instead of 20,000")
  private boolean quick;

  @Option(names = "--cold-starts", paramLabel = "N", description = "number of cold starts")
  private @Nullable Integer coldStarts;

  @Option(names = "--invocations", paramLabel = "N", description = "number of warm invocations")
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

  /** The number of warm invocations that are counted. */
  int invocations() {
    return invocations == null ? (quick ? 2_000 : 20_000) : invocations;
  }

  /** The partitions of a backfill. */
  Bench.Rounds partitions() {
    return quick ? new Bench.Rounds(1, 3, 2) : new Bench.Rounds(3, 3, 5);
  }

  int core() {
    return core;
  }

  /** The given options as command-line text, each preceded by a space. */
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
