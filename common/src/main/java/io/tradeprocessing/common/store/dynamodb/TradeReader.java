package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.StoredItem;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.store.UnreadableItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The reading half of the {@link TradeStore}. */
final class TradeReader {

  /** DynamoDB's limit of a BatchGetItem, in keys. */
  private static final int BATCH = 100;

  /** Answers of a BatchGetItem in a row that bring nothing: the table is throttled. */
  private static final int MAX_EMPTY = 10;

  private final DynamoDbClient client;
  private final String table;
  private final Backoff backoff;

  /**
   * @param backoff for answers that bring only a part of what was asked for
   */
  TradeReader(DynamoDbClient client, String table, Backoff backoff) {
    this.client = client;
    this.table = table;
    this.backoff = backoff;
  }

  Optional<TradeHead> head(String tradeId, int slot) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(Items.headKey(tradeId, slot))
            .consistentRead(true)
            .build();
    try {
      GetItemResponse response = client.getItem(request);
      return response.hasItem()
          ? Optional.of(readableHead(Items.read(response.item())))
          : Optional.empty();
    } catch (SdkException e) {
      throw StoreErrors.translate("reading the head of " + tradeId, e);
    }
  }

  Optional<Probe> probe(String region) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(Items.key(Probe.tradeId(region), Probe.TIMESTAMP))
            .consistentRead(true)
            .build();
    try {
      GetItemResponse response = client.getItem(request);
      return response.hasItem() ? Probe.read(Items.json(response.item())) : Optional.empty();
    } catch (SdkException e) {
      throw StoreErrors.translate("reading the probe of " + region, e);
    }
  }

  TradeHistory history(String tradeId) {
    List<TradeHead> heads = new ArrayList<>();
    List<ComplianceRecord> records = new ArrayList<>();
    List<UnreadableItem> unreadable = new ArrayList<>();
    QueryRequest.Builder whole =
        QueryRequest.builder()
            .keyConditionExpression("#tradeId = :tradeId")
            .expressionAttributeNames(Map.of("#tradeId", RecordJson.TRADE_ID))
            .expressionAttributeValues(Map.of(":tradeId", Items.text(tradeId)));
    for (StoredItem item : items(tradeId, whole)) {
      switch (item) {
        case TradeHead head -> heads.add(head);
        case ComplianceRecord record -> records.add(record);
        case UnreadableItem damaged -> unreadable.add(damaged);
      }
    }
    return new TradeHistory(tradeId, heads, records, unreadable);
  }

  /** A trade's items between two sort keys, both included. */
  List<StoredItem> items(String tradeId, SortKey first, SortKey last) {
    return items(
        tradeId,
        QueryRequest.builder()
            .keyConditionExpression("#tradeId = :tradeId AND #timestamp BETWEEN :first AND :last")
            .expressionAttributeNames(
                Map.of("#tradeId", RecordJson.TRADE_ID, "#timestamp", RecordJson.TIMESTAMP))
            .expressionAttributeValues(
                Map.of(
                    ":tradeId", Items.text(tradeId),
                    ":first", Items.number(first),
                    ":last", Items.number(last))));
  }

  private List<StoredItem> items(String tradeId, QueryRequest.Builder query) {
    QueryRequest request = query.tableName(table).consistentRead(true).build();
    List<StoredItem> items = new ArrayList<>();
    try {
      for (QueryResponse page : client.queryPaginator(request)) {
        page.items().stream()
            .filter(item -> !Items.isProbe(item))
            .forEach(item -> items.add(Items.read(item)));
      }
    } catch (SdkException e) {
      throw StoreErrors.translate("reading the records of " + tradeId, e);
    }
    return items;
  }

  SourcePage bySource(String sourceSystem, long from, long to, Optional<Cursor> after, int limit) {
    return bySource(
        sourceSystem, SortKey.first(from), SortKey.last(to - 1), after, limit, Direction.FORWARD);
  }

  SourcePage latestBySource(String sourceSystem, Optional<Cursor> after, int limit) {
    return bySource(
        sourceSystem,
        SortKey.first(1),
        SortKey.last(SortKey.MAX_MICROSECONDS),
        after,
        limit,
        Direction.BACKWARD);
  }

  private enum Direction {
    FORWARD,
    BACKWARD
  }

  private SourcePage bySource(
      String sourceSystem,
      SortKey first,
      SortKey last,
      Optional<Cursor> after,
      int limit,
      Direction direction) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(TradeStore.SOURCE_SYSTEM_INDEX)
            .keyConditionExpression("#source = :source AND #time BETWEEN :from AND :last")
            .expressionAttributeNames(
                Map.of("#source", RecordJson.SOURCE_SYSTEM, "#time", RecordJson.TIMESTAMP))
            .expressionAttributeValues(
                Map.of(
                    ":source", Items.text(sourceSystem),
                    ":from", Items.number(first),
                    ":last", Items.number(last)))
            .scanIndexForward(direction == Direction.FORWARD)
            .limit(limit);
    after.ifPresent(cursor -> request.exclusiveStartKey(cursor.key()));
    try {
      QueryResponse response = client.query(request.build());
      return SourcePage.of(response.items(), response.lastEvaluatedKey());
    } catch (SdkException e) {
      throw StoreErrors.translate("reading the records of " + sourceSystem, e);
    }
  }

  List<StoredItem> read(List<SourcePage.Entry> entries) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
    for (int i = 0; i < entries.size(); i += BATCH) {
      found.putAll(
          get(
              entries.subList(i, Math.min(i + BATCH, entries.size())).stream()
                  .map(entry -> Items.key(entry.tradeId(), entry.timestamp()))
                  .toList()));
    }
    return entries.stream()
        .map(entry -> found.get(Items.key(entry.tradeId(), entry.timestamp())))
        .filter(Objects::nonNull)
        .map(Items::read)
        .toList();
  }

  /** Items by key. DynamoDB may answer for some of the keys only; it is asked for the rest. */
  private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> get(
      List<Map<String, AttributeValue>> keys) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
    List<Map<String, AttributeValue>> rest = keys;
    for (int empty = 0; !rest.isEmpty(); empty++) {
      if (empty > 0) {
        pause(empty, rest.size());
      }
      KeysAndAttributes request =
          KeysAndAttributes.builder().keys(rest).consistentRead(true).build();
      try {
        BatchGetItemResponse response =
            client.batchGetItem(batch -> batch.requestItems(Map.of(table, request)));
        List<Map<String, AttributeValue>> items =
            response.responses().getOrDefault(table, List.of());
        items.forEach(item -> found.put(Items.key(item), item));
        empty = items.isEmpty() ? empty : 0;
        KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
        rest = unprocessed == null ? List.of() : unprocessed.keys();
      } catch (SdkException e) {
        throw StoreErrors.translate("reading records", e);
      }
    }
    return found;
  }

  private void pause(int attempt, int items) {
    if (attempt > MAX_EMPTY) {
      throw new StoreUnavailableException(
          "DynamoDB throttles the reading of " + items + " items: read at a lower rate");
    }
    try {
      backoff.sleeper().sleep(backoff.delay(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while reading", e);
    }
  }

  Page scan(int segment, int segments, Optional<Cursor> after, int limit) {
    ScanRequest.Builder request =
        ScanRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .segment(segment)
            .totalSegments(segments)
            .limit(limit);
    after.ifPresent(cursor -> request.exclusiveStartKey(cursor.key()));
    try {
      ScanResponse response = client.scan(request.build());
      return Page.of(response.items(), response.lastEvaluatedKey());
    } catch (SdkException e) {
      throw StoreErrors.translate("reading the table " + table, e);
    }
  }

  static TradeHead readableHead(StoredItem item) {
    return switch (item) {
      case TradeHead head -> head;
      case ComplianceRecord record ->
          throw misplaced(
              record.key().tradeId(), record.key().timestamp(), "a record is in place of a head");
      case UnreadableItem unreadable -> throw new CorruptStoreException(unreadable);
    };
  }

  static CorruptStoreException misplaced(String tradeId, SortKey timestamp, String reason) {
    return new CorruptStoreException(new UnreadableItem(tradeId, timestamp.toString(), reason));
  }
}
