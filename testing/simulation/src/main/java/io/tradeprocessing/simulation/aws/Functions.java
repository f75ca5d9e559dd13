package io.tradeprocessing.simulation.aws;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.asl.json.ExactJson;
import io.tradeprocessing.asl.run.TaskFailedException;
import io.tradeprocessing.cli.template.DeploymentTemplate;
import io.tradeprocessing.common.config.SsmSettings;
import io.tradeprocessing.common.lambda.FunctionRuntime;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.dynamodb.Backoff;
import io.tradeprocessing.common.store.dynamodb.TradeStore;
import io.tradeprocessing.common.telemetry.Telemetry;
import io.tradeprocessing.enricher.EnrichTradeHandler;
import io.tradeprocessing.recorder.RecordComplianceHandler;
import io.tradeprocessing.simulation.fault.Fault;
import io.tradeprocessing.simulation.kernel.Promise;
import io.tradeprocessing.validator.ValidateTradeHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  private static final Duration MOST_SKEW = Duration.ofSeconds(2);

  private final Sim sim;
  private final SimulatedRegion region;
  private final Blueprint blueprint;
  private final DynamoDbClient table;
  private final boolean replicated;
  private final Map<String, List<Environment>> environments = new HashMap<>();

  Functions(
      Sim sim,
      SimulatedRegion region,
      Blueprint blueprint,
      DynamoDbClient table,
      boolean replicated) {
    this.sim = sim;
    this.region = region;
    this.blueprint = blueprint;
    this.table = table;
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
    refuse(place);
    String arn = parameters.path("FunctionName").asText();
    DeploymentTemplate.Function function = blueprint.functions().get(arn);
    if (function == null) {
      throw new TaskFailedException("Lambda.ResourceNotFoundException", "no function " + arn);
    }
    Promise<Environment.Answer> promise =
        environment(function, place).invoke(parameters.path("Payload"), place);
    Environment.Answer answer = promise.await();
    region.await();
    return switch (answer) {
      case Environment.Answer.Failure(String error, String message) -> {
        sim.trace().add(place, error);
        throw failed(error, message);
      }
      case Environment.Answer.Result(JsonNode payload) -> {
        if (sim.faults().happens(Fault.LAMBDA_ANSWER_LOST, place)) {
          throw failed("Lambda.SdkClientException", "Unable to execute HTTP request");
        }
        sim.trace().add(place, "answers " + payload.path("outcome").asText("ok"));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("ExecutedVersion", "1");
        result.set("Payload", payload);
        yield result.put("StatusCode", 200);
      }
    };
  }

  private void refuse(String place) throws TaskFailedException {
    if (region.isOut(Fault.LAMBDA_OUTAGE) || sim.faults().happens(Fault.LAMBDA_FAILS, place)) {
      throw failed("Lambda.ServiceException", "Lambda could not process the request");
    }
    if (sim.faults().happens(Fault.LAMBDA_THROTTLED, place)) {
      throw failed("Lambda.TooManyRequestsException", "Rate Exceeded");
    }
    if (sim.faults().happens(Fault.LAMBDA_NOT_READY, place)) {
      throw failed("Lambda.SnapStartNotReadyException", "Lambda is initializing the function");
    }
  }

  /** Step Functions has a function's error as JSON in the cause. */
  private static TaskFailedException failed(String error, String message) {
    ObjectNode cause = JsonNodeFactory.instance.objectNode();
    cause.put("errorMessage", message).put("errorType", error);
    return new TaskFailedException(error, ExactJson.write(cause));
  }

  /** One that is free, whichever; another where none is, or where the seed says so. */
  private Environment environment(DeploymentTemplate.Function function, String place) {
    List<Environment> all =
        environments.computeIfAbsent(function.logicalId(), _ -> new ArrayList<>());
    List<Environment> free = all.stream().filter(Environment::isFree).toList();
    int chosen = sim.choices().below("environment/" + place, free.size() + 1);
    if (chosen < free.size()) {
      return free.get(chosen);
    }
    Environment created = new Environment(sim, region, function);
    created.use(
        blueprint
            .design()
            .handler(
                function.logicalId(),
                region,
                handler(
                    created,
                    function,
                    region.name() + "/" + function.logicalId() + "/" + all.size())));
    all.add(created);
    return created;
  }

  private RequestStreamHandler handler(
      Environment environment, DeploymentTemplate.Function function, String name) {
    FunctionRuntime runtime = FunctionRuntime.local(sim.kernel().clock(skew(name)), SILENT);
    SsmSettings settings =
        new SsmSettings(
            new ParameterClient(sim, region, environment, blueprint.parameters()), runtime);
    if (function.handler().equals(ValidateTradeHandler.class.getName())) {
      return new ValidateTradeHandler(settings, runtime);
    }
    if (function.handler().equals(EnrichTradeHandler.class.getName())) {
      return new EnrichTradeHandler(
          settings, (_, _) -> new MarketPrices(sim, environment), runtime);
    }
    if (function.handler().equals(RecordComplianceHandler.class.getName())) {
      TradeStore store = store(environment, name);
      return new RecordComplianceHandler(() -> store, runtime);
    }
    throw new IllegalStateException("no handler " + function.handler());
  }

  private TradeStore store(Environment environment, String name) {
    DynamoDbClient client =
        blueprint.design().store(region, new StoreClient(sim, region, environment, table));
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(10),
            Duration.ofMillis(500),
            sim.choices().generator("contention/" + name),
            environment::sleep);
    return new TradeStore(
        client,
        SimulatedTable.NAME,
        backoff,
        new Region(region.name(), blueprint.design().slot(region)),
        blueprint.design().isReplicated(region, replicated));
  }

  private Duration skew(String name) {
    return sim.faults().happens(Fault.CLOCK_SKEWED, name)
        ? sim.choices().between("skew/" + name, MOST_SKEW.negated(), MOST_SKEW)
        : Duration.ZERO;
  }
}
