package io.tradeprocessing.embeddedtable;

import io.tradeprocessing.embeddedtable.Storage.Part;
import io.tradeprocessing.embeddedtable.Storage.Partition;
import io.tradeprocessing.embeddedtable.Storage.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** The requests that read. All read what is committed, whether consistency was asked for or not. */
final class Reads {

  /** Bytes a page: DynamoDB's megabyte. */
  private static final int PAGE = 1024 * 1024;

  private static final Pattern PROJECTED = Pattern.compile("#?[A-Za-z0-9_]+");

  private static final int MAX_BATCH = 100;
  private static final long BATCH = 16L * 1024 * 1024;
  private static final int MAX_SEGMENTS = 1_000_000;
  private static final String KEY_CONDITION = "KeyConditionExpression";

  private final TableSchema schema;
  private final Checks checks;
  private final Storage storage;

  Reads(TableSchema schema, Storage storage) {
    this.schema = schema;
    this.checks = new Checks(schema);
    this.storage = storage;
  }

  GetItemResponse get(GetItemRequest request) {
    checks.table(request.tableName());
    Checks.noCapacity(request.returnConsumedCapacity());
    Checks.mustBeAbsent(
        "AttributesToGet", request.hasAttributesToGet() ? request.attributesToGet() : null);
    Names names = new Names(request.expressionAttributeNames(), Map.of());
    Optional<Set<String>> projection = projection(request.projectionExpression(), names);
    names.mustBeUsed();
    GetItemResponse.Builder response = GetItemResponse.builder();
    storage
        .get(checks.key(request.key()))
        .ifPresent(item -> response.item(projected(item, projection)));
    return response.build();
  }

  /** All at once: nothing is left unprocessed but what is beyond sixteen megabytes. */
  BatchGetItemResponse batchGet(BatchGetItemRequest request) {
    Checks.noCapacity(request.returnConsumedCapacity());
    Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
    Map<String, KeysAndAttributes> left = new HashMap<>();
    request
        .requestItems()
        .forEach(
            (table, asked) -> {
              checks.table(table);
              Checks.mustBeAbsent(
                  "AttributesToGet", asked.hasAttributesToGet() ? asked.attributesToGet() : null);
              mustBeKeys(asked.keys());
              Names names = new Names(asked.expressionAttributeNames(), Map.of());
              Optional<Set<String>> projection = projection(asked.projectionExpression(), names);
              names.mustBeUsed();
              List<Map<String, AttributeValue>> items = new ArrayList<>();
              List<Map<String, AttributeValue>> unprocessed = new ArrayList<>();
              long size = 0;
              for (Map<String, AttributeValue> key : asked.keys()) {
                if (size >= BATCH) {
                  unprocessed.add(key);
                  continue;
                }
                Optional<Map<String, AttributeValue>> item = storage.get(checks.key(key));
                if (item.isPresent()) {
                  size += Values.size(item.get());
                  items.add(projected(item.get(), projection));
                }
              }
              found.put(table, items);
              if (!unprocessed.isEmpty()) {
                left.put(table, asked.toBuilder().keys(unprocessed).build());
              }
            });
    return BatchGetItemResponse.builder().responses(found).unprocessedKeys(left).build();
  }

  private void mustBeKeys(List<Map<String, AttributeValue>> keys) {
    if (keys.isEmpty() || keys.size() > MAX_BATCH) {
      throw Errors.invalid(
          keys.isEmpty()
              ? "1 validation error detected: Value at 'requestItems' failed to satisfy constraint:"
                  + " Member must have length greater than or equal to 1"
              : "Too many items requested for the BatchGetItem call");
    }
    Set<ItemKey> distinct = new HashSet<>();
    if (!keys.stream().allMatch(key -> distinct.add(checks.key(key)))) {
      throw Errors.invalid("Provided list of item keys contains duplicates");
    }
  }

  private static Optional<Set<String>> projection(@Nullable String expression, Names names) {
    if (expression == null) {
      return Optional.empty();
    }
    Set<String> attributes = new TreeSet<>();
    for (String part : expression.split(",", -1)) {
      String name = part.strip();
      if (!PROJECTED.matcher(name).matches()) {
        throw Errors.refused("'" + name + "' in a ProjectionExpression");
      }
      attributes.add(names.attribute(name, "ProjectionExpression"));
    }
    return Optional.of(attributes);
  }

  private static Map<String, AttributeValue> projected(
      Map<String, AttributeValue> item, Optional<Set<String>> projection) {
    if (projection.isEmpty()) {
      return item;
    }
    Map<String, AttributeValue> some = new LinkedHashMap<>();
    item.forEach(
        (name, value) -> {
          // Why an item cannot be read belongs to it, whoever asks.
          if (projection.get().contains(name) || name.equals(Storage.UNREADABLE)) {
            some.put(name, value);
          }
        });
    return some;
  }

  QueryResponse query(QueryRequest request) {
    checks.table(request.tableName());
    mustBeSupported(request);
    Optional<TableSchema.Index> index =
        Optional.ofNullable(request.indexName())
            .map(
                name ->
                    schema
                        .index(name)
                        .orElseThrow(
                            () ->
                                Errors.invalid(
                                    "The table does not have the specified index: " + name)));
    if (index.isPresent() && Boolean.TRUE.equals(request.consistentRead())) {
      throw Errors.invalid("Consistent reads are not supported on global secondary indexes");
    }
    Names names =
        new Names(request.expressionAttributeNames(), request.expressionAttributeValues());
    Optional<Set<String>> projection = projection(request.projectionExpression(), names);
    Partition partition = partition(request, index, names);
    names.mustBeUsed();
    Page page = new Page(limit(request.limit()));
    storage.query(partition, page);
    Optional<Set<String>> kept = projection.or(() -> index.flatMap(TableSchema.Index::projected));
    List<Map<String, AttributeValue>> items =
        page.items.stream().map(item -> projected(item, kept)).toList();
    QueryResponse.Builder response =
        QueryResponse.builder().items(items).count(items.size()).scannedCount(items.size());
    page.last().ifPresent(last -> response.lastEvaluatedKey(startKey(last, index)));
    return response.build();
  }

  private static void mustBeSupported(QueryRequest request) {
    Checks.noCapacity(request.returnConsumedCapacity());
    Checks.mustBeAbsent("FilterExpression", request.filterExpression());
    Checks.mustBeAbsent(
        "AttributesToGet", request.hasAttributesToGet() ? request.attributesToGet() : null);
    Checks.mustBeAbsent("QueryFilter", request.hasQueryFilter() ? request.queryFilter() : null);
    Checks.mustBeAbsent(
        "KeyConditions", request.hasKeyConditions() ? request.keyConditions() : null);
    mustBeSupported(request.select());
  }

  private static void mustBeSupported(@Nullable Select select) {
    if (select == Select.COUNT || select == Select.SPECIFIC_ATTRIBUTES) {
      throw Errors.refused("Select " + select);
    }
  }

  private Partition partition(
      QueryRequest request, Optional<TableSchema.Index> index, Names names) {
    String expression = request.keyConditionExpression();
    if (expression == null) {
      throw Errors.invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    KeyAttribute first = index.map(TableSchema.Index::partition).orElse(schema.partition());
    Optional<KeyAttribute> second = index.isPresent() ? index.get().sort() : schema.sort();
    KeyCondition condition =
        KeyCondition.of(ConditionReader.read(KEY_CONDITION, expression, names), first, second);
    Checks.partition(first, condition.partition());
    String key = first.order(condition.partition());
    return new Partition(
        index,
        key,
        condition.low(),
        condition.high(),
        request.hasExclusiveStartKey()
            ? Optional.of(position(request.exclusiveStartKey(), index, first, key))
            : Optional.empty(),
        !Boolean.FALSE.equals(request.scanIndexForward()));
  }

  private Position position(
      Map<String, AttributeValue> start,
      Optional<TableSchema.Index> index,
      KeyAttribute partition,
      String key) {
    Stream<KeyAttribute> ofIndex = index.stream().flatMap(TableSchema.Index::attributes);
    if (!start.keySet().equals(checks.startKey(ofIndex))
        || schema.allAttributes().stream()
            .anyMatch(
                attribute -> {
                  AttributeValue value = start.get(attribute.name());
                  return value != null && !attribute.isOfItsType(value);
                })) {
      throw Errors.invalid("The provided starting key is invalid");
    }
    if (!partition.order(start).equals(key)) {
      throw Errors.invalid(
          "The provided starting key is outside query boundaries based on provided"
              + " conditions");
    }
    ItemKey itemKey = schema.key(start);
    return new Position(
        index.isPresent()
            ? index.get().sort().map(sort -> sort.order(start)).orElse("")
            : itemKey.sort(),
        itemKey);
  }

  private Map<String, AttributeValue> startKey(
      Map<String, AttributeValue> item, Optional<TableSchema.Index> index) {
    Map<String, AttributeValue> key = new LinkedHashMap<>(item);
    key.keySet().retainAll(checks.startKey(index.stream().flatMap(TableSchema.Index::attributes)));
    return key;
  }

  private static int limit(@Nullable Integer limit) {
    if (limit == null) {
      return Integer.MAX_VALUE;
    }
    if (limit < 1) {
      throw Errors.invalid(
          "1 validation error detected: Value '"
              + limit
              + "' at 'limit' failed to satisfy constraint: Member must have value greater than or"
              + " equal to 1");
    }
    return limit;
  }

  ScanResponse scan(ScanRequest request) {
    checks.table(request.tableName());
    Checks.noCapacity(request.returnConsumedCapacity());
    Checks.mustBeAbsent("IndexName", request.indexName());
    Checks.mustBeAbsent("FilterExpression", request.filterExpression());
    Checks.mustBeAbsent("ScanFilter", request.hasScanFilter() ? request.scanFilter() : null);
    Checks.mustBeAbsent(
        "AttributesToGet", request.hasAttributesToGet() ? request.attributesToGet() : null);
    mustBeSupported(request.select());
    Names names = new Names(request.expressionAttributeNames(), Map.of());
    Optional<Set<String>> projection = projection(request.projectionExpression(), names);
    names.mustBeUsed();
    Page page = new Page(limit(request.limit()));
    storage.scan(part(request), page);
    List<Map<String, AttributeValue>> items =
        page.items.stream().map(item -> projected(item, projection)).toList();
    ScanResponse.Builder response =
        ScanResponse.builder().items(items).count(items.size()).scannedCount(items.size());
    page.last().ifPresent(last -> response.lastEvaluatedKey(startKey(last, Optional.empty())));
    return response.build();
  }

  private Part part(ScanRequest request) {
    Integer given = request.segment();
    Integer of = request.totalSegments();
    if ((given == null) != (of == null)) {
      throw Errors.invalid(
          given == null
              ? "The Segment parameter is required but was not present in the request when"
                  + " parameter TotalSegments is present"
              : "The TotalSegments parameter is required but was not present in the request when"
                  + " Segment parameter is present");
    }
    int segment = given == null ? 0 : given;
    int segments = of == null ? 1 : of;
    if (segments < 1 || segments > MAX_SEGMENTS || segment < 0 || segment >= segments) {
      throw Errors.invalid(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: "
              + segment
              + " is not less than TotalSegments: "
              + segments);
    }
    int first = firstBucket(segment, segments);
    int end = firstBucket(segment + 1, segments);
    Optional<ItemKey> after =
        request.hasExclusiveStartKey()
            ? Optional.of(checks.key(request.exclusiveStartKey()))
            : Optional.empty();
    if (after.filter(key -> key.bucket() < first || key.bucket() >= end).isPresent()) {
      throw Errors.invalid(
          "The provided starting key is outside the segment: The provided Exclusive start key does"
              + " not map to the provided Segment and TotalSegments values.");
    }
    return new Part(first, end, after);
  }

  private static int firstBucket(int segment, int segments) {
    return (int) ((long) ItemKey.BUCKETS * segment / segments);
  }

  /** Takes items until the page is full. */
  private static final class Page implements Predicate<Map<String, AttributeValue>> {
    private final List<Map<String, AttributeValue>> items = new ArrayList<>();
    private final int limit;
    private long most;
    private long size;
    private int measured;
    private boolean full;

    Page(int limit) {
      this.limit = limit;
    }

    @Override
    public boolean test(Map<String, AttributeValue> item) {
      items.add(item);
      most += Values.sizeAtMost(item);
      full = items.size() == limit || (most >= PAGE && size() >= PAGE);
      return !full;
    }

    /** Most pages are far below the limit, and their texts need not be looked at. */
    private long size() {
      for (; measured < items.size(); measured++) {
        size += Values.size(items.get(measured));
      }
      return size;
    }

    /**
     * The item after which the next page begins. As in DynamoDB there is one after a full page,
     * though nothing may follow.
     */
    Optional<Map<String, AttributeValue>> last() {
      return full ? Optional.of(items.getLast()) : Optional.empty();
    }
  }
}
