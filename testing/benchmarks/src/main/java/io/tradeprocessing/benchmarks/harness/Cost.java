package io.tradeprocessing.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a million trades cost in Lambda, by the functions' memory.
 *
 * <p>A function has memory / 1769 MB of a core, so a millisecond of CPU takes longer with less
 * memory; waiting takes the same time. Both are billed. Not included: Step Functions, DynamoDB,
 * EventBridge, logs, restores from snapshots.
 */
final class Cost {

  /** US dollars for a GB-second on arm64, us-east-1, first tier: AWS Lambda pricing, 2026-11. */
  private static final double GB_SECOND = 0.0000133334;

  /** US dollars for a million invocations; the same source. */
  private static final double REQUESTS = 0.20;

  /** The memory, in MB, with which a function has one core. Source: the Lambda developer guide. */
  private static final double FULL_CORE_MB = 1_769;

  private static final List<Integer> MEMORY = List.of(512, 1_024, 1_769);

  private Cost() {}

  static Table table(Results results) {
    List<String> header = new ArrayList<>(List.of("memory"));
    results.functions().forEach(result -> header.add(result.function().module()));
    header.add("total");
    List<List<String>> rows = new ArrayList<>();
    for (int memory : MEMORY) {
      List<String> row = new ArrayList<>(List.of(memory + " MB"));
      double sum = 0;
      for (FunctionResult result : results.functions()) {
        double dollars = dollars(result, memory);
        sum += dollars;
        row.add(cell(dollars));
      }
      row.add(cell(sum));
      rows.add(row);
    }
    return new Table("Lambda cost of a million trades in US dollars", header, rows);
  }

  /** Not a number where the function was not measured warm. */
  private static double dollars(FunctionResult result, int memory) {
    OptionalDouble cpu = result.figure(Figure.WARM_CPU_MS);
    OptionalDouble wall = result.figure(Figure.WARM_P50_MS);
    if (cpu.isEmpty() || wall.isEmpty()) {
      return Double.NaN;
    }
    return dollars(cpu.getAsDouble(), wall.getAsDouble(), memory);
  }

  /**
   * Dollars for a million invocations.
   *
   * @param cpuMs of an invocation on a whole core
   * @param wallMs of the same invocation, including waiting
   */
  static double dollars(double cpuMs, double wallMs, int memory) {
    double share = Math.min(1, memory / FULL_CORE_MB);
    double waiting = Math.max(0, wallMs - cpuMs);
    // Lambda rounds up to the next millisecond.
    double billedMs = Math.ceil(cpuMs / share + waiting);
    return REQUESTS + billedMs * 1_000 * (memory / 1_024.0) * GB_SECOND;
  }

  private static String cell(double dollars) {
    return Double.isNaN(dollars) ? "–" : Report.number(dollars);
  }
}
