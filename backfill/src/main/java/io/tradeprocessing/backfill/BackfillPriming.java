package io.tradeprocessing.backfill;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.Priming;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** What the function does before its snapshot. */
final class BackfillPriming {

  private static final String PLAN = "priming";

  /**
   * Some groups, which are processed at the same time. {@link Priming#ROUNDS} times they are so
   * many that C2 has compiled most of what runs for each event.
   */
  static final int LINES = 250;

  private BackfillPriming() {}

  /**
   * Works through a partition of sample trades, again and again.
   *
   * @param lines in it, at most those of a step
   */
  static void partition(FunctionRuntime runtime, int lines) throws IOException {
    FunctionRuntime quiet = QuietTelemetry.of(runtime);
    Forgetful objects = new Forgetful(compressed(events(lines)), new ArrayList<>());
    SsmSettings.rehearse(
        quiet,
        settings ->
            RecordComplianceHandler.rehearse(
                quiet,
                recorder -> {
                  RequestStreamHandler handler =
                      new ProcessPartitionHandler(
                          objects,
                          new ValidateTradeHandler(settings, quiet),
                          new EnrichTradeHandler(
                              settings, HttpMarketData.connector(runtime.tracing()), quiet),
                          recorder,
                          Pace.standard());
                  Priming.invoke(handler, List.of(input(objects.partition(), lines)));
                }));
    Counts counts =
        objects.cursors().stream().map(PartitionCursor::counts).reduce(Counts.NONE, Counts::plus);
    if (counts.recorded() + counts.rejected() != (long) Priming.ROUNDS * lines) {
      throw new IllegalStateException("not all sample trades were recorded: " + counts);
    }
  }

  /** Copies of the sample trades, each of another trade. */
  private static List<String> events(int lines) {
    List<String> samples = SampleTrades.all();
    return IntStream.range(0, lines)
        .mapToObj(i -> samples.get(i % samples.size()).replace("PRIMING", "PRIMING-" + i))
        .toList();
  }

  private static byte[] compressed(List<String> events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < events.size(); i++) {
        String line = "{\"line\":" + (i + 1) + ",\"event\":" + events.get(i) + "}\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String input(byte[] partition, int lines) {
    return """
    {"task": {"plan": "%s", "partition": 1, "lines": %d, "sha256": "%s"},
     "execution": {"id": "arn:aws:states:us-east-1:111122223333:execution:priming:1"}}
    """
        .formatted(PLAN, lines, Sha256.hex(partition));
  }

  /**
   * Has a partition, and forgets what is written, so that the partition is never done.
   *
   * @param cursors that were written
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Forgetful(byte[] partition, List<PartitionCursor> cursors) implements ObjectStore {
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
      cursors.add(PartitionCursor.read(bytes));
      return Optional.of("1");
    }
  }
}
