package io.tradeprocessing.asl.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The context object ({@code $$}) of one visit to a state. Most visits never read it, so it is
 * built on demand.
 */
final class ContextObject implements Supplier<JsonNode> {

  /** Always UTC and always milliseconds, for example {@code 2023-11-21T06:27:31.545Z}. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final int NO_RETRY_COUNT = -1;

  private final Execution execution;
  private final int redrives;
  private final JsonNode executionInput;
  private final @Nullable MapItem item;
  private final String state;
  private final Instant entered;
  private final int retryCount;
  private @Nullable JsonNode tree;

  private ContextObject(
      Execution execution,
      int redrives,
      JsonNode executionInput,
      @Nullable MapItem item,
      String state,
      Instant entered,
      int retryCount) {
    this.execution = execution;
    this.redrives = redrives;
    this.executionInput = executionInput;
    this.item = item;
    this.state = state;
    this.entered = entered;
    this.retryCount = retryCount;
  }

  static ContextObject of(
      Execution execution,
      int redrives,
      JsonNode executionInput,
      @Nullable MapItem item,
      String state,
      Instant entered) {
    return new ContextObject(
        execution, redrives, executionInput, item, state, entered, NO_RETRY_COUNT);
  }

  /** The same visit of a state that can be retried. */
  ContextObject withRetryCount(int count) {
    return new ContextObject(execution, redrives, executionInput, item, state, entered, count);
  }

  /** The same visit as an {@code ItemSelector} sees it. */
  ContextObject withItem(MapItem other) {
    return new ContextObject(
        execution, redrives, executionInput, other, state, entered, retryCount);
  }

  int retryCount() {
    return retryCount;
  }

  @Override
  public JsonNode get() {
    JsonNode made = tree;
    if (made == null) {
      made = build();
      tree = made;
    }
    return made;
  }

  private JsonNode build() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("Execution")
        .put("Id", execution.id())
        .put("Name", execution.name())
        .put("RoleArn", execution.roleArn())
        .put("StartTime", TIME.format(execution.startTime()))
        .put("RedriveCount", redrives)
        .set("Input", executionInput);
    root.putObject("StateMachine")
        .put("Id", execution.stateMachineId())
        .put("Name", execution.stateMachineName());
    ObjectNode visit =
        root.putObject("State").put("Name", state).put("EnteredTime", TIME.format(entered));
    if (retryCount != NO_RETRY_COUNT) {
      visit.put("RetryCount", retryCount);
    }
    if (item != null) {
      root.putObject("Map").putObject("Item").put("Index", item.index()).set("Value", item.value());
    }
    return root;
  }

  /** One item of a Map state: {@code $$.Map.Item}. */
  record MapItem(int index, JsonNode value) {}
}
