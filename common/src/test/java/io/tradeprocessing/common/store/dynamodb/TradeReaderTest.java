package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.TradeHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reading by key what the index leads to, from a DynamoDB that answers in parts. */
class TradeReaderTest {

  private static final String TABLE = "trades";

  private final Partial table = new Partial();
  private final List<Duration> pauses = new ArrayList<>();
  private final TradeReader reader =
      new TradeReader(
          table,
          TABLE,
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(8), new Random(1), pauses::add));

  /** Answers for some of the keys of each request, and has the caller ask again for the others. */
  private static final class Partial implements DynamoDbClient {
    private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items =
        new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private int answers = Integer.MAX_VALUE;

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      KeysAndAttributes keys = Objects.requireNonNull(request.requestItems().get(TABLE));
      assertThat(keys.consistentRead()).isTrue();
      assertThat(keys.keys()).doesNotHaveDuplicates().hasSizeBetween(1, 100);
      asked.add(keys.keys().size());
      int count = Math.min(answers, keys.keys().size());
      BatchGetItemResponse.Builder response =
          BatchGetItemResponse.builder()
              .responses(
                  Map.of(
                      TABLE,
                      keys.keys().subList(0, count).reversed().stream()
                          .map(items::get)
                          .filter(Objects::nonNull)
                          .toList()));
      List<Map<String, AttributeValue>> rest = keys.keys().subList(count, keys.keys().size());
      return rest.isEmpty()
          ? response.unprocessedKeys(Map.of()).build()
          : response
              .unprocessedKeys(Map.of(TABLE, KeysAndAttributes.builder().keys(rest).build()))
              .build();
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }

  /** The entries of so many trades, each with its record in the table. */
  private List<SourcePage.Entry> trades(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(
            i -> {
              ChainedRecord record =
                  ChainedRecord.of(
                      Entries.accepted("T" + i, i), TradeHead.none("T" + i, Region.LOCAL));
              Map<String, AttributeValue> item = Items.of(record.item());
              table.items.put(Items.key(item), item);
              return new SourcePage.Entry("T" + i, record.record().key().timestamp().toString());
            })
        .toList();
  }

  private static List<String> ids(List<SourcePage.Entry> entries) {
    return entries.stream().map(SourcePage.Entry::tradeId).toList();
  }

  private List<String> read(List<SourcePage.Entry> entries) {
    return reader.read(entries).stream()
        .map(item -> ((ComplianceRecord) item).entry().tradeId())
        .toList();
  }

  @Test
  void recordsComeInTheOrderOfTheIndexAHundredKeysARequest() {
    List<SourcePage.Entry> entries = trades(205);

    assertThat(read(entries)).isEqualTo(ids(entries));
    assertThat(table.asked).containsExactly(100, 100, 5);
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatDynamoDbDidNotAnswerForIsAskedAgain() {
    List<SourcePage.Entry> entries = trades(5);
    table.answers = 2;

    assertThat(read(entries)).isEqualTo(ids(entries));
    assertThat(table.asked).containsExactly(5, 3, 1);
  }

  @Test
  void whatIsNoLongerThereIsLeftOut() {
    List<SourcePage.Entry> entries = trades(3);
    table.items.remove(Items.key(entries.get(1).tradeId(), entries.get(1).timestamp()));

    assertThat(read(entries)).containsExactly("T1", "T3");
  }

  @Test
  void aTableThatAnswersForNothingIsAskedMoreAndMoreSlowlyAndThenGivenUp() {
    List<SourcePage.Entry> entries = trades(2);
    table.answers = 0;

    assertThatThrownBy(() -> reader.read(entries))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("DynamoDB throttles the reading of 2 items: read at a lower rate");
    assertThat(pauses).hasSize(10);
  }

  @Test
  void stopsReadingWhenItsThreadIsInterrupted() {
    List<SourcePage.Entry> entries = trades(2);
    table.answers = 0;
    TradeReader interrupted =
        new TradeReader(
            table,
            TABLE,
            new Backoff(
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                new Random(1),
                _ -> {
                  throw new InterruptedException();
                }));

    assertThatThrownBy(() -> interrupted.read(entries))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("interrupted while reading");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(table.asked).containsExactly(2);
  }

  @Test
  void anEmptyPageAsksForNothing() {
    assertThat(reader.read(List.of())).isEmpty();
    assertThat(table.asked).isEmpty();
    assertThat(new SourcePage(List.of(), Optional.empty()).entries()).isEmpty();
  }
}
