package io.tradeprocessing.simulation.aws;

import io.tradeprocessing.simulation.fault.Fault;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The SDK's client of DynamoDB in a function's environment: tries again what fails for a passing
 * reason, a transaction under its first ClientRequestToken, so that one whose answer was lost is
 * not done twice.
 */
final class StoreClient implements DynamoDbClient {

  /** As max-retries is deployed. */
  private static final int ATTEMPTS = 4;

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);
  private static final int SERVER_ERROR = 500;

  private final Sim sim;
  private final SimulatedRegion region;
  private final FunctionProcess process;
  private final DynamoDbClient table;

  StoreClient(Sim sim, SimulatedRegion region, FunctionProcess process, DynamoDbClient table) {
    this.sim = sim;
    this.region = region;
    this.process = process;
    this.table = table;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return calling("get", 0, () -> table.getItem(request));
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return calling("query", 0, () -> table.query(request));
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return calling(
        "write", request.transactItems().size(), () -> table.transactWriteItems(request));
  }

  /**
   * Calls the table.
   *
   * @param writes items of a transaction; 0 for a call that reads
   */
  private <T> T calling(String call, int writes, Supplier<T> effect) {
    String place = process.place() + "/" + call;
    @Nullable T done = null;
    SdkException failure = SdkClientException.create("not tried");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        process.sleep(
            sim.choices()
                .between("backoff/" + place, Duration.ofMillis(20), Duration.ofMillis(400)));
      }
      if (region.isOut(Fault.DYNAMODB_OUTAGE)) {
        process.sleep(ATTEMPT_TIMEOUT.dividedBy(4));
        failure = serverError();
      } else if (sim.faults().happens(Fault.DYNAMODB_THROTTLED, place)) {
        failure = throttled();
      } else if (sim.faults().happens(Fault.DYNAMODB_FAILS_BEFORE, place)) {
        failure = serverError();
      } else if (writes > 0 && sim.faults().happens(Fault.DYNAMODB_CONFLICT, place)) {
        int held = writes - 1 - sim.choices().below("held/" + place, writes);
        throw process.call(call, () -> conflict(writes, held));
      } else {
        T answer = done == null ? process.call(call, effect) : done;
        if (!sim.faults().happens(Fault.DYNAMODB_FAILS_AFTER, place)) {
          return answer;
        }
        done = writes > 0 ? answer : null;
        process.sleep(ATTEMPT_TIMEOUT);
        failure = SdkClientException.create("no answer within " + ATTEMPT_TIMEOUT);
      }
    }
    throw failure;
  }

  private static SdkException throttled() {
    return ProvisionedThroughputExceededException.builder()
        .message("The level of configured provisioned throughput for the table was exceeded.")
        .statusCode(400)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode("ProvisionedThroughputExceededException").build())
        .build();
  }

  private static SdkException serverError() {
    return DynamoDbException.builder()
        .message("Internal server error")
        .statusCode(SERVER_ERROR)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode("InternalServerError").build())
        .build();
  }

  private static SdkException conflict(int items, int held) {
    CancellationReason[] reasons = new CancellationReason[items];
    for (int i = 0; i < items; i++) {
      String code = i == held ? "TransactionConflict" : "None";
      reasons[i] = CancellationReason.builder().code(code).build();
    }
    return TransactionCanceledException.builder()
        .message("Transaction cancelled, please refer cancellation reasons for specific reasons")
        .statusCode(400)
        .cancellationReasons(reasons)
        .build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
