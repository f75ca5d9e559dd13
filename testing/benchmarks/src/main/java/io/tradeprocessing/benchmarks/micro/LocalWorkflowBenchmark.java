package io.tradeprocessing.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.Interpreter;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.Execution;
import io.tradeprocessing.asl.run.Outcome;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.asl.run.TaskRequest;
import io.tradeprocessing.cli.run.LocalContext;
import io.tradeprocessing.cli.template.Definition;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.JsonTelemetry;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.common.telemetry.Telemetry.Level;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.enricher.marketdata.HttpMarketData;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

/**
 * What {@code ./trades run} does with a line: parses it and runs the deployed workflow definition
 * with the functions' handlers, on DynamoDB Local and on the embedded table.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
@Threads(32)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class LocalWorkflowBenchmark {

  @Param({"DYNAMODB_LOCAL_MEMORY", "EMBEDDED_TEMPORARY", "DYNAMODB_LOCAL_FILE", "EMBEDDED_FILE"})
  public Where where = Where.EMBEDDED_TEMPORARY;

  private final AtomicLong number = new AtomicLong();
  private final String sample = new String(SampleTrade.utf8(), UTF_8);
  private final String tradeId = SampleTrade.event().tradeId().orElseThrow().value();
  private final Clock clock = Clock.fixed(SampleTrade.NOW, ZoneOffset.UTC);
  private @Nullable BenchmarkTable table;
  private @Nullable Interpreter workflow;

  @Setup
  public void deploy() {
    BenchmarkTable opened = BenchmarkTable.open(where);
    table = opened;
    TradeStore store =
        new TradeStore(opened.client(), BenchmarkTable.NAME, Backoff.standard(new Random(1)));
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    Telemetry warnings = new JsonTelemetry(nowhere, clock, "benchmark", "local", Level.WARN);
    FunctionRuntime runtime = FunctionRuntime.local(clock, warnings);
    Map<String, RequestStreamHandler> handlers =
        Map.of(
            ValidateTradeHandler.class.getName(),
            new ValidateTradeHandler(() -> SampleTrade.SETTINGS, runtime),
            EnrichTradeHandler.class.getName(),
            new EnrichTradeHandler(() -> SampleTrade.SETTINGS, HttpMarketData::new, runtime),
            RecordComplianceHandler.class.getName(),
            new RecordComplianceHandler(() -> store, runtime));
    DeploymentTemplate template =
        DeploymentTemplate.read(
            Path.of(System.getProperty("benchmarks.home", ".")).resolve("template.yaml"));
    Map<String, DeploymentTemplate.Function> functions = template.functions();
    workflow =
        new Interpreter(
            Definition.parse(template.definition()), task -> answer(task, functions, handlers));
  }

  private static JsonNode answer(
      TaskRequest task,
      Map<String, DeploymentTemplate.Function> functions,
      Map<String, RequestStreamHandler> handlers)
      throws TaskFailedException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (task.resource().equals("arn:aws:states:::events:putEvents")) {
      return answer.put("FailedEntryCount", 0);
    }
    DeploymentTemplate.Function function =
        Objects.requireNonNull(functions.get(task.parameters().path("FunctionName").asText()));
    byte[] input = ExactJson.write(task.parameters().path("Payload")).getBytes(UTF_8);
    ByteArrayOutputStream output = new ByteArrayOutputStream(1_024);
    try {
      Objects.requireNonNull(handlers.get(function.handler()))
          .handleRequest(
              new ByteArrayInputStream(input), output, new LocalContext(function, "benchmark"));
      return answer.set("Payload", ExactJson.read(output.toString(UTF_8)));
    } catch (IOException e) {
      throw new TaskFailedException("Lambda.Unknown", String.valueOf(e.getMessage()));
    }
  }

  @TearDown
  public void close() throws Exception {
    if (table != null) {
      table.close();
    }
  }

  @Benchmark
  public Outcome trade() throws InterruptedException, JsonProcessingException {
    if (workflow == null) {
      throw new IllegalStateException("JMH sets the state up before it measures");
    }
    String id = "B-" + number.incrementAndGet();
    Outcome outcome =
        workflow.run(
            ExactJson.read(sample.replace(tradeId, id)),
            Execution.local("trade-processing", id, SampleTrade.NOW));
    if (!(outcome instanceof Outcome.Succeeded(JsonNode output))
        || !output.at("/record/status").asText().equals("ACCEPTED")) {
      throw new IllegalStateException("the trade must be accepted: " + outcome);
    }
    return outcome;
  }
}
