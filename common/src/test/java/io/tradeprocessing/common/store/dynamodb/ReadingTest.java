package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.Probe;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.UnreadableItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** What a reader of the store asks DynamoDB for, page by page, and what it makes of the answer. */
class ReadingTest {

  private static final Region REGION = new Region("eu-west-1", 1);

  private static final ChainedRecord RECORD =
      ChainedRecord.of(Entries.accepted("T1", 5), TradeHead.none("T1", REGION));

  private static final TradeHead HEAD = TradeHead.none("T1", REGION).with(RECORD.record());

  private static final Probe PROBE = new Probe("eu-west-1", Entries.NOW, "arn:execution", "7");

  private final Table table = new Table();
  private final TradeStore store = store(table);

  private static TradeStore store(DynamoDbClient client) {
    return new TradeStore(
        client,
        "trades",
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1), _ -> {}),
        REGION,
        false);
  }

  /** A table that gives the items it was told to, and remembers the questions. */
  private static final class Table implements DynamoDbClient {
    private final List<QueryRequest> queries = new ArrayList<>();
    private final List<ScanRequest> scans = new ArrayList<>();
    private final List<GetItemRequest> gets = new ArrayList<>();
    private final List<PutItemRequest> puts = new ArrayList<>();
    private List<Map<String, AttributeValue>> items = List.of();
    private Map<String, AttributeValue> lastKey = Map.of();

    @Override
    public QueryResponse query(QueryRequest request) {
      queries.add(request);
      return QueryResponse.builder().items(items).lastEvaluatedKey(lastKey).build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
      scans.add(request);
      return ScanResponse.builder().items(items).lastEvaluatedKey(lastKey).build();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      gets.add(request);
      return items.isEmpty()
          ? GetItemResponse.builder().build()
          : GetItemResponse.builder().item(items.getFirst()).build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      return BatchGetItemResponse.builder().responses(Map.of("trades", items)).build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      puts.add(request);
      return PutItemResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }

  private static final class Unreachable implements DynamoDbClient {

    private static SdkClientException timeOut() {
      return SdkClientException.create("time-out");
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      throw timeOut();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
      throw timeOut();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      throw timeOut();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      throw timeOut();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      throw timeOut();
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }

  private static String number(QueryRequest request, String name) {
    return Objects.requireNonNull(request.expressionAttributeValues().get(name)).n();
  }

  @Test
  void readsASourcesRecordsFromOneTimeToBeforeAnother() {
    SourcePage page = store.bySource("system1", 2, 7, Optional.empty(), 3);

    assertThat(page).isEqualTo(new SourcePage(List.of(), Optional.empty()));
    QueryRequest request = table.queries.getFirst();
    assertThat(request.tableName()).isEqualTo("trades");
    assertThat(request.indexName()).isEqualTo("SourceSystemIndex");
    assertThat(request.keyConditionExpression())
        .isEqualTo("#source = :source AND #time BETWEEN :from AND :last");
    assertThat(request.expressionAttributeNames())
        .isEqualTo(Map.of("#source", "sourceSystem", "#time", "timestamp"));
    assertThat(request.expressionAttributeValues())
        .containsEntry(":source", AttributeValue.fromS("system1"));
    assertThat(number(request, ":from")).isEqualTo("2");
    assertThat(number(request, ":last")).isEqualTo("6.99999999999999999999");
    assertThat(request.scanIndexForward()).isTrue();
    assertThat(request.limit()).isEqualTo(3);
    assertThat(request.hasExclusiveStartKey()).isFalse();
  }

  @Test
  void readsASourcesLatestRecordsFromTheLastOneBack() {
    table.items = List.of(Items.of(RECORD.item()));

    SourcePage page = store.latestBySource("system1", Optional.of(Cursor.before("T9")), 2);

    assertThat(page.entries())
        .containsExactly(new SourcePage.Entry("T1", RECORD.record().key().timestamp().toString()));
    QueryRequest request = table.queries.getFirst();
    assertThat(request.scanIndexForward()).isFalse();
    assertThat(number(request, ":from")).isEqualTo("1");
    assertThat(number(request, ":last")).isEqualTo("9".repeat(18) + "." + "9".repeat(20));
    assertThat(request.exclusiveStartKey()).isEqualTo(Cursor.before("T9").key());
    assertThat(store.read(page)).containsExactly(RECORD.record());
  }

  @Test
  void goesOnWhereThePageBeforeEnded() {
    table.items = List.of(Items.of(RECORD.item()));
    table.lastKey = Items.key(Items.of(RECORD.item()));

    Optional<Cursor> next = store.bySource("system1", 1, 9, Optional.empty(), 1).next();
    Optional<Cursor> after = store.scan(0, 1, Optional.empty(), 1).next();
    var _ = store.bySource("system1", 1, 9, next, 1);
    var _ = store.scan(0, 1, after, 1);

    assertThat(table.queries.getLast().exclusiveStartKey()).isEqualTo(table.lastKey);
    assertThat(table.scans.getLast().exclusiveStartKey()).isEqualTo(table.lastKey);
  }

  /** Whatever somebody wrote there; the number itself is judged where the item is read. */
  @ParameterizedTest
  @CsvSource({"4711, 4711", "0, 0", "-1, 0", "1.5, 0"})
  void knowsTheSourcesOwnCountWhereItIsOne(String literal, long sequence) {
    table.items =
        List.of(
            Map.of(
                "tradeId", AttributeValue.fromS("T1"),
                "timestamp", AttributeValue.fromN("5.1"),
                "sourceSequence", AttributeValue.fromN(literal)),
            Map.of(
                "tradeId", AttributeValue.fromS("T2"),
                "timestamp", AttributeValue.fromN("6"),
                "sourceSequence", AttributeValue.fromS(literal)));

    assertThat(store.bySource("system1", 1, 9, Optional.empty(), 9).entries())
        .containsExactly(
            new SourcePage.Entry("T1", "5.1", sequence), new SourcePage.Entry("T2", "6", 0));
  }

  @Test
  void scansASegmentConsistentlyAndLeavesOutTheProbes() {
    table.items =
        List.of(
            Items.of(PROBE.item()),
            Items.of(RecordJson.item(HEAD)),
            Items.of(RECORD.item()),
            Map.of("tradeId", AttributeValue.fromN("1")));

    Page page = store.scan(2, 3, Optional.empty(), 4);

    assertThat(page.next()).isEmpty();
    assertThat(page.items())
        .containsExactly(
            HEAD,
            RECORD.record(),
            new UnreadableItem("", "", "attribute timestamp is not a number"));
    ScanRequest request = table.scans.getFirst();
    assertThat(request.tableName()).isEqualTo("trades");
    assertThat(request.consistentRead()).isTrue();
    assertThat(request.segment()).isEqualTo(2);
    assertThat(request.totalSegments()).isEqualTo(3);
    assertThat(request.limit()).isEqualTo(4);
    assertThat(request.hasExclusiveStartKey()).isFalse();
  }

  @Test
  void readsATradesWholeLifeConsistently() {
    table.items =
        List.of(
            Items.of(RecordJson.item(HEAD)),
            Items.of(RECORD.item()),
            Items.of(PROBE.item()),
            Map.of("tradeId", AttributeValue.fromS("T1"), "timestamp", AttributeValue.fromS("7")));

    var history = store.history("T1");

    assertThat(history.heads()).containsExactly(HEAD);
    assertThat(history.records()).containsExactly(RECORD.record());
    assertThat(history.unreadable())
        .containsExactly(new UnreadableItem("T1", "", "attribute timestamp is not a number"));
    assertThat(table.queries.getFirst().consistentRead()).isTrue();
    assertThat(table.queries.getFirst().expressionAttributeValues())
        .isEqualTo(Map.of(":tradeId", AttributeValue.fromS("T1")));
  }

  @Test
  void readsTheHeadOfItsOwnRegionsSlot() {
    assertThat(store.head("T1")).isEmpty();

    table.items = List.of(Items.of(RecordJson.item(HEAD)));

    assertThat(store.head("T1")).contains(HEAD);
    assertThat(table.gets.getLast().key()).isEqualTo(Items.key("T1", "0.1"));
    assertThat(table.gets.getLast().consistentRead()).isTrue();
    assertThat(store.region()).isEqualTo(REGION);
  }

  @Test
  void anEventIsOnRecordWhicheverRegionRecordedItAndNoOtherEventIs() {
    ComplianceRecord record = RECORD.record();
    String hash = record.entry().hashes().eventHash();

    assertThat(store.isOnRecord(record.key(), "system1", hash)).isFalse();

    table.items =
        List.of(
            Items.of(RECORD.item()),
            Map.of(
                "tradeId", AttributeValue.fromS("T1"), "timestamp", AttributeValue.fromN("5.5")));

    assertThat(store.isOnRecord(record.key(), "system1", hash)).isTrue();
    assertThat(store.isOnRecord(record.key(), "system2", hash)).isFalse();
    assertThat(store.isOnRecord(record.key(), "system1", "0".repeat(64))).isFalse();
    assertThat(number(table.queries.getLast(), ":first")).isEqualTo("5");
    assertThat(number(table.queries.getLast(), ":last")).isEqualTo("5." + "9".repeat(20));
  }

  @Test
  void readsBackTheProbeThatItWrote() {
    assertThat(store.probe("eu-west-1")).isEmpty();

    store.put(PROBE);
    table.items = List.of(table.puts.getFirst().item());

    assertThat(store.probe("eu-west-1")).contains(PROBE);
    assertThat(table.puts.getFirst().tableName()).isEqualTo("trades");
    assertThat(table.gets.getLast().key()).isEqualTo(Items.key("probe:eu-west-1", "0"));
    assertThat(table.gets.getLast().consistentRead()).isTrue();
  }

  @Test
  void saysWhatItWasReadingWhereDynamoDbDoesNotAnswer() {
    TradeStore unreachable = store(new Unreachable());
    SourcePage page = new SourcePage(List.of(new SourcePage.Entry("T1", "5")), Optional.empty());
    Map<String, ThrowingCallable> readings =
        Map.of(
            "reading the records of T1", () -> unreachable.history("T1"),
            "reading the records of system1",
                () -> unreachable.bySource("system1", 1, 2, Optional.empty(), 1),
            "reading records", () -> unreachable.read(page),
            "reading the table trades", () -> unreachable.scan(0, 1, Optional.empty(), 1),
            "reading the probe of eu-west-1", () -> unreachable.probe("eu-west-1"),
            "writing the probe of eu-west-1", () -> unreachable.put(PROBE));

    readings.forEach(
        (what, reading) ->
            assertThatThrownBy(reading)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage(what + " failed: time-out"));
  }
}
