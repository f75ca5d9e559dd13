package io.tradeprocessing.embeddedtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.parser.ReservedKeywords;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class EmbeddedTableTest {

  private static final TableSchema SCHEMA = TableSchema.of(DynamoDbLocal.table());

  private Instant now = Instant.EPOCH;
  private final EmbeddedTable table = EmbeddedTable.of(SCHEMA, new MapStorage(), () -> now);
  private final DynamoDbClient client = table.client();
  private final List<List<Change>> commits = new ArrayList<>();

  private static Map<String, AttributeValue> item(String id, int at, int version) {
    return Map.of(
        "id", AttributeValue.fromS(id),
        "at", AttributeValue.fromN(Integer.toString(at)),
        "version", AttributeValue.fromN(Integer.toString(version)));
  }

  private static Map<String, AttributeValue> key(String id, int at) {
    return Map.of("id", AttributeValue.fromS(id), "at", AttributeValue.fromN(Integer.toString(at)));
  }

  private void put(Map<String, AttributeValue> item) {
    var _ = client.putItem(put -> put.tableName(DynamoDbLocal.TABLE).item(item));
  }

  private static TransactWriteItemsRequest transaction(
      String token, List<Map<String, AttributeValue>> items) {
    return TransactWriteItemsRequest.builder()
        .clientRequestToken(token)
        .transactItems(
            items.stream()
                .map(
                    item ->
                        software.amazon.awssdk.services.dynamodb.model.TransactWriteItem.builder()
                            .put(
                                put ->
                                    put.tableName(DynamoDbLocal.TABLE)
                                        .item(item)
                                        .conditionExpression("attribute_not_exists(id)"))
                            .build())
                .toList())
        .build();
  }

  @Test
  void tellsEveryChangeInOrderWithBothImages() {
    table.listen(commits::add);
    put(item("T1", 1, 1));
    put(item("T1", 1, 2));
    put(item("T1", 1, 2));
    table.apply(item("T1", 1, 3));
    table.remove(key("T1", 1));
    table.remove(key("T1", 1));
    var _ =
        client.transactWriteItems(transaction("t", List.of(item("T1", 1, 1), item("T1", 2, 1))));

    assertThat(commits.stream().map(changes -> changes.stream().map(Change::kind).toList()))
        .containsExactly(
            List.of(Change.Kind.INSERT),
            List.of(Change.Kind.MODIFY),
            List.of(Change.Kind.MODIFY),
            List.of(Change.Kind.REMOVE),
            List.of(Change.Kind.INSERT, Change.Kind.INSERT));
    assertThat(commits.get(1).getFirst())
        .isEqualTo(
            new Change(
                Change.Origin.REQUEST,
                key("T1", 1),
                Optional.of(item("T1", 1, 1)),
                Optional.of(item("T1", 1, 2))));
    assertThat(commits.get(2).getFirst().origin()).isEqualTo(Change.Origin.REPLICATION);
  }

  @Test
  void takesARepeatedTransactionForOneForTenMinutes() {
    TransactWriteItemsRequest request = transaction("token", List.of(item("T1", 1, 1)));
    var _ = client.transactWriteItems(request);
    var _ = client.transactWriteItems(request);

    assertThatExceptionOfType(IdempotentParameterMismatchException.class)
        .isThrownBy(
            () -> client.transactWriteItems(transaction("token", List.of(item("T2", 1, 1)))));
    assertThat(table.count()).isEqualTo(1);

    now = now.plus(Duration.ofMinutes(10).plusNanos(1));
    assertThatExceptionOfType(TransactionCanceledException.class)
        .isThrownBy(() -> client.transactWriteItems(request));
  }

  @Test
  void aCancelledTransactionHasNoTokenAndWritesNothing() {
    put(item("T1", 2, 1));
    TransactWriteItemsRequest request =
        transaction("token", List.of(item("T1", 1, 1), item("T1", 2, 1)));
    assertThatExceptionOfType(TransactionCanceledException.class)
        .isThrownBy(() -> client.transactWriteItems(request));
    assertThat(table.count()).isEqualTo(1);

    table.remove(key("T1", 2));
    var _ = client.transactWriteItems(request);
    assertThat(table.count()).isEqualTo(2);
  }

  @Test
  void twoOperationsOnOneItemAreInvalid() {
    assertThatThrownBy(
            () ->
                client.transactWriteItems(
                    transaction("t", List.of(item("T1", 1, 1), item("T1", 1, 2)))))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("cannot include multiple operations on one item");
  }

  @Test
  void refusesEveryOtherOperationWithASentence() {
    Set<String> does =
        Set.of(
            "getItem",
            "batchGetItem",
            "query",
            "scan",
            "putItem",
            "deleteItem",
            "transactWriteItems");
    List<Method> others =
        Stream.of(DynamoDbClient.class.getMethods())
            .filter(method -> method.getParameterCount() == 1)
            .filter(method -> DynamoDbRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
            .filter(method -> !method.getName().endsWith("Paginator"))
            .filter(method -> !does.contains(method.getName()))
            .toList();
    assertThat(others).hasSizeGreaterThan(40);
    assertThat(others)
        .allSatisfy(
            method ->
                assertThatThrownBy(
                        () -> method.invoke(client, request(method.getParameterTypes()[0])))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("the embedded table does not support ")
                    .message()
                    .containsIgnoringCase(method.getName()));
    assertThatThrownBy(client::waiter)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Waiter");
    assertThatThrownBy(() -> client.describeTable(request -> request.tableName("x")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("DescribeTable");
  }

  private static Object request(Class<?> type) throws ReflectiveOperationException {
    Object builder = type.getMethod("builder").invoke(null);
    Method build = software.amazon.awssdk.utils.builder.SdkBuilder.class.getMethod("build");
    return build.invoke(builder);
  }

  @Test
  void refusesParametersThatItDoesNotKnow() {
    assertThatThrownBy(
            () ->
                client.scan(
                    scan ->
                        scan.tableName(DynamoDbLocal.TABLE)
                            .filterExpression("attribute_exists(a)")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("FilterExpression");
    assertThatThrownBy(
            () ->
                client.putItem(
                    put ->
                        put.tableName(DynamoDbLocal.TABLE)
                            .item(item("T1", 1, 1))
                            .conditionExpression("begins_with(id, version)")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("begins_with");
  }

  @Test
  void knowsTheReservedWordsOfDynamoDb() {
    assertThat(ReservedKeywords.KEYWORDS).isNotEmpty().allMatch(ReservedWords::has);
    assertThat(Stream.of("id", "tradeId", "lastHash")).noneMatch(ReservedWords::has);
  }

  @Test
  void stopsWhenTheStorageFailsAndAnswersNobody() {
    FailingStorage storage = new FailingStorage(new MapStorage());
    try (EmbeddedTable failing = EmbeddedTable.of(SCHEMA, storage, () -> now)) {
      failing.listen(commits::add);
      storage.failAtCommit(1);
      assertThatExceptionOfType(StorageFailedException.class)
          .isThrownBy(() -> failing.apply(item("T1", 1, 1)));
      assertThatExceptionOfType(StorageFailedException.class)
          .isThrownBy(() -> failing.apply(item("T1", 2, 1)));
      assertThat(failing.count()).isZero();
      assertThat(commits).isEmpty();
    }
  }

  @Test
  void aListenerThatFailsStopsTheTable() {
    table.listen(
        _ -> {
          throw new IllegalStateException("the witness is gone");
        });
    assertThatThrownBy(() -> put(item("T1", 1, 1))).hasMessage("the witness is gone");
    assertThatThrownBy(() -> put(item("T1", 2, 1))).hasMessage("the witness is gone");
  }

  @Test
  void givesUpWhenItsThreadIsInterruptedAsTheSdkDoes() throws InterruptedException {
    CountDownLatch atWork = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    table.listen(
        _ -> {
          atWork.countDown();
          awaitUninterruptibly(goOn);
        });
    Thread first = Thread.startVirtualThread(() -> put(item("T1", 1, 1)));
    atWork.await();
    List<Throwable> thrown = new ArrayList<>();
    Thread second =
        Thread.startVirtualThread(
            () -> {
              try {
                put(item("T1", 2, 1));
              } catch (AbortedException e) {
                thrown.add(e);
              }
            });
    second.interrupt();
    second.join();
    goOn.countDown();
    first.join();
    assertThat(thrown).hasSize(1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
