package io.tradeprocessing.benchmarks.micro;

import io.tradeprocessing.common.json.CanonicalJson;
import io.tradeprocessing.common.json.Json;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The canonical form of a parsed trade and its SHA-256: a record's {@code eventHash}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CanonicalHashBenchmark {

  private final Json trade = SampleTrade.event().detail();

  @Benchmark
  public String hash() {
    return CanonicalJson.sha256(trade);
  }
}
