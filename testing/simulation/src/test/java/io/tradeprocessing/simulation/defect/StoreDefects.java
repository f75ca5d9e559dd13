package io.tradeprocessing.simulation.defect;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonNumber;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.store.Place;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.SortKey;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeState;
import io.tradeprocessing.common.store.TradeStates;
import io.tradeprocessing.common.trade.EventTime;
import io.tradeprocessing.simulation.aws.Design;
import io.tradeprocessing.simulation.aws.SimulatedRegion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What a store could do wrong, as changes of its requests and of their answers. */
final class StoreDefects {

  private static final int RECORD = 0;
  private static final int HEAD = 1;

  private StoreDefects() {}

  /** A design whose store's client is decorated. */
  private record Decorated(UnaryOperator<DynamoDbClient> decorator) implements Design {
    @Override
    public DynamoDbClient store(SimulatedRegion region, DynamoDbClient built) {
      return decorator.apply(built);
    }
  }

  /** A store that writes another transaction. */
  private static Design writing(UnaryOperator<List<TransactWriteItem>> change) {
    return new Decorated(
        next ->
            new PassingOn(next) {
              @Override
              public TransactWriteItemsResponse transactWriteItems(
                  TransactWriteItemsRequest request) {
                return super.transactWriteItems(
                    request.toBuilder()
                        .transactItems(change.apply(request.transactItems()))
                        .build());
              }
            });
  }

  /** A store that writes one of its two items otherwise. */
  private static Design putting(int which, UnaryOperator<Put> change) {
    return writing(
        items -> {
          TransactWriteItem[] all = items.toArray(TransactWriteItem[]::new);
          all[which] = TransactWriteItem.builder().put(change.apply(all[which].put())).build();
          return List.of(all);
        });
  }

  private static Put unconditional(Put put) {
    return put.toBuilder()
        .conditionExpression(null)
        .expressionAttributeNames(null)
        .expressionAttributeValues(null)
        .build();
  }

  private static Put with(Put put, String name, UnaryOperator<AttributeValue> change) {
    Map<String, AttributeValue> item = new HashMap<>(put.item());
    item.computeIfPresent(name, (_, value) -> change.apply(value));
    return put.toBuilder().item(item).build();
  }

  static Design recordUnconditional() {
    return putting(RECORD, StoreDefects::unconditional);
  }

  static Design headUnconditional() {
    return putting(HEAD, StoreDefects::unconditional);
  }

  /** The head is checked for being there, not for being the one that was read. */
  static Design headOfAnySequence() {
    return putting(
        HEAD,
        put ->
            put.expressionAttributeValues().isEmpty()
                ? put
                : unconditional(put).toBuilder()
                    .conditionExpression("attribute_exists(tradeId)")
                    .build());
  }

  static Design seenLeftOut() {
    return writing(
        items ->
            items.stream()
                .map(
                    item ->
                        TransactWriteItem.builder()
                            .put(with(item.put(), "seen", _ -> AttributeValue.fromM(Map.of())))
                            .build())
                .toList());
  }

  /** A NEW that a review accepts counts from the time of the review on. */
  static Design reviewAtItsOwnTime() {
    return writing(
        items -> {
          Map<String, AttributeValue> record = items.get(RECORD).put().item();
          String type = Objects.requireNonNull(record.get("eventType")).s();
          if (!List.of("REVALIDATE", "OVERRIDE").contains(type)) {
            return items;
          }
          EventTime time =
              SortKey.parse(Objects.requireNonNull(record.get("timestamp")).n())
                  .orElseThrow()
                  .time();
          return List.of(items.get(RECORD), changed(items.get(HEAD), state -> newAt(state, time)));
        });
  }

  /** A life event leaves the trade as it was. */
  static Design endsForgotten() {
    return writing(
        items ->
            List.of(
                items.get(RECORD),
                changed(
                    items.get(HEAD),
                    state ->
                        new TradeState(
                            state.firstNew(),
                            state.lastNew(),
                            state.lastCorrect(),
                            state.lastPartial(),
                            Optional.empty(),
                            state.lastCancel()))));
  }

  /** The write of a head, with other states. */
  private static TransactWriteItem changed(
      TransactWriteItem write, UnaryOperator<TradeState> change) {
    TradeHead head = (TradeHead) RecordJson.read(json(write.put().item()));
    SortedMap<String, TradeState> states = new TreeMap<>(head.states().bySource());
    states.replaceAll((_, state) -> change.apply(state));
    JsonObject changed =
        RecordJson.item(
            new TradeHead(
                head.tradeId(), head.region(), head.last(), head.seen(), new TradeStates(states)));
    return TransactWriteItem.builder()
        .put(write.put().toBuilder().item(attributes(changed)).build())
        .build();
  }

  private static TradeState newAt(TradeState state, EventTime time) {
    return new TradeState(
        state.firstNew(),
        state
            .lastNew()
            .map(place -> new Place(time, place.sourceSequence(), place.type(), place.eventHash())),
        state.lastCorrect(),
        state.lastPartial(),
        state.lastEnd(),
        state.lastCancel());
  }

  private static JsonObject json(Map<String, AttributeValue> item) {
    JsonObject.Builder json = JsonObject.builder();
    item.forEach(
        (name, value) ->
            json.put(
                name,
                switch (value.type()) {
                  case N -> new JsonNumber(value.n());
                  case M -> json(value.m());
                  default -> Json.of(value.s());
                }));
    return json.build();
  }

  private static Map<String, AttributeValue> attributes(JsonObject json) {
    Map<String, AttributeValue> item = new HashMap<>();
    json.forEach(
        (name, value) ->
            item.put(
                name,
                switch (value) {
                  case JsonNumber number -> AttributeValue.fromN(number.literal());
                  case JsonObject object -> AttributeValue.fromM(attributes(object));
                  default -> AttributeValue.fromS(value.asText().orElseThrow());
                }));
    return item;
  }

  static Design statesNotUpdated() {
    return putting(HEAD, put -> with(put, "states", _ -> AttributeValue.fromM(Map.of())));
  }

  /** The event is recorded without its last digit of the quantity. */
  static Design eventChanged() {
    return putting(
        RECORD,
        put ->
            with(
                put,
                "event",
                value ->
                    AttributeValue.fromS(
                        value.s().replaceFirst("\"quantity\":\"1", "\"quantity\":\"2"))));
  }

  static Design linkForgotten() {
    return putting(
        RECORD, put -> with(put, "previousHash", _ -> AttributeValue.fromS("0".repeat(64))));
  }

  /** Record and head are written one after the other, in this order. */
  static Design notOneTransaction(boolean headFirst) {
    return new Decorated(
        next ->
            new PassingOn(next) {
              @Override
              public TransactWriteItemsResponse transactWriteItems(
                  TransactWriteItemsRequest request) {
                List<TransactWriteItem> items = request.transactItems();
                List<TransactWriteItem> ordered = headFirst ? items.reversed() : items;
                TransactWriteItemsResponse last = null;
                for (TransactWriteItem item : ordered) {
                  last = super.transactWriteItems(request.toBuilder().transactItems(item).build());
                }
                return Objects.requireNonNull(last);
              }
            });
  }

  /** A failed write is taken for a successful one. */
  static Design failuresSwallowed() {
    return new Decorated(
        next ->
            new PassingOn(next) {
              @Override
              public TransactWriteItemsResponse transactWriteItems(
                  TransactWriteItemsRequest request) {
                try {
                  return super.transactWriteItems(request);
                } catch (TransactionCanceledException e) {
                  throw e;
                } catch (SdkException e) {
                  return TransactWriteItemsResponse.builder().build();
                }
              }
            });
  }

  /** A store that does not see some of the items that it queries. */
  private static Design overlooking(
      BiPredicate<SimulatedRegion, Map<String, AttributeValue>> item) {
    return new Design() {
      @Override
      public DynamoDbClient store(SimulatedRegion region, DynamoDbClient built) {
        return new PassingOn(built) {
          @Override
          public QueryResponse query(QueryRequest request) {
            QueryResponse response = super.query(request);
            return response.toBuilder()
                .items(
                    response.items().stream().filter(found -> !item.test(region, found)).toList())
                .build();
          }
        };
      }
    };
  }

  static Design recordsOfOthersNotRead() {
    return overlooking((region, item) -> !isHead(item) && slot(item) != region.slot());
  }

  static Design headsOfOthersNotRead() {
    return overlooking((region, item) -> isHead(item) && slot(item) != region.slot());
  }

  private static boolean isHead(Map<String, AttributeValue> item) {
    return timestamp(item).equals("0") || timestamp(item).startsWith("0.");
  }

  private static int slot(Map<String, AttributeValue> item) {
    int point = timestamp(item).indexOf('.');
    return point < 0 ? 0 : timestamp(item).charAt(point + 1) - '0';
  }

  private static String timestamp(Map<String, AttributeValue> item) {
    return Objects.requireNonNull(item.get("timestamp")).n();
  }

  /** The key has the time of recording instead of the event's. */
  static Design keyByRecording() {
    return putting(
        RECORD,
        put -> {
          Instant at = Instant.parse(Objects.requireNonNull(put.item().get("recordedAt")).s());
          long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
          return with(
              put,
              "timestamp",
              key -> AttributeValue.fromN(key.n().replaceFirst("^[0-9]+", Long.toString(micros))));
        });
  }

  /**
   * The key has the event's time alone, and a trade one head.
   *
   * @param anyIsTheSame whether whatever is under the key is taken for the same event
   */
  static Design keyByTimeAlone(boolean anyIsTheSame) {
    return new Decorated(
        next ->
            new PassingOn(next) {
              @Override
              public GetItemResponse getItem(GetItemRequest request) {
                return super.getItem(request.toBuilder().key(truncated(request.key())).build());
              }

              @Override
              public QueryResponse query(QueryRequest request) {
                return super.query(
                    request.toBuilder()
                        .expressionAttributeValues(truncated(request.expressionAttributeValues()))
                        .build());
              }

              @Override
              public TransactWriteItemsResponse transactWriteItems(
                  TransactWriteItemsRequest request) {
                try {
                  return super.transactWriteItems(
                      request.toBuilder()
                          .transactItems(
                              request.transactItems().stream()
                                  .map(
                                      item ->
                                          TransactWriteItem.builder()
                                              .put(
                                                  item.put().toBuilder()
                                                      .item(truncated(item.put().item()))
                                                      .build())
                                              .build())
                                  .toList())
                          .build());
                } catch (TransactionCanceledException e) {
                  throw anyIsTheSame ? taken(e, request) : e;
                }
              }
            });
  }

  private static TransactionCanceledException taken(
      TransactionCanceledException e, TransactWriteItemsRequest request) {
    CancellationReason reason = e.cancellationReasons().get(RECORD);
    if (!"ConditionalCheckFailed".equals(reason.code())) {
      return e;
    }
    return TransactionCanceledException.builder()
        .message(e.getMessage())
        .cancellationReasons(
            reason.toBuilder().item(request.transactItems().get(RECORD).put().item()).build(),
            e.cancellationReasons().get(HEAD))
        .build();
  }

  private static Map<String, AttributeValue> truncated(Map<String, AttributeValue> values) {
    Map<String, AttributeValue> changed = new HashMap<>(values);
    for (String name : List.of("timestamp", ":first", ":last")) {
      changed.computeIfPresent(
          name, (_, value) -> AttributeValue.fromN(value.n().replaceFirst("\\..*", "")));
    }
    return changed;
  }
}
