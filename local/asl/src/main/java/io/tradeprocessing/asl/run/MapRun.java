package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tradeprocessing.asl.data.Path;
import io.tradeprocessing.asl.data.Scope;
import io.tradeprocessing.asl.data.StateFailure;
import io.tradeprocessing.asl.model.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a Distributed Map: the names of its child executions, how they ended, and whether more
 * of them failed than the state tolerates.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html">Map
 *     state in Distributed mode</a>
 */
final class MapRun {

  private final Execution parent;
  private final String label;
  private final String arn;
  private final Tolerated tolerated;
  private final ResultWriter.@Nullable Child[] children;
  private int failed;

  /**
   * How many children may fail. Where both are given, the run fails as soon as one is exceeded.
   *
   * @param percentage of all items, 0 to 100
   */
  record Tolerated(@Nullable Integer count, @Nullable BigDecimal percentage) {

    boolean covers(int failed, int items) {
      if (count == null && percentage == null) {
        return failed == 0;
      }
      boolean byCount = count == null || failed <= count;
      boolean byPercentage =
          percentage == null
              || BigDecimal.valueOf(failed)
                      .movePointRight(2)
                      .compareTo(percentage.multiply(BigDecimal.valueOf(items)))
                  <= 0;
      return byCount && byPercentage;
    }
  }

  MapRun(
      State.DistributedMap map,
      Execution parent,
      int items,
      Tolerated tolerated,
      RandomGenerator random) {
    this.parent = parent;
    this.label = map.label();
    this.tolerated = tolerated;
    this.children = new ResultWriter.@Nullable Child[items];
    this.arn =
        parent.stateMachineId().replace(":stateMachine:", ":mapRun:")
            + "/"
            + label
            + ":"
            + uuid(random);
  }

  /** The execution of the next child: its own name, under the state machine and the label. */
  Execution child(Instant startTime, RandomGenerator random) {
    String name = uuid(random);
    return new Execution(
        parent.stateMachineId().replace(":stateMachine:", ":execution:") + "/" + label + ":" + name,
        name,
        parent.roleArn(),
        startTime,
        parent.stateMachineId() + "/" + label,
        parent.stateMachineName() + "/" + label);
  }

  /** Notes how a child ended. */
  synchronized void ended(int item, ResultWriter.Child child) throws StateFailure {
    children[item] = child;
    if (!(child.outcome() instanceof Outcome.Succeeded)) {
      failed++;
      if (!tolerated.covers(failed, children.length)) {
        throw new StateFailure(
            "States.ExceedToleratedFailureThreshold",
            "The specified tolerated failure threshold was exceeded");
      }
    }
  }

  /** The items of a Map, in order. */
  static List<JsonNode> items(State.Items source, Scope scope, ItemReader reader)
      throws StateFailure, InterruptedException {
    return switch (source) {
      case State.Items.At(Path path) -> Evaluation.items(path, scope).valueStream().toList();
      case State.Items.Read read -> {
        JsonNode parameters = Evaluation.filledIn(read.parameters(), scope);
        try {
          List<JsonNode> items = reader.items(read.resource(), parameters, read.readerConfig());
          yield read.maxItems() == null
              ? items
              : items.subList(0, Math.min(items.size(), Evaluation.number(read.maxItems(), scope)));
        } catch (TaskFailedException e) {
          throw new StateFailure("States.ItemReaderFailed", e.cause());
        }
      }
    };
  }

  /** The result of the state: the outputs of the children, or where a writer has put them. */
  JsonNode answer(State.@Nullable Writer to, Scope scope, ResultWriter writer)
      throws StateFailure, InterruptedException {
    ResultWriter.Results results =
        new ResultWriter.Results(
            arn, Arrays.stream(children).map(Objects::requireNonNull).toList());
    if (to == null) {
      return StateFailure.requireFits(scope.state(), outputs(results));
    }
    JsonNode parameters = Evaluation.filledIn(to.parameters(), scope);
    try {
      return JsonNodeFactory.instance
          .objectNode()
          .put("MapRunArn", arn)
          .set("ResultWriterDetails", writer.write(to.resource(), parameters, results));
    } catch (TaskFailedException e) {
      throw new StateFailure("States.ResultWriterFailed", e.cause());
    }
  }

  /**
   * In the order of the items. AWS does not document what it puts in the place of a failure that is
   * tolerated; here it is null.
   */
  private static ArrayNode outputs(ResultWriter.Results results) {
    ArrayNode outputs = JsonNodeFactory.instance.arrayNode(results.children().size());
    for (ResultWriter.Child child : results.children()) {
      outputs.add(
          child.outcome() instanceof Outcome.Succeeded(JsonNode output)
              ? output
              : NullNode.getInstance());
    }
    return outputs;
  }

  /** Version 4, from the interpreter's source of random numbers. */
  private static String uuid(RandomGenerator random) {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
