package io.tradeprocessing.benchmarks.cost;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.StateMachine;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.parse.InvalidDefinitionException;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.ExecutionListener;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.backfill.ObjectStore;
import io.tradeprocessing.backfill.Pace;
import io.tradeprocessing.backfill.Plan;
import io.tradeprocessing.backfill.ProcessPartitionHandler;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.lambda.SampleTrades;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.embeddedtable.EmbeddedTable;
import io.tradeprocessing.embeddedtable.TableSchema;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/**
 * What some trades use, counted while the real definitions and handlers process the samples that
 * the functions are primed with, on a table in memory.
 *
 * @param trades that were processed
 * @param transitions states that were entered
 * @param invocations of functions
 * @param published events put on the bus by the workflow
 * @param eventBytes of the events
 * @param logBytes that the functions wrote
 * @param objectsWritten to the bucket of a backfill, and read from it
 */
record Counts(
    int trades,
    long transitions,
    long invocations,
    long published,
    long eventBytes,
    long logBytes,
    long writeUnits,
    long replicatedUnits,
    long readUnits,
    long recordBytes,
    long objectsWritten,
    long objectsRead) {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-02-01T08:00:00Z"), ZoneOffset.UTC);

  /** One execution for each sample. */
  static Counts ofWorkflow(Path definition) {
    Bench bench = new Bench();
    List<String> events = SampleTrades.valid();
    for (String event : events) {
      bench.execute(definition, json(event));
      bench.eventBytes += event.getBytes(StandardCharsets.UTF_8).length;
    }
    return bench.counts(events.size());
  }

  /** One execution for a file that is cut into partitions, each with all samples. */
  static Counts ofBackfill(Path definition, int partitions) {
    Bench bench = new Bench();
    List<Plan.Partition> parts = new ArrayList<>();
    List<String> events = SampleTrades.valid();
    for (int number = 1; number <= partitions; number++) {
      byte[] bytes = partition(events, number);
      bench.objects.put(Plan.partitionKey("cost", number), bytes);
      parts.add(new Plan.Partition(number, events.size(), bytes.length, Sha256.hex(bytes)));
    }
    Plan plan = new Plan("cost", "2026-02-01T08:00:00Z", new Plan.Source("f", 1, "0"), parts);
    bench.objects.put(Plan.itemsKey("cost"), plan.items());
    bench.objects.put(Plan.key("cost"), plan.bytes());
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("plan", "cost").put("planSha256", Sha256.hex(plan.bytes()));
    input.put("itemsKey", Plan.itemsKey("cost"));
    input.put("maxConcurrency", 1).put("toleratedFailures", 0);
    bench.execute(definition, input);
    return bench.counts(events.size() * partitions);
  }

  /** The samples, as trades of their own in each partition. */
  private static byte[] partition(List<String> events, int number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < events.size(); i++) {
        ObjectNode event = (ObjectNode) json(events.get(i));
        ObjectNode trade = (ObjectNode) event.get("detail");
        trade.put("tradeId", trade.path("tradeId").asText() + "-" + number);
        out.write(
            ("{\"line\":" + (i + 1) + ",\"event\":" + ExactJson.write(event) + "}\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static JsonNode json(String text) {
    try {
      return ExactJson.read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The functions on one table and one bucket, and what they use. */
  private static final class Bench implements ExecutionListener {

    private final AtomicLong transitions = new AtomicLong();
    private final AtomicLong invocations = new AtomicLong();
    private final AtomicLong published = new AtomicLong();
    private final CountedObjects objects = new CountedObjects();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Map<String, RequestStreamHandler> functions = new HashMap<>();
    private final CountingTable table;
    private long eventBytes;

    Bench() {
      CreateTableRequest request = TradeTable.definition("records");
      this.table =
          new CountingTable(
              EmbeddedTable.inMemory(TableSchema.of(request)).client(), projected(request));
      Telemetry telemetry =
          new JsonTelemetry(
              new PrintStream(log, true, StandardCharsets.UTF_8),
              CLOCK,
              "service",
              "dev",
              Telemetry.Level.INFO);
      FunctionRuntime runtime = FunctionRuntime.local(CLOCK, telemetry);
      FunctionRuntime silent =
          FunctionRuntime.local(
              CLOCK,
              new JsonTelemetry(
                  new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                  CLOCK,
                  "service",
                  "dev",
                  Telemetry.Level.ERROR));
      functions.put("${TradeValidatorFunctionArn}", validator(runtime));
      functions.put("${MetadataEnricherFunctionArn}", enricher(runtime));
      functions.put("${ComplianceRecorderFunctionArn}", recorder(runtime));
      functions.put(
          "${TradeBackfillFunctionArn}",
          new ProcessPartitionHandler(
              objects, validator(silent), enricher(silent), recorder(silent), Pace.of(1)));
    }

    private static Set<String> projected(CreateTableRequest request) {
      Projection projection = request.globalSecondaryIndexes().getFirst().projection();
      if (projection.projectionType() == ProjectionType.ALL) {
        return Set.of();
      }
      Set<String> names = new HashSet<>(Set.of("tradeId", "timestamp", "sourceSystem"));
      names.addAll(projection.nonKeyAttributes());
      return names;
    }

    private static ValidateTradeHandler validator(FunctionRuntime runtime) {
      Settings settings = Settings.defaults();
      return new ValidateTradeHandler(() -> settings, runtime);
    }

    private static EnrichTradeHandler enricher(FunctionRuntime runtime) {
      Settings settings = Settings.defaults();
      return new EnrichTradeHandler(() -> settings, HttpMarketData::new, runtime);
    }

    private RecordComplianceHandler recorder(FunctionRuntime runtime) {
      TradeStore store = new TradeStore(table.client(), "records", Backoff.standard(new Random(1)));
      return new RecordComplianceHandler(() -> store, runtime);
    }

    @Override
    public void entered(String state, JsonNode input) {
      transitions.incrementAndGet();
    }

    void execute(Path definition, JsonNode input) {
      try {
        Outcome outcome =
            new Interpreter(StateMachine.parse(Files.readString(definition)), this::task)
                .withListener(this)
                .withMapData(
                    (_, parameters, _) ->
                        json(text(objects.get(parameters.path("Key").asText()).orElseThrow()))
                            .valueStream()
                            .toList(),
                    (_, parameters, _) -> parameters)
                .inOrder()
                .run(input, Execution.local("cost", "e", CLOCK.instant()));
        if (!(outcome instanceof Outcome.Succeeded)) {
          throw new IllegalStateException(definition + ": " + outcome);
        }
      } catch (IOException | InvalidDefinitionException e) {
        throw new IllegalStateException(definition.toString(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static String text(ObjectStore.Stored stored) {
      return new String(stored.bytes(), StandardCharsets.UTF_8);
    }

    private JsonNode task(TaskRequest request) throws TaskFailedException {
      if (request.resource().endsWith("events:putEvents")) {
        published.addAndGet(request.parameters().path("Entries").size());
        return JsonNodeFactory.instance.objectNode();
      }
      RequestStreamHandler function =
          functions.get(request.parameters().path("FunctionName").asText());
      if (function == null) {
        throw new TaskFailedException("States.Runtime", "no function for " + request.stateName());
      }
      invocations.incrementAndGet();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        function.handleRequest(
            new ByteArrayInputStream(
                ExactJson.write(request.parameters().path("Payload"))
                    .getBytes(StandardCharsets.UTF_8)),
            out,
            context());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return JsonNodeFactory.instance
          .objectNode()
          .set("Payload", json(out.toString(StandardCharsets.UTF_8)));
    }

    private static Context context() {
      return (Context)
          Proxy.newProxyInstance(
              Context.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (_, method, _) ->
                  switch (method.getName()) {
                    case "getAwsRequestId" -> "00000000-0000-4000-8000-000000000000";
                    case "getFunctionVersion" -> "1";
                    case "getRemainingTimeInMillis" -> 900_000;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }

    Counts counts(int trades) {
      return new Counts(
          trades,
          transitions.get(),
          invocations.get(),
          published.get(),
          eventBytes,
          log.size(),
          table.writeUnits(),
          table.replicatedUnits(),
          table.readUnits(),
          table.recordBytes(),
          objects.written,
          objects.read);
    }
  }

  private static final class CountedObjects implements ObjectStore {

    private final Map<String, Stored> objects = new HashMap<>();
    private long written;
    private long read;

    @Override
    public Optional<Stored> get(String key) {
      read++;
      return Optional.ofNullable(objects.get(key));
    }

    @Override
    public void put(String key, byte[] bytes) {
      written++;
      objects.put(key, new Stored(bytes, "tag-" + written));
    }

    @Override
    public Optional<String> putIfUnchanged(String key, byte[] bytes, Optional<String> known) {
      put(key, bytes);
      return Optional.of("tag-" + written);
    }
  }
}
