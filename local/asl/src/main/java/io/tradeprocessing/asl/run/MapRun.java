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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
  private final List<JsonNode> items;
  private final @Nullable Begun[] begun;
  private final @Nullable Outcome[] outcomes;
  private int failed;

  /** A child execution that has begun. */
  private record Begun(Run run, Execution execution, JsonNode input) {}

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
      List<JsonNode> items,
      Tolerated tolerated,
      RandomGenerator random) {
    this.parent = parent;
    this.label = map.label();
    this.tolerated = tolerated;
    this.items = List.copyOf(items);
    this.begun = new Begun[items.size()];
    this.outcomes = new Outcome[items.size()];
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

  /** The items, as they were read when the Map Run began. */
  List<JsonNode> items() {
    return items;
  }

  /** The same Map Run when it is redriven: what failed counts anew. */
  synchronized MapRun again() {
    failed = 0;
    return this;
  }

  synchronized boolean hasSucceeded(int item) {
    return outcomes[item] instanceof Outcome.Succeeded;
  }

  /** The child of an item that has begun, and perhaps ended. */
  synchronized @Nullable Run begun(int item) {
    Begun child = begun[item];
    return child == null ? null : child.run();
  }

  synchronized void begins(int item, Run run, Execution execution, JsonNode input) {
    begun[item] = new Begun(run, execution, input);
  }

  /** Notes how a child ended. */
  synchronized void ended(int item, Outcome outcome) throws StateFailure {
    outcomes[item] = outcome;
    if (!(outcome instanceof Outcome.Succeeded)) {
      failed++;
      if (!tolerated.covers(failed, outcomes.length)) {
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
            arn, IntStream.range(0, outcomes.length).mapToObj(this::child).toList());
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

  private ResultWriter.Child child(int item) {
    Begun child = Objects.requireNonNull(begun[item]);
    return new ResultWriter.Child(
        child.execution(), child.input(), Objects.requireNonNull(outcomes[item]));
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
