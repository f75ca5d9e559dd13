package io.tradeprocessing.common.store;

/**
 * The record would be larger than an item of DynamoDB may be. What Step Functions hands on (256
 * KiB) always fits; only a direct call can bring more.
 *
 * <p>Not retriable: the event has to be smaller.
 */
public final class RecordTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RecordTooLargeException(RecordKey key, long size, long limit) {
    super(
        "the record of "
            + key
            + " has "
            + size
            + " bytes; an item may have "
            + limit
            + ": event, verdict and enrichment together are too large");
  }
}
