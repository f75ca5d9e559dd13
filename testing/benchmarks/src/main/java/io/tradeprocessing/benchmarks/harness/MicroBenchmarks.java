package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.micro.CpuProfiler;
import io.tradeprocessing.benchmarks.micro.EnrichBenchmark;
import io.tradeprocessing.benchmarks.micro.ValidateBenchmark;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks whose figures are in the report. */
final class MicroBenchmarks {

  private final Workplace workplace;

  MicroBenchmarks(Workplace workplace) {
    this.workplace = workplace;
  }

  /** Operations per CPU second. */
  Map<Throughput, Double> run(boolean quick) throws IOException {
    Map<Throughput, Double> figures = new EnumMap<>(Throughput.class);
    figures.put(Throughput.VALIDATE_PER_CORE_S, operations(ValidateBenchmark.class, quick));
    figures.put(Throughput.ENRICH_PER_CORE_S, operations(EnrichBenchmark.class, quick));
    return figures;
  }

  private double operations(Class<?> benchmark, boolean quick) throws IOException {
    // JMH refuses to start while another one runs on the machine.
    System.setProperty("jmh.ignoreLock", "true");
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark.getSimpleName())
        .addProfiler(CpuProfiler.class)
        .forks(quick ? 1 : 3)
        .warmupIterations(quick ? 4 : 5)
        .warmupTime(TimeValue.seconds(2))
        .measurementIterations(quick ? 3 : 5)
        .measurementTime(TimeValue.seconds(2))
        .output(workplace.scratch("logs/jmh-" + benchmark.getSimpleName() + ".log").toString());
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      for (RunResult result : results) {
        Result<?> byCpu = result.getSecondaryResults().get(CpuProfiler.OPS_BY_CPU_SECOND);
        if (byCpu != null) {
          return byCpu.getScore();
        }
      }
      throw new IOException("JMH reported no figure for " + benchmark.getSimpleName());
    } catch (RunnerException e) {
      throw new IOException("JMH could not run " + benchmark.getSimpleName(), e);
    }
  }
}
