package io.tradeprocessing.backfill;

import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.JsonWriter;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.TradeTask;
import io.tradeprocessing.common.store.Tried;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.recorder.BatchRecorder;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.testkit.lambda.TestContext;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The real handlers on a table, and plans of lines. */
final class Backfills {

  static final String PLAN = "p1";
  static final String EXECUTION =
      "arn:aws:states:us-east-1:1:execution:trade-backfill/partitions:c1";
  static final TestContext CONTEXT =
      new TestContext().withFunctionVersion("1").withRemaining(Duration.ofMinutes(15));

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-02-01T08:00:00Z"), ZoneOffset.UTC);

  private Backfills() {}

  static EventProcessor processor(DynamoDbClient table) {
    FunctionRuntime runtime = FunctionRuntime.local(CLOCK, new Silent());
    Settings settings = Settings.defaults();
    TradeStore store = new TradeStore(table, "records", Backoff.standard(new Random(1)));
    return new EventProcessor(
        new ValidateTradeHandler(() -> settings, runtime),
        new EnrichTradeHandler(
            () -> settings,
            (_, _) -> {
              throw new AssertionError("no market data is configured");
            },
            runtime),
        new RecordComplianceHandler(() -> store, runtime),
        _ -> {});
  }

  static EventProcessor processor(
      TradeTask validator, TradeTask enricher, UnaryOperator<JsonObject> recorder) {
    return new EventProcessor(validator, enricher, oneByOne(recorder), _ -> {});
  }

  /** Records one event after the other. */
  static BatchRecorder oneByOne(UnaryOperator<JsonObject> recorder) {
    return (inputs, _) ->
        inputs.stream().map(input -> Tried.of(() -> recorder.apply(input))).toList();
  }

  static JsonObject json(String text) {
    return (JsonObject) JsonReader.read(text);
  }

  /** A trade event in its envelope. */
  static String event(String trade, String type, String time, String quantity) {
    return """
    {"id":"e-%1$s-%3$s","source":"trading.system1","detail-type":"Trade Event","time":"2026-01-12T16:00:00Z","detail":{"tradeId":"%1$s",\
    "sourceSystem":"system1","eventType":"%2$s","timestamp":"%3$s","executedAt":"2026-01-12T14:30:00Z","side":"BUY",\
    "quantity":"%4$s","price":"100","currency":"USD","instrument":{"isin":"US0378331005"},"venue":"XNAS"}}\
    """
        .formatted(trade, type, time, quantity);
  }

  /** The bytes of a partition: events as JSON text, or {@code !} and what is wrong with a line. */
  static byte[] partition(List<String> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < events.size(); i++) {
        String event = events.get(i);
        String line =
            event.startsWith("!")
                ? "{\"line\":%d,\"unreadable\":\"%s\"}\n".formatted(i + 1, event.substring(1))
                : "{\"line\":%d,\"event\":%s}\n".formatted(i + 1, event);
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Puts a plan of one partition, and answers its task. */
  static PartitionTask plan(ObjectStore objects, List<String> events) {
    byte[] partition = partition(events);
    String sha256 = Sha256.hex(partition);
    Plan plan =
        new Plan(
            PLAN,
            "2026-02-01T08:00:00Z",
            new Plan.Source("trades.jsonl", 1_000, "00"),
            List.of(new Plan.Partition(1, events.size(), partition.length, sha256)));
    objects.put(Plan.partitionKey(PLAN, 1), partition);
    objects.put(Plan.key(PLAN), plan.bytes());
    return new PartitionTask(PLAN, 1, events.size(), sha256);
  }

  /** The result lines of the plan's partition. */
  static List<JsonObject> results(MemoryObjects objects) {
    List<JsonObject> lines = new ArrayList<>();
    objects
        .all()
        .forEach(
            (key, stored) -> {
              if (key.contains("/results/")) {
                try (GZIPInputStream in =
                    new GZIPInputStream(new ByteArrayInputStream(stored.bytes()))) {
                  new String(in.readAllBytes(), StandardCharsets.UTF_8)
                      .lines()
                      .forEach(line -> lines.add((JsonObject) JsonReader.read(line)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    return lines;
  }

  static String text(JsonObject json) {
    return JsonWriter.toString(json);
  }

  /** Says nothing. */
  private static final class Silent implements Telemetry {
    @Override
    public void log(Level level, String message, Map<String, String> fields) {}

    @Override
    public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
  }
}
