package io.tradeprocessing.embeddedtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The same random requests to DynamoDB Local and to the embedded table have the same answers and
 * errors. {@code -Dembedded-table.requests=100000} for more of them.
 */
class AgainstDynamoDbLocalTest {

  private static final int REQUESTS = Integer.getInteger("embedded-table.requests", 1_500);

  /** Requests after which the whole tables are compared. */
  private static final int ROUND = 100;

  @TempDir private static Path folder;

  static Stream<Named<Supplier<EmbeddedTable>>> tables() {
    TableSchema schema = TableSchema.of(DynamoDbLocal.table());
    return Stream.of(
        Named.of("in a map", () -> EmbeddedTable.inMemory(schema)),
        Named.of(
            "in a temporary file",
            () ->
                EmbeddedTable.of(schema, SqliteStorage.temporary(schema), InstantSource.system())),
        Named.of(
            "in a file",
            () ->
                EmbeddedTable.grouping(
                    schema, SqliteStorage.durable(folder.resolve("a ?#%ä.db"), schema))));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void answersAsDynamoDbLocalDoes(Supplier<EmbeddedTable> tables) {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Requests requests = new Requests(random);
    try (DynamoDbLocal local = new DynamoDbLocal();
        EmbeddedTable table = tables.get()) {
      for (int i = 1; i <= REQUESTS; i++) {
        DynamoDbRequest request = requests.next();
        assertThat(outcome(table.client(), request))
            .as("seed %d, request %d: %s", seed, i, request)
            .isEqualTo(outcome(local.client(), forDynamoDbLocal(request)));
        if (i % ROUND == 0) {
          compareScans(table.client(), local.client(), 1 + random.nextInt(80), seed);
        }
      }
    }
  }

  /** In the index, DynamoDB Local leaves out items with the sort key that a page ended with. */
  private static DynamoDbRequest forDynamoDbLocal(DynamoDbRequest request) {
    return request instanceof QueryRequest query
            && query.indexName() != null
            && query.limit() != null
            && query.limit() > 0
        ? query.toBuilder().limit(null).build()
        : request;
  }

  /**
   * What a caller sees.
   *
   * @param code of an error; empty where there is none
   * @param reasons why a transaction was cancelled, one an operation
   * @param items that came back
   */
  private record Outcome(
      String code, List<String> reasons, List<Map<String, AttributeValue>> items) {}

  private static Outcome outcome(DynamoDbClient client, DynamoDbRequest request) {
    try {
      return new Outcome("", List.of(), items(client, request));
    } catch (TransactionCanceledException e) {
      return new Outcome(
          code(e),
          e.cancellationReasons().stream().map(reason -> reason.code()).toList(),
          e.cancellationReasons().stream().map(reason -> sets(reason.item())).toList());
    } catch (ConditionalCheckFailedException e) {
      return new Outcome(code(e), List.of(), List.of(sets(e.item())));
    } catch (DynamoDbException e) {
      return new Outcome(code(e), List.of(), List.of());
    }
  }

  private static String code(DynamoDbException e) {
    return e.getClass().getSimpleName() + " " + e.awsErrorDetails().errorCode();
  }

  private static List<Map<String, AttributeValue>> items(
      DynamoDbClient client, DynamoDbRequest request) {
    return switch (request) {
      case GetItemRequest get -> List.of(sets(client.getItem(get).item()));
      case BatchGetItemRequest batch ->
          client.batchGetItem(batch).responses().values().stream()
              .flatMap(List::stream)
              .map(AgainstDynamoDbLocalTest::sets)
              .sorted(Comparator.comparing(Map::toString))
              .toList();
      case PutItemRequest put -> List.of(sets(client.putItem(put).attributes()));
      case DeleteItemRequest delete -> List.of(sets(client.deleteItem(delete).attributes()));
      case TransactWriteItemsRequest transaction -> {
        var _ = client.transactWriteItems(transaction);
        yield List.of();
      }
      case QueryRequest query when query.indexName() != null -> sortedByKey(client, query);
      case QueryRequest query -> pages(client, query);
      default -> throw new IllegalArgumentException(request.toString());
    };
  }

  /**
   * All pages, each with the key after which the next begins. Where nothing follows a full page,
   * DynamoDB Local does not always give a key.
   */
  private static List<Map<String, AttributeValue>> pages(
      DynamoDbClient client, QueryRequest query) {
    List<Map<String, AttributeValue>> all = new ArrayList<>();
    QueryRequest next = query;
    while (true) {
      QueryResponse page = client.query(next);
      if (page.items().isEmpty() && !all.isEmpty()) {
        all.removeLast();
      }
      page.items().forEach(item -> all.add(sets(item)));
      if (page.lastEvaluatedKey().isEmpty()) {
        return all;
      }
      all.add(sets(page.lastEvaluatedKey()));
      next = query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
    }
  }

  /** In an index the order of items with one key is nobody's promise. */
  private static List<Map<String, AttributeValue>> sortedByKey(
      DynamoDbClient client, QueryRequest query) {
    List<Map<String, AttributeValue>> all = new ArrayList<>();
    QueryRequest next = query;
    while (true) {
      QueryResponse page = client.query(next);
      page.items().forEach(item -> all.add(sets(item)));
      if (page.lastEvaluatedKey().isEmpty()) {
        all.sort(Comparator.comparing(item -> item.get("at") + "|" + item.get("id")));
        return all;
      }
      next = query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
    }
  }

  /** The elements of a set come in any order. */
  private static Map<String, AttributeValue> sets(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> sorted = new TreeMap<>();
    item.forEach((name, value) -> sorted.put(name, sets(value)));
    return sorted;
  }

  private static AttributeValue sets(AttributeValue value) {
    return switch (value.type()) {
      case SS -> AttributeValue.fromSs(value.ss().stream().sorted().toList());
      case N -> AttributeValue.fromN(plain(value.n()));
      case NS -> AttributeValue.fromNs(value.ns().stream().map(n -> normal(n)).sorted().toList());
      case L -> AttributeValue.fromL(value.l().stream().map(v -> nested(v)).toList());
      case M -> {
        Map<String, AttributeValue> nested = new TreeMap<>();
        value.m().forEach((name, v) -> nested.put(name, nested(v)));
        yield AttributeValue.fromM(nested);
      }
      default -> value;
    };
  }

  /** In sets, lists and maps DynamoDB Local leaves a number as it came. */
  private static AttributeValue nested(AttributeValue value) {
    return value.n() == null ? sets(value) : AttributeValue.fromN(normal(value.n()));
  }

  private static String normal(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  /** DynamoDB Local gives numbers far from 0 with an exponent, but not everywhere. */
  private static String plain(String number) {
    return number.contains("E") ? new BigDecimal(number).toPlainString() : number;
  }

  /** A scan gives everything once, the items of a partition together and in order. */
  private static void compareScans(
      DynamoDbClient table, DynamoDbClient local, int segments, long seed) {
    Map<AttributeValue, List<Map<String, AttributeValue>>> byPartition = new HashMap<>();
    local
        .scanPaginator(scan -> scan.tableName(DynamoDbLocal.TABLE))
        .items()
        .forEach(
            item ->
                byPartition
                    .computeIfAbsent(item.get("id"), _ -> new ArrayList<>())
                    .add(sets(item)));
    Map<AttributeValue, List<Map<String, AttributeValue>>> found = new HashMap<>();
    for (int i = 0; i < segments; i++) {
      int segment = i;
      AttributeValue before = null;
      for (ScanResponse page :
          table.scanPaginator(
              scan ->
                  scan.tableName(DynamoDbLocal.TABLE)
                      .segment(segment)
                      .totalSegments(segments)
                      .limit(3))) {
        for (Map<String, AttributeValue> item : page.items()) {
          AttributeValue id = Objects.requireNonNull(item.get("id"));
          if (!id.equals(before)) {
            assertThat(found).as("seed %d: a partition that goes on", seed).doesNotContainKey(id);
          }
          before = id;
          found.computeIfAbsent(id, _ -> new ArrayList<>()).add(sets(item));
        }
      }
    }
    assertThat(found).as("seed %d", seed).isEqualTo(byPartition);
    assertThat(new HashSet<>(found.keySet())).hasSameSizeAs(found.keySet());
  }
}
