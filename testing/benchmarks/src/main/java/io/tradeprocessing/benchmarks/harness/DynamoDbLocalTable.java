package io.tradeprocessing.benchmarks.harness;

import io.tradeprocessing.benchmarks.harness.LoopbackServer.Response;
import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonArray;
import io.tradeprocessing.common.json.JsonBoolean;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonString;
import io.tradeprocessing.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** DynamoDB Local in this process, behind the JSON protocol. */
final class DynamoDbLocalTable implements TradeTable {

  /** A strong reference: a logger that is garbage-collected loses its filter. */
  private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

  private final AmazonDynamoDBLocal local;
  private final DynamoDbClient client;

  /** Starts it in memory, with an empty table of this name. */
  DynamoDbLocalTable(String table) {
    System.setProperty(
        "log4j2.loggerContextFactory",
        "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
    SQLITE_LOG.setFilter(_ -> false);
    boolean reportsNoUse = true;
    local = DynamoDBEmbedded.create(reportsNoUse);
    client = local.dynamoDbClient();
    client.createTable(io.tradeprocessing.common.store.dynamodb.TradeTable.definition(table));
  }

  @Override
  public Response transactWriteItems(JsonObject request) {
    List<TransactWriteItem> writes = new ArrayList<>();
    if (request.get("TransactItems") instanceof JsonArray(List<Json> values)) {
      for (Json write : values) {
        JsonObject put = write.asObject().flatMap(o -> o.object("Put")).orElseThrow();
        writes.add(TransactWriteItem.builder().put(put(put)).build());
      }
    }
    try {
      client.transactWriteItems(transaction -> transaction.transactItems(writes));
      return Response.json(200, "{}");
    } catch (TransactionCanceledException e) {
      return InMemoryTable.cancellation(
          e.cancellationReasons().stream().map(r -> reason(r)).toList());
    }
  }

  @Override
  public Response getItem(JsonObject request) {
    GetItemResponse found =
        client.getItem(
            get ->
                get.tableName(request.text("TableName").orElseThrow())
                    .key(item(request.object("Key").orElseThrow()))
                    .consistentRead(true));
    JsonObject.Builder answer = JsonObject.builder();
    if (found.hasItem()) {
      answer.put("Item", json(found.item()));
    }
    return Response.json(200, JsonWriter.toString(answer.build()));
  }

  @Override
  public void close() {
    local.shutdown();
  }

  private static Put put(JsonObject json) {
    Put.Builder put =
        Put.builder()
            .tableName(json.text("TableName").orElseThrow())
            .item(item(json.object("Item").orElseThrow()))
            .conditionExpression(json.text("ConditionExpression").orElseThrow())
            .returnValuesOnConditionCheckFailure("ALL_OLD");
    json.object("ExpressionAttributeNames")
        .ifPresent(names -> put.expressionAttributeNames(texts(names)));
    json.object("ExpressionAttributeValues")
        .ifPresent(values -> put.expressionAttributeValues(item(values)));
    return put.build();
  }

  private static Map<String, String> texts(JsonObject json) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < json.size(); i++) {
      texts.put(json.nameAt(i), json.valueAt(i).asText().orElseThrow());
    }
    return texts;
  }

  private static Map<String, AttributeValue> item(JsonObject json) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    for (int i = 0; i < json.size(); i++) {
      item.put(json.nameAt(i), attribute(json.valueAt(i).asObject().orElseThrow()));
    }
    return item;
  }

  private static AttributeValue attribute(JsonObject json) {
    Json value = json.valueAt(0);
    return switch (json.nameAt(0)) {
      case "S" -> AttributeValue.fromS(value.asText().orElseThrow());
      case "N" -> AttributeValue.fromN(value.asText().orElseThrow());
      case "BOOL" -> AttributeValue.fromBool(value.equals(JsonBoolean.TRUE));
      case "M" -> AttributeValue.fromM(item(value.asObject().orElseThrow()));
      default ->
          throw new IllegalArgumentException("records have no attribute of type " + json.nameAt(0));
    };
  }

  private static Json reason(CancellationReason reason) {
    JsonObject.Builder json = JsonObject.builder().put("Code", reason.code());
    if (reason.hasItem()) {
      json.put("Item", json(reason.item()));
    }
    return json.build();
  }

  static JsonObject json(Map<String, AttributeValue> item) {
    JsonObject.Builder json = JsonObject.builder();
    item.forEach((name, value) -> json.put(name, json(value)));
    return json.build();
  }

  private static JsonObject json(AttributeValue value) {
    return switch (value.type()) {
      case S -> JsonObject.builder().put("S", value.s()).build();
      case N -> JsonObject.builder().put("N", new JsonString(value.n())).build();
      case BOOL -> JsonObject.builder().put("BOOL", value.bool()).build();
      case M -> JsonObject.builder().put("M", json(value.m())).build();
      default ->
          throw new IllegalArgumentException("records have no attribute of type " + value.type());
    };
  }
}
