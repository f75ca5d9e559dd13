package io.tradeprocessing.embeddedtable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Random requests on so few keys that they meet each other. Most are valid; the others have one
 * flaw, for which of two is reported is nobody's promise.
 */
final class Requests {

  private static final List<String> IDS = List.of("T1", "T2", "ä", "\uD83D\uDE00", "\uFFFD");
  private static final List<String> SOURCES = List.of("s1", "s2");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "0.1",
          "1",
          "1.50",
          "-1",
          "-1.5",
          "-12",
          "1e3",
          "999",
          "1000.001",
          "1768228200000001.01234567890123456789",
          "1768228200000001.0123456789012345679",
          "99999999999999999999999999999999999999",
          "-9.9999999999999999999999999999999999999E+125",
          "1E-130",
          "-1E-130",
          "9.9999999999999999999999999999999999999E+125");

  private final Random random;
  private boolean flawed;

  Requests(Random random) {
    this.random = random;
  }

  DynamoDbRequest next() {
    flawed = false;
    return switch (random.nextInt(11)) {
      case 10 -> batch();
      case 0 -> get();
      case 1, 2 -> query();
      case 3, 4, 5 -> put();
      case 6 -> delete();
      default -> transaction();
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean rarely() {
    boolean now = !flawed && random.nextInt(25) == 0;
    flawed |= now;
    return now;
  }

  private String table() {
    return rarely() ? "other" : DynamoDbLocal.TABLE;
  }

  private AttributeValue id() {
    if (rarely()) {
      return one(
          List.of(
              AttributeValue.fromN("1"),
              AttributeValue.fromS(""),
              AttributeValue.fromBool(true),
              AttributeValue.fromS("x".repeat(2_049))));
    }
    return AttributeValue.fromS(one(IDS));
  }

  private AttributeValue at() {
    if (rarely()) {
      return one(
          List.of(
              AttributeValue.fromS("1"),
              AttributeValue.fromN("1x"),
              AttributeValue.fromN(""),
              AttributeValue.fromN("1E126"),
              AttributeValue.fromN("1E-131"),
              AttributeValue.fromN("123456789012345678901234567890123456789")));
    }
    return AttributeValue.fromN(one(NUMBERS));
  }

  private Map<String, AttributeValue> key() {
    Map<String, AttributeValue> key = new HashMap<>();
    key.put("id", id());
    key.put("at", at());
    if (rarely()) {
      key.remove(one(List.of("id", "at")));
    }
    if (rarely()) {
      key.put("more", AttributeValue.fromS("x"));
    }
    return key;
  }

  private Map<String, AttributeValue> item() {
    Map<String, AttributeValue> item = key();
    if (random.nextInt(3) > 0) {
      item.put(
          "source",
          rarely()
              ? one(List.of(AttributeValue.fromS(""), AttributeValue.fromN("1")))
              : AttributeValue.fromS(one(SOURCES)));
    }
    if (random.nextBoolean()) {
      item.put("version", AttributeValue.fromN(Integer.toString(random.nextInt(4))));
    }
    if (random.nextInt(4) == 0) {
      item.put("other", value(2));
    }
    if (rarely()) {
      item.put("large", AttributeValue.fromS("x".repeat(random.nextInt(450 * 1024))));
    }
    return item;
  }

  private AttributeValue value(int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> AttributeValue.fromS(one(List.of("", "a\"b\\c\n\u0001", "\uD83D\uDE00ä", "b")));
      case 1 -> AttributeValue.fromN(one(NUMBERS));
      case 2 -> AttributeValue.fromBool(random.nextBoolean());
      case 3 -> AttributeValue.fromNul(true);
      case 4 -> AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, 1, -1}));
      case 5 -> AttributeValue.fromSs(rarely() ? List.of() : List.of("b", "a"));
      case 6 -> AttributeValue.fromNs(rarely() ? List.of("1", "1.0") : List.of("2", "1.0"));
      case 7 -> AttributeValue.fromL(List.of(value(depth - 1), value(depth - 1)));
      default -> AttributeValue.fromM(Map.of("a", value(depth - 1), "b", value(depth - 1)));
    };
  }

  private GetItemRequest get() {
    GetItemRequest.Builder get =
        GetItemRequest.builder().tableName(table()).key(key()).consistentRead(true);
    if (random.nextInt(3) == 0) {
      get.projectionExpression("id, #v").expressionAttributeNames(Map.of("#v", "version"));
    }
    return get.build();
  }

  private BatchGetItemRequest batch() {
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    Set<String> distinct = new HashSet<>();
    for (int left = rarely() ? 0 : 1 + random.nextInt(4); left > 0; left--) {
      Map<String, AttributeValue> key = key();
      if (distinct.add(text(key)) || rarely()) {
        keys.add(key);
      }
    }
    return BatchGetItemRequest.builder()
        .requestItems(
            Map.of(table(), KeysAndAttributes.builder().keys(keys).consistentRead(true).build()))
        .build();
  }

  /** Of a query: what it asks for and the placeholders of that. */
  private QueryRequest query() {
    boolean index = random.nextInt(3) == 0;
    String partition = index ? "source" : "id";
    Map<String, String> names = new HashMap<>(Map.of("#p", partition));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":p", index ? AttributeValue.fromS(one(SOURCES)) : id());
    String sort = one(List.of("", "=", "<", "<=", ">", ">=", "BETWEEN"));
    StringBuilder condition = new StringBuilder(rarely() ? "#p <> :p" : "#p = :p");
    if (!sort.isEmpty()) {
      names.put("#s", rarely() ? "version" : "at");
      values.put(":a", at());
      condition.append(" AND #s ").append(sort).append(" :a");
    }
    if (sort.equals("BETWEEN")) {
      values.put(":b", at());
      condition.append(" AND :b");
    }
    if (rarely()) {
      values.put(":unused", AttributeValue.fromS("x"));
    }
    if (rarely()) {
      names.remove("#p");
    }
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table())
            .keyConditionExpression(condition.toString())
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .scanIndexForward(random.nextBoolean())
            .consistentRead(index ? rarely() : random.nextBoolean());
    if (index) {
      query.indexName(rarely() ? "NoIndex" : DynamoDbLocal.INDEX);
    }
    if (random.nextBoolean()) {
      query.limit(rarely() ? 0 : 1 + random.nextInt(4));
    }
    return query.build();
  }

  /** A condition with its placeholders. */
  private record Condition(
      String text, Map<String, String> names, Map<String, AttributeValue> values) {}

  private Condition condition() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new Condition("attribute_not_exists(id)", Map.of(), Map.of());
      case 3, 4 ->
          new Condition(
              "#v = :v AND #o <> :o",
              Map.of("#v", "version", "#o", "other"),
              Map.of(":v", AttributeValue.fromN("1"), ":o", value(1)));
      case 5 ->
          new Condition(
              "attribute_exists(#v) AND NOT (#v < :low OR #v > :high)",
              Map.of("#v", "version"),
              Map.of(":low", AttributeValue.fromN("1.0"), ":high", AttributeValue.fromN("2")));
      case 6 ->
          new Condition(
              "#v BETWEEN :low AND :high OR #s = :s",
              Map.of("#v", "version", "#s", "source"),
              Map.of(
                  ":low", AttributeValue.fromN("1"),
                  ":high", AttributeValue.fromN("2"),
                  ":s", AttributeValue.fromS("s1")));
      case 7 -> new Condition("version = :v", Map.of(), Map.of(":v", AttributeValue.fromN("2")));
      case 8 ->
          new Condition(
              "#v >= :v", Map.of("#v", "version"), Map.of(":v", AttributeValue.fromN("2")));
      case 9 -> {
        if (random.nextBoolean()) {
          yield new Condition(
              rarely() ? "attribute_not_exists(timestamp)" : "attribute_not_exists(largest)",
              Map.of(),
              Map.of());
        }
        if (!rarely()) {
          yield new Condition("attribute_exists(id)", Map.of(), Map.of());
        }
        yield one(
            List.of(
                new Condition("version = :v", Map.of(), Map.of()),
                new Condition("attribute_exists(#u)", Map.of(), Map.of()),
                new Condition("attribute_exists(id", Map.of(), Map.of()),
                new Condition("id = ", Map.of(), Map.of()),
                new Condition("", Map.of(), Map.of()),
                new Condition("attribute_exists(id)", Map.of("#x", "y"), Map.of()),
                new Condition(
                    "attribute_exists(id)", Map.of(), Map.of(":x", AttributeValue.fromS("")))));
      }
      default -> new Condition("attribute_exists(id)", Map.of(), Map.of());
    };
  }

  private ReturnValuesOnConditionCheckFailure onFailure() {
    return random.nextBoolean()
        ? ReturnValuesOnConditionCheckFailure.ALL_OLD
        : ReturnValuesOnConditionCheckFailure.NONE;
  }

  private PutItemRequest put() {
    PutItemRequest.Builder put = PutItemRequest.builder().tableName(table()).item(item());
    if (random.nextBoolean()) {
      put.returnValues(random.nextBoolean() ? "ALL_OLD" : rarely() ? "ALL_NEW" : "NONE");
    }
    if (random.nextBoolean()) {
      Condition condition = condition();
      put.conditionExpression(condition.text()).returnValuesOnConditionCheckFailure(onFailure());
      if (!condition.names().isEmpty()) {
        put.expressionAttributeNames(condition.names());
      }
      if (!condition.values().isEmpty()) {
        put.expressionAttributeValues(condition.values());
      }
    }
    return put.build();
  }

  private DeleteItemRequest delete() {
    DeleteItemRequest.Builder delete = DeleteItemRequest.builder().tableName(table()).key(key());
    if (random.nextBoolean()) {
      delete.returnValues("ALL_OLD");
    }
    if (random.nextBoolean()) {
      Condition condition = condition();
      delete.conditionExpression(condition.text()).returnValuesOnConditionCheckFailure(onFailure());
      if (!condition.names().isEmpty()) {
        delete.expressionAttributeNames(condition.names());
      }
      if (!condition.values().isEmpty()) {
        delete.expressionAttributeValues(condition.values());
      }
    }
    return delete.build();
  }

  private TransactWriteItemsRequest transaction() {
    List<TransactWriteItem> items = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    // Few, or as many as a backfill writes.
    for (int left = rarely() ? 0 : 1 + random.nextInt(random.nextInt(20) == 0 ? 100 : 3);
        left > 0;
        left--) {
      TransactWriteItem operation = operation();
      // What two operations on one item are, DynamoDB Local says only where both are allowed.
      if (keys.add(key(operation))) {
        items.add(operation);
      }
    }
    return TransactWriteItemsRequest.builder().transactItems(items).build();
  }

  private static String key(TransactWriteItem operation) {
    Map<String, AttributeValue> key =
        operation.put() != null
            ? operation.put().item()
            : operation.delete() != null
                ? operation.delete().key()
                : operation.conditionCheck().key();
    return text(key);
  }

  private static String text(Map<String, AttributeValue> key) {
    AttributeValue at = key.get("at");
    return key.get("id") + (at == null || at.n() == null ? "" : at.n().replaceAll("0+$", ""));
  }

  private TransactWriteItem operation() {
    Condition condition = condition();
    return switch (random.nextInt(6)) {
      case 0 ->
          TransactWriteItem.builder()
              .delete(
                  delete ->
                      delete
                          .tableName(table())
                          .key(key())
                          .conditionExpression(condition.text())
                          .expressionAttributeNames(orNull(condition.names()))
                          .expressionAttributeValues(orNull(condition.values()))
                          .returnValuesOnConditionCheckFailure(onFailure()))
              .build();
      case 1 ->
          TransactWriteItem.builder()
              .conditionCheck(
                  check ->
                      check
                          .tableName(table())
                          .key(key())
                          .conditionExpression(condition.text())
                          .expressionAttributeNames(orNull(condition.names()))
                          .expressionAttributeValues(orNull(condition.values()))
                          .returnValuesOnConditionCheckFailure(onFailure()))
              .build();
      default ->
          TransactWriteItem.builder()
              .put(
                  put ->
                      put.tableName(table())
                          .item(item())
                          .conditionExpression(condition.text())
                          .expressionAttributeNames(orNull(condition.names()))
                          .expressionAttributeValues(orNull(condition.values()))
                          .returnValuesOnConditionCheckFailure(onFailure()))
              .build();
    };
  }

  @SuppressWarnings("NullAway") // as a request without the parameter
  private static <V> Map<String, V> orNull(Map<String, V> map) {
    return map.isEmpty() ? null : map;
  }
}
