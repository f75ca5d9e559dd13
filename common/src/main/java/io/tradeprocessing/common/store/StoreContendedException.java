package io.tradeprocessing.common.store;

/**
 * Other writers of the same trade were faster until the invocation's time ran out. Nothing was
 * written.
 *
 * <p>Retriable: the workflow's Retry names this class.
 */
public final class StoreContendedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreContendedException(RecordKey key, int attempts) {
    super(key + " found its trade changed by others in each of " + attempts + " attempts");
  }
}
