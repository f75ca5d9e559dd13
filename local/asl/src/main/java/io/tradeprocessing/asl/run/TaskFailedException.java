package io.tradeprocessing.asl.run;

import org.jspecify.annotations.Nullable;

/**
 * A task failed. The error name decides what Retry and Catch do, so it is the name that AWS would
 * report.
 */
public final class TaskFailedException extends Exception {

  private final String error;
  private final @Nullable String cause;

  /**
   * @param error the error name, for example {@code Lambda.TooManyRequestsException} or an
   *     exception's class name
   * @param cause details, for a Lambda function the JSON of its error response; null if there are
   *     none
   */
  public TaskFailedException(String error, @Nullable String cause) {
    super(cause == null ? error : error + ": " + cause);
    this.error = error;
    this.cause = cause;
  }

  /** The error name. */
  public String error() {
    return error;
  }

  /** The details, if there are any. */
  public @Nullable String cause() {
    return cause;
  }
}
