package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** What the function does before its snapshot. */
final class BackfillPriming {

  private static final String PLAN = "priming";

  private BackfillPriming() {}

  /**
   * Works through a partition of sample trades, again and again. The recorder answers at once, for
   * it has steps of its own.
   */
  static void partition(FunctionRuntime runtime) throws IOException {
    Settings defaults = Settings.defaults();
    JsonObject recorded =
        JsonObject.builder().put("outcome", "RECORDED").put("status", "ACCEPTED").build();
    Forgetful objects = new Forgetful(compressed(SampleTrades.all()), new AtomicInteger());
    RequestStreamHandler handler =
        new ProcessPartitionHandler(
            objects,
            new ValidateTradeHandler(() -> defaults, runtime),
            new EnrichTradeHandler(
                () -> defaults, HttpMarketData.connector(runtime.tracing()), runtime),
            (inputs, _) -> Collections.nCopies(inputs.size(), new Tried.Done<>(recorded)),
            Pace.of(1));
    Priming.invoke(handler, List.of(input()));
    if (objects.cursors().get() < Priming.ROUNDS) {
      throw new IllegalStateException("the partition was not processed");
    }
  }

  private static byte[] compressed(List<String> events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < events.size(); i++) {
        String event = events.get(i).lines().reduce("", String::concat);
        String line = "{\"line\":" + (i + 1) + ",\"event\":" + event + "}\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String input() throws IOException {
    List<String> events = SampleTrades.all();
    return """
    {"task": {"plan": "%s", "partition": 1, "lines": %d, "sha256": "%s"},
     "execution": {"id": "arn:aws:states:us-east-1:111122223333:execution:priming:1"}}
    """
        .formatted(PLAN, events.size(), Sha256.hex(compressed(events)));
  }

  /**
   * Has a partition, and forgets what is written, so that the partition is never done.
   *
   * @param cursors how many were written
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Forgetful(byte[] partition, AtomicInteger cursors) implements ObjectStore {
    @Override
    public Optional<Stored> get(String key) {
      return key.equals(Plan.partitionKey(PLAN, 1))
          ? Optional.of(new Stored(partition, "1"))
          : Optional.empty();
    }

    @Override
    public void put(String key, byte[] bytes) {}

    @Override
    public Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known) {
      cursors.incrementAndGet();
      return Optional.of("1");
    }
  }
}
