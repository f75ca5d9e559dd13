package io.tradeprocessing.common.store.dynamodb;

import io.tradeprocessing.common.aws.AwsFailure;
import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of DynamoDB means to a caller: worth another try, or not. */
final class StoreErrors {

  private StoreErrors() {}

  static RuntimeException translate(String action, SdkException e) {
    String message = action + " failed: " + AwsFailure.describe(e, "dynamodb");
    return isPassing(e)
        ? new StoreUnavailableException(message, e)
        : new StoreMisconfiguredException(message, e);
  }

  /** Whatever is not an answer of the service (a time-out, no connection) may pass as well. */
  private static boolean isPassing(SdkException e) {
    return !(e instanceof AwsServiceException answer)
        || answer.retryable()
        || answer.isThrottlingException()
        || answer.isClockSkewException()
        || answer.statusCode() >= 500
        || isPassing(errorCode(answer));
  }

  private static boolean isPassing(String errorCode) {
    return switch (errorCode) {
      case "TransactionInProgressException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "ThrottlingException",
          "InternalServerError",
          "LimitExceededException",
          "ExpiredTokenException" ->
          true;
      default -> false;
    };
  }

  private static String errorCode(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }
}
