package io.tradeprocessing.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Reports operations per CPU second of the whole process, including compiler and garbage collector.
 * Other programs on the machine affect this figure less than operations per second.
 */
public final class CpuProfiler implements InternalProfiler {

  /** The name of the secondary result. */
  public static final String OPS_BY_CPU_SECOND = "cpu.ops";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long started;
  private long allocatedBefore;

  @Override
  public String getDescription() {
    return "operations per CPU second of the process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    allocatedBefore = threads.getTotalThreadAllocatedBytes();
    started = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long nanoseconds = system.getProcessCpuTime() - started;
    long operations = Math.max(1, result.getMetadata().getAllOps());
    double allocated = threads.getTotalThreadAllocatedBytes() - (double) allocatedBefore;
    return List.of(
        new ScalarResult(
            OPS_BY_CPU_SECOND, operations * 1e9 / nanoseconds, "ops/cpu-s", AggregationPolicy.AVG),
        new ScalarResult("allocated", allocated / operations, "B/op", AggregationPolicy.AVG));
  }
}
