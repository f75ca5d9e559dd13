package io.tradeprocessing.common.store;

/**
 * DynamoDB refuses the request for good: no such table or index, other keys than ours, no
 * permission.
 *
 * <p>Not retriable: somebody has to change the deployment first.
 */
public final class StoreMisconfiguredException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreMisconfiguredException(String message, Throwable cause) {
    super(message, cause);
  }
}
