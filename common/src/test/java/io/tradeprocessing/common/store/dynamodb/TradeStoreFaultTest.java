package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.Break;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.RecordJson;
import io.tradeprocessing.common.store.RecordTooLargeException;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.StoreContendedException;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.store.TradeHead;
import io.tradeprocessing.common.store.TradeHistory;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** What the store makes of failures that DynamoDB Local does not have. */
class TradeStoreFaultTest {

  private static final Duration PLENTY = Duration.ofSeconds(10);

  private final Deque<SimulatedDynamoDb.Fault> faults = new ArrayDeque<>();
  private final List<Duration> sleeps = new ArrayList<>();
  private final SimulatedDynamoDb dynamoDb =
      new SimulatedDynamoDb(
          () -> faults.isEmpty() ? SimulatedDynamoDb.Fault.NONE : faults.removeFirst());
  private final TradeStore store = store(dynamoDb);

  private TradeStore store(DynamoDbClient client) {
    return new TradeStore(
        client,
        "trades",
        new Backoff(Duration.ofMillis(10), Duration.ofMillis(500), new Random(1), sleeps::add));
  }

  @Test
  void beginsATradeInOneRoundTrip() {
    assertThat(store.append(Entries.accepted("T1", 1), () -> PLENTY).attempts()).isEqualTo(1);
    assertThat(dynamoDb.calls()).isEqualTo(1);
  }

  @Test
  void findsADuplicateInOneRoundTrip() {
    store.append(Entries.accepted("T1", 1), () -> PLENTY);
    store.append(Entries.accepted("T1", 1), () -> PLENTY);

    assertThat(dynamoDb.calls()).isEqualTo(2);
  }

  @Test
  void correctsATradeInTwoRoundTrips() {
    store.append(Entries.accepted("T1", 1), () -> PLENTY);
    store.append(Entries.accepted("T1", EventType.CORRECT, 2), () -> PLENTY);

    assertThat(dynamoDb.calls()).isEqualTo(3);
  }

  @Test
  void rebooksATradeInTwoRoundTripsWithoutWaiting() {
    store.append(Entries.accepted("T1", 1), () -> PLENTY);
    store.append(Entries.accepted("T1", 2), () -> PLENTY);

    assertThat(dynamoDb.calls()).isEqualTo(3);
    assertThat(sleeps).isEmpty();
  }

  @Test
  void findsTheRecordOfAnAttemptWhoseAnswerWasLost() {
    faults.add(SimulatedDynamoDb.Fault.AFTER);

    assertThatThrownBy(() -> store.append(Entries.accepted("T1", 1), () -> PLENTY))
        .isInstanceOf(StoreUnavailableException.class);
    Appended again = store.append(Entries.accepted("T1", 1), () -> PLENTY);
    assertThat(again.outcome()).isEqualTo(Appended.Outcome.DUPLICATE);
    assertThat(store.history("T1").records()).containsExactly(again.record());
  }

  @Test
  void leavesOneRecordAnEventAfterTenThousandRedeliveriesInAnyOrder() {
    long recorded =
        Entries.redeliveries(10_000, new Random(1)).stream()
            .map(entry -> store.append(entry, () -> PLENTY))
            .filter(appended -> appended.outcome() == Appended.Outcome.RECORDED)
            .count();

    assertThat(recorded).isEqualTo(100);
    for (int i = 0; i < 20; i++) {
      TradeHistory history = store.history("T" + i);
      assertThat(history.records()).hasSize(5);
      assertThat(ChainVerifier.breaks(history, "local")).isEmpty();
    }
  }

  @Test
  void waitsLongerAndLongerAtRandomWhileOthersHoldTheTrade() {
    for (int i = 0; i < 8; i++) {
      faults.add(SimulatedDynamoDb.Fault.COLLISION);
    }

    assertThat(store.append(Entries.accepted("T1", 1), () -> PLENTY).attempts()).isEqualTo(9);
    assertThat(sleeps).hasSize(8).doesNotHaveDuplicates();
    for (int i = 0; i < sleeps.size(); i++) {
      assertThat(sleeps.get(i)).isLessThanOrEqualTo(Duration.ofMillis(Math.min(500, 10L << i)));
    }
  }

  @Test
  void givesUpWhileThereIsTimeToAnswer() {
    for (int i = 0; i < 100; i++) {
      faults.add(SimulatedDynamoDb.Fault.COLLISION);
    }
    Deque<Duration> remaining =
        new ArrayDeque<>(List.of(PLENTY, PLENTY, PLENTY, PLENTY, PLENTY, TradeWriter.RESERVE));

    assertThatThrownBy(() -> store.append(Entries.accepted("T1", 1), remaining::removeFirst))
        .isInstanceOf(StoreContendedException.class)
        .hasMessageContaining("3 attempts");
    assertThat(sleeps).hasSize(2);
    assertThat(store.history("T1").records()).isEmpty();
  }

  /** An answer needs 300 ms; a call gets as much at least, and 6 s at most. */
  @ParameterizedTest
  @CsvSource({
    "20000, 6000",
    "6301, 6000",
    "6300, 6000",
    "6299, 5999",
    "1500, 1200",
    "601, 301",
    "600, 300",
    "599, 300",
    "0, 300"
  })
  void letsNoCallOutliveTheInvocation(long remaining, long limit) {
    store.append(Entries.accepted("T1", 1), () -> Duration.ofMillis(remaining));

    assertThat(dynamoDb.callTimeout()).isEqualTo(Duration.ofMillis(limit));
  }

  @Test
  void waitsAsLongAsTimeToAnswerIsLeft() {
    Duration longest = Duration.ofMillis(10);
    for (Duration left : List.of(TradeWriter.RESERVE.plus(longest), TradeWriter.RESERVE)) {
      faults.add(SimulatedDynamoDb.Fault.COLLISION);
      TradeStore slow =
          new TradeStore(dynamoDb, "trades", new Backoff(longest, longest, highest(), sleeps::add));
      if (left.equals(TradeWriter.RESERVE)) {
        assertThatThrownBy(() -> slow.append(Entries.accepted("T2", 1), () -> left))
            .isInstanceOf(StoreContendedException.class)
            .hasMessage(
                "T2 at 1970-01-01T00:00:00.000001Z found its trade changed by others in each of 1"
                    + " attempts");
      } else {
        assertThat(slow.append(Entries.accepted("T1", 1), () -> left).attempts()).isEqualTo(2);
      }
    }
    assertThat(sleeps).containsExactly(longest);
  }

  private static RandomGenerator highest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return Long.MAX_VALUE;
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }

  @Test
  void beginsTheChainAnewWhereTheHeadIsGoneByTheTimeOfTheWrite() {
    store.append(Entries.accepted("T1", 1), () -> PLENTY);
    int[] calls = {0};
    TradeStore late =
        store(
            new SimulatedCalls(
                dynamoDb,
                () -> {
                  if (++calls[0] == 2) {
                    dynamoDb.items().remove("T1|0");
                  }
                }));

    Appended appended = late.append(Entries.accepted("T1", EventType.CORRECT, 2), () -> PLENTY);

    assertThat(appended.attempts()).isEqualTo(2);
    assertThat(sleeps).as("it lost a race").hasSize(1);
    assertThat(appended.record().link().sequence())
        .as("the verifier finds both: nothing is hidden")
        .isEqualTo(1);
    assertThat(ChainVerifier.breaks(store.history("T1"), "local"))
        .extracting(Break::flaw)
        .contains(Break.Flaw.SEQUENCE_TAKEN_TWICE);
  }

  /** Of the two reads of a store with replicas, the one beside the caller's thread. */
  private static boolean isOfTheEventsTime(QueryRequest query) {
    return !Objects.requireNonNull(query.expressionAttributeValues().get(":first")).n().equals("0");
  }

  private TradeStore replicated(Consumer<QueryRequest> before) {
    DynamoDbClient client =
        new SimulatedCalls(dynamoDb, () -> {}) {
          @Override
          public QueryResponse query(QueryRequest request) {
            before.accept(request);
            return super.query(request);
          }
        };
    return new TradeStore(
        client,
        "trades",
        new Backoff(Duration.ZERO, Duration.ZERO, highest(), sleeps::add),
        Region.LOCAL,
        true);
  }

  @Test
  void aReadBesideTheOtherFailsAsIfItWereAlone() {
    TradeStore failing =
        replicated(
            query -> {
              if (isOfTheEventsTime(query)) {
                throw SdkClientException.create("time-out");
              }
            });

    assertThatThrownBy(() -> failing.append(Entries.accepted("T1", 1), () -> PLENTY))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("reading the records of T1 failed: time-out");
    assertThat(dynamoDb.items()).isEmpty();
  }

  @Test
  void stopsReadingWhenItsThreadIsInterrupted() {
    CountDownLatch interrupted = new CountDownLatch(1);
    TradeStore slow =
        replicated(
            query -> {
              if (isOfTheEventsTime(query)) {
                awaitQuietly(interrupted);
              } else {
                Thread.currentThread().interrupt();
              }
            });

    assertThatThrownBy(() -> slow.append(Entries.accepted("T1", 1), () -> PLENTY))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("interrupted while reading");
    interrupted.countDown();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(dynamoDb.items()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void takesNoOtherEventUnderItsKeyForItself() {
    TradeEntry entry = Entries.accepted("T1", 1);
    ChainedRecord other =
        ChainedRecord.of(Entries.accepted("T1", 2), TradeHead.none("T1", Region.LOCAL));
    Map<String, AttributeValue> item = new HashMap<>(Items.of(other.item()));
    String key = entry.key(Region.LOCAL).timestamp().toString();
    item.put("timestamp", AttributeValue.fromN(key));
    dynamoDb.items().put("T1|" + key, item);

    assertThatThrownBy(() -> store.append(entry, () -> PLENTY))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessage(
            "the item T1 / "
                + key
                + " was not written by us: another event is under the key of "
                + entry.hashes().eventHash());
  }

  @Test
  void reportsARecordInPlaceOfAHeadAsDamage() {
    ChainedRecord record =
        ChainedRecord.of(Entries.accepted("T1", 1), TradeHead.none("T1", Region.LOCAL));
    dynamoDb.items().put("T1|0", Items.of(record.item()));

    assertThatThrownBy(
            () -> store.append(Entries.accepted("T1", EventType.CORRECT, 2), () -> PLENTY))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("a record is in place of a head");
  }

  @Test
  void stopsWaitingWhenItsThreadIsInterrupted() {
    faults.add(SimulatedDynamoDb.Fault.COLLISION);
    TradeStore interrupted =
        new TradeStore(
            dynamoDb,
            "trades",
            new Backoff(
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                new Random(1),
                _ -> {
                  throw new InterruptedException();
                }));

    assertThatThrownBy(() -> interrupted.append(Entries.accepted("T1", 1), () -> PLENTY))
        .isInstanceOf(StoreContendedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void callsThrottlingAndFailuresOfTheServiceUnavailable() {
    assertThat(appendTo(SdkClientException.create("time-out")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("writing T1 at 1970-01-01T00:00:00.000001Z failed: time-out");
    assertThat(appendTo(coded(ProvisionedThroughputExceededException.builder(), 400)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(appendTo(InternalServerErrorException.builder().statusCode(500).build()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(appendTo(coded(TransactionInProgressException.builder(), 400)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(appendTo(cancelled("ThrottlingError")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(appendTo(cancelled("ProvisionedThroughputExceeded")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void callsWhatOnlyAChangedDeploymentCanMendMisconfigured() {
    assertThat(appendTo(coded(ResourceNotFoundException.builder(), 400)))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThat(appendTo(DynamoDbException.builder().statusCode(400).message("denied").build()))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThat(appendTo(cancelled("ValidationError")))
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThat(appendTo(TransactionCanceledException.builder().build()))
        .as("without a reason")
        .isInstanceOf(StoreMisconfiguredException.class);
    assertThat(
            appendTo(
                TransactionCanceledException.builder()
                    .cancellationReasons(CancellationReason.builder().code("None").build())
                    .build()))
        .as("with a reason for one of the two items")
        .isInstanceOf(StoreMisconfiguredException.class);
  }

  @Test
  void reportsAnAnswerWithTheWrongItemAsDamage() {
    TradeHead head =
        TradeHead.none("T1", Region.LOCAL)
            .with(
                ChainedRecord.of(Entries.accepted("T1", 1), TradeHead.none("T1", Region.LOCAL))
                    .record());
    SdkException failure =
        TransactionCanceledException.builder()
            .cancellationReasons(
                CancellationReason.builder()
                    .code("ConditionalCheckFailed")
                    .item(Items.of(RecordJson.item(head)))
                    .build(),
                CancellationReason.builder().code("None").build())
            .build();

    assertThat(appendTo(failure))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("a head is in its place");
  }

  @Test
  void translatesFailuresOfReadingToo() {
    TradeStore broken = store(new FailingDynamoDb(SdkClientException.create("time-out")));

    assertThatThrownBy(() -> broken.head("T1"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("reading the head of T1 failed: time-out");
  }

  @Test
  void saysWhatToCheckWhereTheTableCannotBeReached() {
    TradeStore unreachable =
        store(
            new FailingDynamoDb(
                SdkClientException.create(
                    "Received an UnknownHostException ... your DNS cache could be storing",
                    new UnknownHostException("dynamodb.eu-west-9.amazonaws.com"))));

    assertThatThrownBy(() -> unreachable.head("T1"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageStartingWith(
            "reading the head of T1 failed: the host dynamodb.eu-west-9.amazonaws.com is unknown;"
                + " check the network")
        .hasMessageEndingWith("the VPC endpoint for dynamodb");
  }

  @Test
  void refusesARecordThatNoItemCanHold() {
    assertThatThrownBy(() -> store.append(large(250_000), () -> PLENTY))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("an item may have 409600");
    assertThat(dynamoDb.calls()).isZero();
  }

  @Test
  void recordsWhatFillsAnItemToTheLastByte() {
    ChainedRecord some = ChainedRecord.of(large(0), TradeHead.none("T1", Region.LOCAL));
    int rest = (int) (TradeWriter.MAX_ITEM_SIZE - Items.size(Items.of(some.item())));

    assertThatThrownBy(() -> store.append(large(rest + 1), () -> PLENTY))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining(" has 409601 bytes; an item may have 409600");
    assertThat(store.append(large(rest), () -> PLENTY).outcome())
        .isEqualTo(Appended.Outcome.RECORDED);
  }

  /** An entry with so many bytes of ASCII in its event, and 160,000 of two a character beside. */
  private static TradeEntry large(int bytes) {
    TradeEntry entry = Entries.accepted("T1", 1);
    Content content =
        new Content(
            Entries.object("{\"detail\":{\"note\":\"" + "x".repeat(bytes) + "\"}}"),
            Entries.object("{\"note\":\"" + "é".repeat(80_000) + "\"}"),
            Entries.object("{}"));
    return Entries.with(entry, content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TransactionInProgressException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "InternalServerError",
        "LimitExceededException",
        "ExpiredTokenException",
        "RequestTimeTooSkewed"
      })
  void triesAgainWhatItsCodeSaysMayPass(String code) {
    assertThat(appendTo(answered(code, 400))).isInstanceOf(StoreUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"400, false", "403, false", "429, true", "499, false", "500, true", "503, true"})
  void triesAgainWhatTheServiceSaysItFailedAt(int status, boolean again) {
    assertThat(appendTo(answered("Other", status)))
        .isInstanceOf(again ? StoreUnavailableException.class : StoreMisconfiguredException.class);
  }

  @Test
  void readsAnAnswerWithoutACode() {
    assertThat(
            appendTo(
                (SdkException)
                    DynamoDbException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder().build())
                        .build()))
        .isInstanceOf(StoreMisconfiguredException.class);
  }

  private static SdkException answered(String code, int status) {
    return (SdkException)
        DynamoDbException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  private Throwable appendTo(SdkException failure) {
    try {
      store(new FailingDynamoDb(failure)).append(Entries.accepted("T1", 1), () -> PLENTY);
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("nothing was thrown for " + failure);
  }

  private static SdkException coded(DynamoDbException.Builder builder, int status) {
    String code = builder.getClass().getEnclosingClass().getSimpleName();
    builder.statusCode(status);
    builder.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());
    return builder.build();
  }

  private static SdkException cancelled(String code) {
    return TransactionCanceledException.builder()
        .cancellationReasons(
            CancellationReason.builder().code(code).build(),
            CancellationReason.builder().code("None").build())
        .build();
  }

  /** A table to which something happens before each call. */
  private static class SimulatedCalls implements DynamoDbClient {
    private final SimulatedDynamoDb table;
    private final Runnable before;

    SimulatedCalls(SimulatedDynamoDb table, Runnable before) {
      this.table = table;
      this.before = before;
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      return table.query(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      before.run();
      return table.transactWriteItems(request);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      before.run();
      return table.getItem(request);
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }

  /** Fails every call alike. */
  private record FailingDynamoDb(SdkException failure) implements DynamoDbClient {

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      throw failure;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      throw failure;
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }
}
