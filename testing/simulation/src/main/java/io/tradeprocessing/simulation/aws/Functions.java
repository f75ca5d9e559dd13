package io.tradeprocessing.simulation.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.backfill.Pace;
import io.tradeprocessing.backfill.ProcessPartitionHandler;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Lambda in a Region: the functions that the template deploys, each in some environments. */
final class Functions {

  private static final Telemetry SILENT =
      new Telemetry() {
        @Override
        public void log(Level level, String message, Map<String, String> fields) {}

        @Override
        public void metric(String name, double value, Unit unit, Map<String, String> dimensions) {}
      };

  /** Groups at the same time, lines in a group and in a step: few, as partitions are small. */
  private static final int GROUPS_AT_ONCE = 2;

  private static final int GROUP_LINES = 3;
  private static final int STEP_LINES = 5;

  private final Sim sim;
  private final SimulatedRegion region;
  private final Blueprint blueprint;
  private final DynamoDbClient table;
  private final BackfillBucket bucket;
  private final boolean replicated;
  private final Map<String, Environments<RequestStreamHandler>> environments = new HashMap<>();

  Functions(
      Sim sim,
      SimulatedRegion region,
      Blueprint blueprint,
      DynamoDbClient table,
      BackfillBucket bucket,
      boolean replicated) {
    this.sim = sim;
    this.region = region;
    this.blueprint = blueprint;
    this.table = table;
    this.bucket = bucket;
    this.replicated = replicated;
  }

  /**
   * Invokes a function.
   *
   * @param parameters of the task {@code lambda:invoke}
   * @param place the attempt
   */
  JsonNode invoke(JsonNode parameters, String place)
      throws TaskFailedException, InterruptedException {
    String arn = parameters.path("FunctionName").asText();
    DeploymentTemplate.Function function = blueprint.functions().get(arn);
    if (function == null) {
      throw new TaskFailedException("Lambda.ResourceNotFoundException", "no function " + arn);
    }
    Environment.Answer<byte[]> answer =
        environments
            .computeIfAbsent(function.logicalId(), _ -> environments(function))
            .invoke((handler, context) -> handle(handler, parameters, context), place);
    return switch (answer) {
      case Environment.Answer.Failure<byte[]>(String error, String message) ->
          throw failed(error, message);
      case Environment.Answer.Result<byte[]>(byte[] json) -> result(json, place);
    };
  }

  private static byte[] handle(RequestStreamHandler handler, JsonNode parameters, Context context)
      throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(
            ExactJson.write(parameters.path("Payload")).getBytes(StandardCharsets.UTF_8)),
        output,
        context);
    return output.toByteArray();
  }

  private JsonNode result(byte[] json, String place) throws TaskFailedException {
    try {
      JsonNode payload = ExactJson.read(new String(json, StandardCharsets.UTF_8));
      sim.trace().add(place, "answers " + payload.path("outcome").asText("ok"));
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.put("ExecutedVersion", "1");
      result.set("Payload", payload);
      return result.put("StatusCode", 200);
    } catch (JsonProcessingException e) {
      throw failed("Lambda.Unknown", String.valueOf(e.getMessage()));
    }
  }

  /** Step Functions has a function's error as JSON in the cause. */
  private static TaskFailedException failed(String error, String message) {
    ObjectNode cause = JsonNodeFactory.instance.objectNode();
    cause.put("errorMessage", message).put("errorType", error);
    return new TaskFailedException(error, ExactJson.write(cause));
  }

  private Environments<RequestStreamHandler> environments(DeploymentTemplate.Function function) {
    return new Environments<>(
        sim,
        region,
        function,
        (process, name) ->
            blueprint
                .design()
                .handler(function.logicalId(), region, handler(process, function, name)));
  }

  private RequestStreamHandler handler(
      FunctionProcess process, DeploymentTemplate.Function function, String name) {
    FunctionRuntime runtime =
        FunctionRuntime.local(sim.kernel().clock(Environments.skew(sim, name)), SILENT);
    SsmSettings settings =
        new SsmSettings(new ParameterClient(sim, region, process, blueprint.parameters()), runtime);
    return handler(function.handler(), process, name, settings, runtime);
  }

  private RequestStreamHandler handler(
      String handler,
      FunctionProcess process,
      String name,
      SsmSettings settings,
      FunctionRuntime runtime) {
    if (handler.equals(ValidateTradeHandler.class.getName())) {
      return validator(settings, runtime);
    }
    if (handler.equals(EnrichTradeHandler.class.getName())) {
      return enricher(process, settings, runtime);
    }
    if (handler.equals(RecordComplianceHandler.class.getName())) {
      TradeStore store = store(process, name);
      return new RecordComplianceHandler(() -> store, runtime);
    }
    if (handler.equals(ProcessPartitionHandler.class.getName())) {
      TradeStore store = store(process, name);
      return new ProcessPartitionHandler(
          new BucketClient(sim, process, bucket),
          validator(settings, runtime),
          enricher(process, settings, runtime),
          blueprint.design().backfillRecorder(new RecordComplianceHandler(() -> store, runtime)),
          new Pace(GROUPS_AT_ONCE, GROUP_LINES, STEP_LINES, process::sleep, runtime.clock()));
    }
    throw new IllegalStateException("no handler " + handler);
  }

  private static ValidateTradeHandler validator(SsmSettings settings, FunctionRuntime runtime) {
    return new ValidateTradeHandler(settings, runtime);
  }

  private EnrichTradeHandler enricher(
      FunctionProcess process, SsmSettings settings, FunctionRuntime runtime) {
    return new EnrichTradeHandler(settings, (_, _) -> new MarketPrices(sim, process), runtime);
  }

  private TradeStore store(FunctionProcess process, String name) {
    DynamoDbClient client =
        blueprint.design().store(region, new StoreClient(sim, region, process, table));
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(10),
            Duration.ofMillis(500),
            sim.choices().generator("contention/" + name),
            process::sleep);
    return new TradeStore(
        client,
        SimulatedTable.NAME,
        backoff,
        new Region(region.name(), blueprint.design().slot(region)),
        blueprint.design().isReplicated(region, replicated));
  }
}
