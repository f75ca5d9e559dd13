package io.tradeprocessing.simulation.aws;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The state machine of backfills in a Region, run by the interpreter on a bucket. */
public final class Backfills {

  private static final String MACHINE = "trade-backfill";

  private final Sim sim;
  private final SimulatedRegion region;
  private final Blueprint blueprint;
  private final Functions functions;
  private final BackfillBucket bucket;
  private final Map<String, Integer> started = new HashMap<>();

  Backfills(
      Sim sim,
      SimulatedRegion region,
      Blueprint blueprint,
      Functions functions,
      BackfillBucket bucket) {
    this.sim = sim;
    this.region = region;
    this.blueprint = blueprint;
    this.functions = functions;
    this.bucket = bucket;
  }

  /** Where plans and partitions are put. */
  public BackfillBucket bucket() {
    return bucket;
  }

  /**
   * Runs a plan that is in the bucket, and waits for the end of its execution.
   *
   * @param input of the state machine
   */
  public Outcome run(String plan, ObjectNode input) throws InterruptedException {
    String name = plan + "-" + started.merge(plan, 1, Integer::sum);
    String states = "arn:aws:states:" + region.name() + ":000000000000";
    Execution execution =
        new Execution(
            states + ":execution:" + MACHINE + ":" + name,
            name,
            "arn:aws:iam::000000000000:role/backfill",
            sim.kernel().now(),
            states + ":stateMachine:" + MACHINE,
            MACHINE);
    String place = region.name() + "/" + name;
    sim.trace().add(region.name(), "starts backfill " + name);
    Outcome outcome =
        new Interpreter(blueprint.backfill(), request -> invoke(request, place))
            .withTimer(new SimulatedTimer(sim, region))
            .withRandom(sim.choices().generator("jitter/" + place))
            .withMapData(
                (_, parameters, _) -> items(parameters.path("Key").asText()),
                (_, parameters, _) -> parameters)
            .run(input, execution);
    sim.trace().add(place, outcome.status());
    return outcome;
  }

  private JsonNode invoke(TaskRequest request, String place)
      throws TaskFailedException, InterruptedException {
    region.await();
    JsonNode payload = request.parameters().path("Payload");
    String attempt =
        "%s/%s%s.%d"
            .formatted(
                place,
                request.stateName(),
                payload.at("/task/partition").asText(),
                request.retryCount());
    sim.kernel()
        .sleep(
            sim.choices().between("task/" + attempt, Duration.ofMillis(5), Duration.ofMillis(100)));
    region.await();
    return functions.invoke(request.parameters(), attempt);
  }

  private List<JsonNode> items(String key) throws TaskFailedException {
    try {
      return ExactJson.read(
              bucket
                  .get(key)
                  .map(found -> new String(found.bytes(), StandardCharsets.UTF_8))
                  .orElseThrow(() -> new TaskFailedException("S3.NoSuchKey", key)))
          .valueStream()
          .toList();
    } catch (JsonProcessingException e) {
      throw new TaskFailedException("S3.InvalidObject", key + " is not JSON");
    }
  }

  /** An object of the bucket that is JSON; an empty one if there is none. */
  public JsonNode json(String key) {
    try {
      return bucket.get(key).isEmpty()
          ? JsonNodeFactory.instance.objectNode()
          : ExactJson.read(
              new String(bucket.get(key).orElseThrow().bytes(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(key + " is not JSON", e);
    }
  }
}
