package io.tradeprocessing.testkit.aws;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The part of DynamoDB that the store uses, in one map, with the faults that DynamoDB Local cannot
 * simulate. It knows two conditions and refuses any other, so a wrong condition cannot pass.
 */
public final class SimulatedDynamoDb implements DynamoDbClient {

  /** What happens to one call. */
  public enum Fault {
    NONE,
    /** The call fails and has done nothing. */
    BEFORE,
    /** The call has succeeded and its answer is lost. */
    AFTER,
    /** Another transaction holds an item. */
    COLLISION
  }

  private static final String NOT_EXISTS = "attribute_not_exists(tradeId)";
  private static final String SAME_HEAD = "#lastHash = :lastHash AND #sequence = :sequence";

  private final Map<String, Map<String, AttributeValue>> items = new ConcurrentSkipListMap<>();
  private final Supplier<Fault> faults;
  private final Predicate<Put> unconditional;
  private final AtomicInteger calls = new AtomicInteger();
  private Duration callTimeout = Duration.ZERO;

  /** An empty table; each call takes the next fault. */
  public SimulatedDynamoDb(Supplier<Fault> faults) {
    this(faults, _ -> false);
  }

  /**
   * An empty table.
   *
   * @param faults each call takes the next one
   * @param unconditional writes whose condition is ignored: a defect that a test has to find
   */
  public SimulatedDynamoDb(Supplier<Fault> faults, Predicate<Put> unconditional) {
    this.faults = faults;
    this.unconditional = unconditional;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    Fault fault = next();
    if (fault == Fault.BEFORE || fault == Fault.AFTER) {
      throw lost();
    }
    if (!Boolean.TRUE.equals(request.consistentRead())) {
      throw new AssertionError("the head must be read consistently");
    }
    Map<String, AttributeValue> item = items.get(key(request.key()));
    return item == null
        ? GetItemResponse.builder().build()
        : GetItemResponse.builder().item(item).build();
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    callTimeout = request.overrideConfiguration().orElseThrow().apiCallTimeout().orElseThrow();
    Fault fault = next();
    if (fault == Fault.BEFORE) {
      throw lost();
    }
    if (fault == Fault.COLLISION) {
      throw cancelled(collision(request.transactItems().size()));
    }
    List<Put> puts = request.transactItems().stream().map(TransactWriteItem::put).toList();
    if (puts.size() > 100
        || puts.stream().map(p -> key(p.item())).distinct().count() < puts.size()) {
      throw new AssertionError("a transaction takes 100 items, each of them once");
    }
    synchronized (items) {
      List<CancellationReason> reasons = puts.stream().map(this::check).toList();
      if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
        throw cancelled(reasons);
      }
      puts.forEach(put -> items.put(key(put.item()), put.item()));
    }
    if (fault == Fault.AFTER) {
      throw lost();
    }
    return TransactWriteItemsResponse.builder().build();
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    if (!Boolean.TRUE.equals(request.consistentRead())) {
      throw new AssertionError("a trade must be read consistently");
    }
    Map<String, AttributeValue> values = request.expressionAttributeValues();
    BigDecimal first = bound(values, ":first", BigDecimal.ONE.negate());
    BigDecimal last = bound(values, ":last", BigDecimal.TEN.pow(38));
    return QueryResponse.builder()
        .items(
            items.values().stream()
                .filter(item -> value(item, "tradeId").equals(value(values, ":tradeId")))
                .filter(item -> number(item).compareTo(first) >= 0)
                .filter(item -> number(item).compareTo(last) <= 0)
                .sorted(Comparator.comparing(SimulatedDynamoDb::number))
                .toList())
        .build();
  }

  private static BigDecimal number(Map<String, AttributeValue> item) {
    return new BigDecimal(value(item, "timestamp").n());
  }

  private static BigDecimal bound(
      Map<String, AttributeValue> values, String name, BigDecimal otherwise) {
    AttributeValue bound = values.get(name);
    return bound == null ? otherwise : new BigDecimal(bound.n());
  }

  /** The items, by key as text; tests may change them. */
  public Map<String, Map<String, AttributeValue>> items() {
    return items;
  }

  /** The calls so far. */
  public int calls() {
    return calls.get();
  }

  /** The time that the last transaction was given. */
  public Duration callTimeout() {
    return callTimeout;
  }

  private Fault next() {
    calls.incrementAndGet();
    return faults.get();
  }

  private CancellationReason check(Put put) {
    if (put.returnValuesOnConditionCheckFailure() != ReturnValuesOnConditionCheckFailure.ALL_OLD) {
      throw new AssertionError("a failed condition must bring the item that it met");
    }
    Map<String, AttributeValue> existing = items.get(key(put.item()));
    boolean holds =
        switch (put.conditionExpression()) {
          case NOT_EXISTS -> existing == null;
          case SAME_HEAD ->
              existing != null
                  && values(put, "#lastHash", "#sequence", existing)
                      .equals(put.expressionAttributeValues());
          default -> throw new AssertionError("unknown condition " + put.conditionExpression());
        };
    return holds || unconditional.test(put)
        ? reason("None", Map.of())
        : reason("ConditionalCheckFailed", existing == null ? Map.of() : existing);
  }

  private static Map<String, AttributeValue> values(
      Put put, String hash, String sequence, Map<String, AttributeValue> existing) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":lastHash", existing.get(put.expressionAttributeNames().get(hash)));
    values.put(":sequence", existing.get(put.expressionAttributeNames().get(sequence)));
    return values;
  }

  /** Of the last item: the head, where there is one record. */
  private static List<CancellationReason> collision(int items) {
    List<CancellationReason> reasons =
        new ArrayList<>(Collections.nCopies(items, reason("None", Map.of())));
    reasons.set(items - 1, reason("TransactionConflict", Map.of()));
    return reasons;
  }

  private static CancellationReason reason(String code, Map<String, AttributeValue> item) {
    return CancellationReason.builder().code(code).item(item).build();
  }

  private static TransactionCanceledException cancelled(List<CancellationReason> reasons) {
    return TransactionCanceledException.builder()
        .message("Transaction cancelled")
        .cancellationReasons(reasons)
        .build();
  }

  private static SdkClientException lost() {
    return SdkClientException.create("no answer");
  }

  private static String key(Map<String, AttributeValue> item) {
    return value(item, "tradeId").s() + "|" + value(item, "timestamp").n();
  }

  private static AttributeValue value(Map<String, AttributeValue> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  @Override
  public String serviceName() {
    return "DynamoDB";
  }

  @Override
  public void close() {}
}
