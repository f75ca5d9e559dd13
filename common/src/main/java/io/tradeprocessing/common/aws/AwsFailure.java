package io.tradeprocessing.common.aws;

import java.io.IOException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Describes failures of AWS calls to operators: what happened, and what to do. */
public final class AwsFailure {

  private AwsFailure() {}

  /**
   * Describes a failure in one line.
   *
   * @param service that was called, by the name of its VPC endpoint, for example {@code ssm}
   */
  public static String describe(SdkException failure, String service) {
    if (failure instanceof AwsServiceException answer) {
      return String.valueOf(answer.getMessage()) + advice(answer);
    }
    Throwable network = network(failure);
    if (network != null) {
      String what =
          network instanceof UnknownHostException
              ? "the host " + network.getMessage() + " is unknown"
              : network.getClass().getSimpleName() + ": " + network.getMessage();
      return what
          + "; check the network, the Region (AWS_REGION), the endpoint (AWS_ENDPOINT_URL) and, in"
          + " a VPC, the VPC endpoint for "
          + service;
    }
    String message = String.valueOf(failure.getMessage());
    return message.contains("credentials") ? message + "; set AWS credentials" : message;
  }

  /** Whether a call of AWS is what made something fail. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SdkException) {
        return true;
      }
    }
    return false;
  }

  private static String advice(AwsServiceException answer) {
    return switch (answer.statusCode()) {
      case 401, 403 -> "; check the credentials and the permissions of the function's role";
      default ->
          answer.awsErrorDetails() != null
                  && "UnrecognizedClientException".equals(answer.awsErrorDetails().errorCode())
              ? "; check the credentials"
              : "";
    };
  }

  private static @Nullable Throwable network(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return cause;
      }
    }
    return null;
  }
}
