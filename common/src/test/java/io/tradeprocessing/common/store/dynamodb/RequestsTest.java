package io.tradeprocessing.common.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.common.store.Entries;
import io.tradeprocessing.common.store.Region;
import io.tradeprocessing.common.store.TradeEntry;
import io.tradeprocessing.common.trade.EventType;
import io.tradeprocessing.testkit.aws.SimulatedDynamoDb;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** What a record costs in requests: one Region pays nothing for the second. */
class RequestsTest {

  private static final Region FIRST = new Region("us-east-1", 0);

  private final Counting table = new Counting();

  /** A table that remembers what it was asked, in the order of the questions. */
  private static class Counting implements DynamoDbClient {
    private final SimulatedDynamoDb table =
        new SimulatedDynamoDb(() -> SimulatedDynamoDb.Fault.NONE);
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      requests.add("GetItem");
      return table.getItem(request);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      requests.add("Query");
      return table.query(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      requests.add("TransactWriteItems");
      return table.transactWriteItems(request);
    }

    @Override
    public String serviceName() {
      return "DynamoDB";
    }

    @Override
    public void close() {}
  }

  private static TradeStore store(DynamoDbClient client, boolean replicated) {
    Backoff backoff =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1), _ -> {});
    return new TradeStore(client, "trades", backoff, FIRST, replicated);
  }

  private List<String> requests(boolean replicated, TradeEntry entry) {
    table.requests.clear();
    var _ = store(table, replicated).append(entry, () -> Duration.ofMinutes(1));
    return List.copyOf(table.requests);
  }

  @Test
  void withoutAReplicaANewTakesOneRequestAndTheOthersReadTheirHead() {
    assertThat(requests(false, Entries.accepted("T1", 1))).containsExactly("TransactWriteItems");
    assertThat(requests(false, Entries.accepted("T1", EventType.CORRECT, 2)))
        .containsExactly("GetItem", "TransactWriteItems");
    assertThat(requests(false, Entries.accepted("T1", 1)))
        .as("a re-delivery")
        .containsExactly("TransactWriteItems");
  }

  @Test
  void withAReplicaEveryEventTakesTwoReadsMoreThanItsWrite() {
    for (TradeEntry entry :
        List.of(Entries.accepted("T1", 1), Entries.accepted("T1", EventType.CORRECT, 2))) {
      assertThat(requests(true, entry)).containsExactly("Query", "Query", "TransactWriteItems");
    }
    assertThat(requests(true, Entries.accepted("T1", 1)))
        .as("a re-delivery writes nothing")
        .isEqualTo(Collections.nCopies(2, "Query"));
  }

  /** Neither read would pass the barrier alone. */
  @Test
  @Timeout(30)
  void theTwoReadsAreUnderWayAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    Counting meeting =
        new Counting() {
          @Override
          public QueryResponse query(QueryRequest request) {
            try {
              both.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new AssertionError("one read waits for the other", e);
            }
            return super.query(request);
          }
        };

    var _ = store(meeting, true).append(Entries.accepted("T1", 1), () -> Duration.ofMinutes(1));

    assertThat(meeting.requests).hasSize(3);
  }
}
