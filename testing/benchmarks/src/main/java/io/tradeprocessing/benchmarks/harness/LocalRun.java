package io.tradeprocessing.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Times {@code ./trades run} with generated trades, including its start. */
final class LocalRun {

  private final Workplace workplace;

  LocalRun(Workplace workplace) {
    this.workplace = workplace;
  }

  /** Trades per second. */
  double tradesBySecond(int count) throws IOException, InterruptedException {
    Path trades = workplace.scratch("run/trades.jsonl");
    Commands.run(
        workplace.home(),
        List.of(
            workplace.java().toString(), "scripts/GenerateTrades.java", Integer.toString(count)),
        trades);
    String command = workplace.home().resolve("trades").toString();
    // Builds the command if necessary, and creates its archive of classes.
    Commands.run(
        workplace.home(),
        List.of(command, "run", "samples/trades.jsonl"),
        workplace.scratch("run/samples.txt"));
    long start = System.nanoTime();
    Commands.run(
        workplace.home(),
        List.of(command, "run", "--json", trades.toString()),
        workplace.scratch("run/results.jsonl"));
    return count * 1e9 / (System.nanoTime() - start);
  }
}
