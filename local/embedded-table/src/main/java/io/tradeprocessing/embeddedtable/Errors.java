package io.tradeprocessing.embeddedtable;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The errors of DynamoDB, as its client throws them. */
final class Errors {

  private static final int CLIENT_ERROR = 400;
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final String CONDITION_FAILED_MESSAGE = "The conditional request failed";

  private Errors() {}

  /** A request that is refused for what it says. */
  static DynamoDbException invalid(String message) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .message(message)
            .statusCode(CLIENT_ERROR)
            .awsErrorDetails(details("ValidationException", message))
            .build();
  }

  /** A request for a table that is not there. */
  static ResourceNotFoundException noTable(String name) {
    String message = "Requested resource not found: Table: " + name + " not found";
    return ResourceNotFoundException.builder()
        .message(message)
        .statusCode(CLIENT_ERROR)
        .awsErrorDetails(details("ResourceNotFoundException", message))
        .build();
  }

  /**
   * A condition that did not hold.
   *
   * @param found the item that it met, if the request asked for it
   */
  static ConditionalCheckFailedException conditionFailed(Map<String, AttributeValue> found) {
    ConditionalCheckFailedException.Builder error =
        ConditionalCheckFailedException.builder()
            .message(CONDITION_FAILED_MESSAGE)
            .statusCode(CLIENT_ERROR)
            .awsErrorDetails(details("ConditionalCheckFailedException", CONDITION_FAILED_MESSAGE));
    return (found.isEmpty() ? error : error.item(found)).build();
  }

  /** The reason of an operation that would have been done. */
  static CancellationReason none() {
    return CancellationReason.builder().code("None").build();
  }

  /** The reason of an operation whose condition did not hold. */
  static CancellationReason failedCondition(Map<String, AttributeValue> found) {
    CancellationReason.Builder reason =
        CancellationReason.builder().code(CONDITION_FAILED).message(CONDITION_FAILED_MESSAGE);
    return (found.isEmpty() ? reason : reason.item(found)).build();
  }

  /** The reason of an operation whose item does not fit the table. */
  static CancellationReason flawed(String message) {
    return CancellationReason.builder().code("ValidationError").message(message).build();
  }

  /** A transaction of which nothing was done. */
  static TransactionCanceledException cancelled(List<CancellationReason> reasons) {
    String message =
        reasons.stream()
            .map(CancellationReason::code)
            .collect(
                Collectors.joining(
                    ", ",
                    "Transaction cancelled, please refer cancellation reasons for specific reasons"
                        + " [",
                    "]"));
    return TransactionCanceledException.builder()
        .message(message)
        .cancellationReasons(reasons)
        .statusCode(CLIENT_ERROR)
        .awsErrorDetails(details("TransactionCanceledException", message))
        .build();
  }

  /** A token that came with another transaction before. */
  static IdempotentParameterMismatchException otherRequest() {
    String message =
        "The request uses the same client token as a previous, but non-identical request";
    return IdempotentParameterMismatchException.builder()
        .message(message)
        .statusCode(CLIENT_ERROR)
        .awsErrorDetails(details("IdempotentParameterMismatchException", message))
        .build();
  }

  /** What this table does not do, although DynamoDB does. */
  static UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException(
        "the embedded table does not support "
            + what
            + ": it supports GetItem, BatchGetItem, Query, Scan, PutItem, DeleteItem and"
            + " TransactWriteItems with key conditions and conditions on top-level attributes");
  }

  private static AwsErrorDetails details(String code, String message) {
    return AwsErrorDetails.builder()
        .serviceName("DynamoDb")
        .errorCode(code)
        .errorMessage(message)
        .build();
  }
}
