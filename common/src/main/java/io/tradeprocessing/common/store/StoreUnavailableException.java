package io.tradeprocessing.common.store;

/**
 * DynamoDB throttles, fails or does not answer. Whether a write took effect is unknown; repeating
 * it is safe, because a record that is there already is found as a duplicate.
 *
 * <p>Retriable: the workflow's Retry names this class.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailableException(String message) {
    super(message);
  }

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
