package io.tradeprocessing.backfill;

/** Plan, partitions or results cannot be reached; worth a retry. */
public final class ObjectStoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ObjectStoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public ObjectStoreUnavailableException(String message) {
    super(message);
  }
}
