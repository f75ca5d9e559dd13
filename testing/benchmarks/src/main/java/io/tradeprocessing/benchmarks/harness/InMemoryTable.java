package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.LoopbackServer.Response;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps items in memory and evaluates the conditions that the recorders set: {@code
 * attribute_not_exists(…)}, and equalities joined by {@code AND}. Any other request fails with its
 * name, so that a recorder that needs more is not measured with a wrong response.
 */
final class InMemoryTable implements TradeTable {

  private final Map<String, JsonObject> items = new HashMap<>();

  @Override
  public synchronized Response transactWriteItems(JsonObject request) {
    List<JsonObject> puts = new ArrayList<>();
    for (Json write : array(request, "TransactItems")) {
      puts.add(
          write
              .asObject()
              .flatMap(object -> object.object("Put"))
              .orElseThrow(() -> new IllegalArgumentException("only Put is supported")));
    }
    List<Json> reasons = new ArrayList<>();
    boolean cancelled = false;
    for (JsonObject put : puts) {
      Optional<JsonObject> old = Optional.ofNullable(items.get(key(object(put, "Item"))));
      boolean holds = holds(put, old);
      cancelled |= !holds;
      reasons.add(reason(holds, old));
    }
    if (cancelled) {
      return cancellation(reasons);
    }
    for (JsonObject put : puts) {
      JsonObject item = object(put, "Item");
      items.put(key(item), item);
    }
    return Response.json(200, "{}");
  }

  @Override
  public synchronized Response getItem(JsonObject request) {
    JsonObject item = items.get(key(object(request, "Key")));
    JsonObject.Builder answer = JsonObject.builder();
    if (item != null) {
      answer.put("Item", item);
    }
    return Response.json(200, JsonWriter.toString(answer.build()));
  }

  /** All items, heads among them. */
  synchronized Collection<JsonObject> items() {
    return List.copyOf(items.values());
  }

  synchronized void clear() {
    items.clear();
  }

  @Override
  public void close() {
    clear();
  }

  private static boolean holds(JsonObject put, Optional<JsonObject> old) {
    String condition =
        put.text("ConditionExpression")
            .orElseThrow(() -> new IllegalArgumentException("a put without a condition"));
    if (condition.startsWith("attribute_not_exists(")) {
      return old.isEmpty();
    }
    if (old.isEmpty()) {
      return false;
    }
    for (String equality : condition.split(" AND ", -1)) {
      String[] sides = equality.split(" = ", -1);
      if (sides.length != 2) {
        throw new IllegalArgumentException("unsupported condition: " + condition);
      }
      String name = object(put, "ExpressionAttributeNames").text(sides[0]).orElse(sides[0]);
      Json expected = object(put, "ExpressionAttributeValues").get(sides[1]);
      if (expected == null || !expected.equals(old.get().get(name))) {
        return false;
      }
    }
    return true;
  }

  private static Json reason(boolean holds, Optional<JsonObject> old) {
    JsonObject.Builder reason =
        JsonObject.builder().put("Code", holds ? "None" : "ConditionalCheckFailed");
    if (!holds) {
      reason.put("Message", "The conditional request failed");
      old.ifPresent(item -> reason.put("Item", item));
    }
    return reason.build();
  }

  static Response cancellation(List<Json> reasons) {
    return Response.json(
        400,
        JsonWriter.toString(
            JsonObject.builder()
                .put("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException")
                .put("Message", "Transaction cancelled, please refer cancellation reasons")
                .put("CancellationReasons", new JsonArray(reasons))
                .build()));
  }

  private static String key(JsonObject item) {
    return object(item, "tradeId").text("S").orElseThrow()
        + '\n'
        + object(item, "timestamp").text("N").orElseThrow();
  }

  private static JsonObject object(JsonObject of, String name) {
    return of.object(name)
        .orElseThrow(() -> new IllegalArgumentException("the request lacks " + name));
  }

  private static List<Json> array(JsonObject of, String name) {
    if (of.get(name) instanceof JsonArray(List<Json> values)) {
      return values;
    }
    throw new IllegalArgumentException("the request lacks " + name);
  }
}
