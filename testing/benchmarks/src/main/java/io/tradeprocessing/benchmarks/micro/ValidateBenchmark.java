package io.tradeprocessing.benchmarks.micro;

import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.validator.TradeValidator;
import io.tradeprocessing.validator.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the UTF-8 of a trade event to its verdict. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ValidateBenchmark {

  private byte[] utf8 = {};

  @Setup
  public void prepare() {
    utf8 = SampleTrade.utf8();
    Verdict verdict = parseAndValidate();
    if (!verdict.violations().isEmpty()) {
      throw new IllegalStateException("the sample trade must be valid: " + verdict.violations());
    }
  }

  @Benchmark
  public Verdict parseAndValidate() {
    TradeEvent event = TradeEvent.of(JsonReader.read(utf8));
    return TradeValidator.validate(event, SampleTrade.SETTINGS, SampleTrade.NOW);
  }
}
