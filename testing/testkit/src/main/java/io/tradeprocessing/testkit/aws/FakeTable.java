package io.tradeprocessing.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradeprocessing.testkit.aws.FakeAws.Answer;
import io.tradeprocessing.testkit.aws.FakeAws.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The reading half of DynamoDB's protocol in front of an embedded engine. */
public final class FakeTable implements Service {

  private final String name;
  private final DynamoDbClient engine;
  private final String engineName;

  /**
   * Serves a table.
   *
   * @param name under which it is asked for
   * @param engine that holds it
   * @param engineName its name there
   */
  public FakeTable(String name, DynamoDbClient engine, String engineName) {
    this.name = name;
    this.engineName = engineName;
    this.engine = engine;
  }

  @Override
  public Answer answer(String operation, JsonNode request) {
    boolean batch = operation.equals("BatchGetItem");
    if (!batch && !request.path("TableName").asText().equals(name)) {
      return Answer.error(400, "ResourceNotFoundException", "Requested resource not found");
    }
    return switch (operation) {
      case "DescribeTable" -> Answer.ok(json().set("Table", json().put("ItemCount", 0)));
      case "GetItem" -> get(request.path("Key"));
      case "BatchGetItem" -> batchGet(request.path("RequestItems"));
      case "Query" -> query(request);
      case "Scan" -> scan(request);
      default -> Answer.error(400, "UnknownOperationException", operation);
    };
  }

  private Answer get(JsonNode key) {
    Map<String, AttributeValue> found =
        engine.getItem(r -> r.tableName(engineName).key(item(key)).consistentRead(true)).item();
    return Answer.ok(found.isEmpty() ? json() : json().set("Item", json(found)));
  }

  private Answer batchGet(JsonNode tables) {
    if (!tables.has(name)) {
      return Answer.error(400, "ResourceNotFoundException", "Requested resource not found");
    }
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    tables.path(name).path("Keys").forEach(key -> keys.add(item(key)));
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    KeysAndAttributes request =
        KeysAndAttributes.builder()
            .keys(keys)
            .consistentRead(tables.path(name).path("ConsistentRead").asBoolean())
            .build();
    engine
        .batchGetItem(r -> r.requestItems(Map.of(engineName, request)))
        .responses()
        .getOrDefault(engineName, List.of())
        .forEach(item -> items.add(json(item)));
    ObjectNode answer = json();
    answer.putObject("Responses").set(name, items);
    answer.putObject("UnprocessedKeys");
    return Answer.ok(answer);
  }

  private Answer query(JsonNode request) {
    Map<String, String> names = new HashMap<>();
    request
        .path("ExpressionAttributeNames")
        .properties()
        .forEach(e -> names.put(e.getKey(), e.getValue().asText()));
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(engineName)
            .keyConditionExpression(request.path("KeyConditionExpression").asText())
            .expressionAttributeNames(names)
            .expressionAttributeValues(item(request.path("ExpressionAttributeValues")))
            .consistentRead(request.path("ConsistentRead").asBoolean());
    if (request.has("IndexName")) {
      query.indexName(request.path("IndexName").asText());
    }
    if (request.has("ScanIndexForward")) {
      query.scanIndexForward(request.path("ScanIndexForward").asBoolean());
    }
    if (request.has("Limit")) {
      query.limit(request.path("Limit").asInt());
    }
    if (request.has("ExclusiveStartKey")) {
      query.exclusiveStartKey(item(request.path("ExclusiveStartKey")));
    }
    QueryResponse response = engine.query(query.build());
    return page(response.items(), response.lastEvaluatedKey());
  }

  private Answer scan(JsonNode request) {
    ScanRequest.Builder scan =
        ScanRequest.builder()
            .tableName(engineName)
            .segment(request.path("Segment").asInt())
            .totalSegments(request.path("TotalSegments").asInt())
            .limit(request.path("Limit").asInt());
    if (request.has("ExclusiveStartKey")) {
      scan.exclusiveStartKey(item(request.path("ExclusiveStartKey")));
    }
    ScanResponse response = engine.scan(scan.build());
    return page(response.items(), response.lastEvaluatedKey());
  }

  private static Answer page(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> lastKey) {
    ObjectNode page = json();
    ArrayNode array = page.putArray("Items");
    items.forEach(item -> array.add(json(item)));
    page.put("Count", items.size());
    page.put("ScannedCount", items.size());
    if (!lastKey.isEmpty()) {
      page.set("LastEvaluatedKey", json(lastKey));
    }
    return Answer.ok(page);
  }

  private static Map<String, AttributeValue> item(JsonNode json) {
    Map<String, AttributeValue> item = new HashMap<>();
    json.properties().forEach(e -> item.put(e.getKey(), value(e.getValue())));
    return item;
  }

  private static AttributeValue value(JsonNode json) {
    if (json.has("S")) {
      return AttributeValue.fromS(json.path("S").asText());
    }
    if (json.has("N")) {
      return AttributeValue.fromN(json.path("N").asText());
    }
    throw new IllegalArgumentException("a key of an unexpected type: " + json);
  }

  private static ObjectNode json(Map<String, AttributeValue> item) {
    ObjectNode json = json();
    item.forEach((attribute, value) -> json.set(attribute, json(value)));
    return json;
  }

  private static ObjectNode json(AttributeValue value) {
    return switch (value.type()) {
      case S -> json().put("S", value.s());
      case N -> json().put("N", value.n());
      case BOOL -> json().put("BOOL", value.bool());
      case NUL -> json().put("NULL", true);
      case M -> json().set("M", json(value.m()));
      default -> throw new IllegalArgumentException("an attribute of an unexpected type: " + value);
    };
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }
}
