package io.tradeprocessing.benchmarks.micro;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.Hashes;
import io.tradeprocessing.common.store.Provenance;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.trade.TradeEvent;
import io.tradeprocessing.enricher.TradeEnricher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Hashes a new trade and appends its record, on DynamoDB Local and on the embedded table. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Threads(32)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class AppendBenchmark {

  @Param({"DYNAMODB_LOCAL_MEMORY", "EMBEDDED_TEMPORARY", "DYNAMODB_LOCAL_FILE", "EMBEDDED_FILE"})
  public Where where = Where.EMBEDDED_TEMPORARY;

  private final AtomicLong number = new AtomicLong();
  private final String sample = new String(SampleTrade.utf8(), StandardCharsets.UTF_8);
  private final String tradeId = TradeEvent.of(read(sample)).tradeId().orElseThrow().value();
  private final JsonObject enrichment = new TradeEnricher().enrich(TradeEvent.of(read(sample)));
  private final JsonObject verdict =
      JsonObject.builder().put("valid", true).put("violations", new JsonArray(List.of())).build();
  private Optional<TradeStore> store = Optional.empty();
  private AutoCloseable table = () -> {};

  private static Json read(String json) {
    return JsonReader.read(json);
  }

  @Setup
  public void open() {
    BenchmarkTable opened = BenchmarkTable.open(where);
    table = opened.closing();
    store =
        Optional.of(
            new TradeStore(opened.client(), BenchmarkTable.NAME, Backoff.standard(new Random(1))));
  }

  @TearDown
  public void close() throws Exception {
    table.close();
  }

  @Benchmark
  public Appended append() {
    Json event = read(sample.replace(tradeId, "B-" + number.incrementAndGet()));
    TradeEvent trade = TradeEvent.of(event);
    Content content = new Content(event, verdict, enrichment);
    TradeEntry entry =
        new TradeEntry(
            trade.tradeId().orElseThrow().value(),
            trade.eventTime().orElseThrow(),
            trade.source().orElseThrow().id(),
            trade.sourceSequence(),
            RecordStatus.ACCEPTED,
            trade.eventType(),
            content,
            new Provenance("benchmark", Optional.empty(), "1", Instant.EPOCH),
            Hashes.of(content));
    return store.orElseThrow().append(entry, () -> Duration.ofMinutes(1));
  }
}
