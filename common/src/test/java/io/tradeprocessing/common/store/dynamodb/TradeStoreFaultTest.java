package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.store.Appended;
import io.tradeprocessing.common.store.ChainVerifier;
import io.tradeprocessing.common.store.ChainedRecord;
import io.tradeprocessing.common.store.Content;
import io.tradeprocessing.common.store.CorruptStoreException;
import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.Hashes;
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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
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
    assertThat(store.append(Entries.accepted("T1", 1), () -> PLENTY).outcome())
        .isEqualTo(Appended.Outcome.DUPLICATE);
    assertThat(store.history("T1").records()).hasSize(1);
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
        new ArrayDeque<>(List.of(PLENTY, PLENTY, PLENTY, PLENTY, PLENTY, TradeStore.RESERVE));

    assertThatThrownBy(() -> store.append(Entries.accepted("T1", 1), remaining::removeFirst))
        .isInstanceOf(StoreContendedException.class)
        .hasMessageContaining("3 attempts");
    assertThat(sleeps).hasSize(2);
    assertThat(store.history("T1").records()).isEmpty();
  }

  @Test
  void letsNoCallOutliveTheInvocation() {
    store.append(Entries.accepted("T1", 1), () -> Duration.ofSeconds(20));
    assertThat(dynamoDb.callTimeout()).isEqualTo(Duration.ofSeconds(6));

    store.append(Entries.accepted("T2", 1), () -> Duration.ofMillis(1_500));
    assertThat(dynamoDb.callTimeout()).isEqualTo(Duration.ofMillis(1_200));

    store.append(Entries.accepted("T3", 1), () -> Duration.ZERO);
    assertThat(dynamoDb.callTimeout()).isPositive();
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

    assertThat(appendTo(failure)).isInstanceOf(CorruptStoreException.class);
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
    TradeEntry entry = Entries.accepted("T1", 1);
    Content content =
        new Content(
            Entries.object("{\"detail\":{\"note\":\"" + "x".repeat(250_000) + "\"}}"),
            Entries.object("{\"note\":\"" + "é".repeat(80_000) + "\"}"),
            Entries.object("{}"));
    TradeEntry large =
        new TradeEntry(
            entry.tradeId(),
            entry.time(),
            entry.sourceSystem(),
            entry.sourceSequence(),
            entry.status(),
            entry.eventType(),
            content,
            entry.provenance(),
            Hashes.of(content));

    assertThatThrownBy(() -> store.append(large, () -> PLENTY))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("an item may have 409600");
    assertThat(dynamoDb.calls()).isZero();
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
