package io.tradeprocessing.benchmarks.micro;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.TradeEnricher;
import java.util.List;
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

/** From the UTF-8 of a trade event to its enrichment, from reference data only. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EnrichBenchmark {

  private static final Json NO_GAPS = new JsonArray(List.of());

  private final TradeEnricher enricher = new TradeEnricher();
  private byte[] utf8 = {};

  @Setup
  public void prepare() {
    utf8 = SampleTrade.utf8();
    JsonObject enrichment = parseAndEnrich();
    if (!NO_GAPS.equals(enrichment.get("gaps"))) {
      throw new IllegalStateException("the sample trade must have no gaps: " + enrichment);
    }
  }

  @Benchmark
  public JsonObject parseAndEnrich() {
    return enricher.enrich(TradeEvent.of(JsonReader.read(utf8)));
  }
}
