package io.tradeprocessing.common.store;

/**
 * A review that the validator accepted is of an event that is not on record in this Region.
 *
 * <p>Retriable: after a failover the event may be replayed beside its review, or still replicate.
 * If it does not arrive, the review waits as a dead letter; an event that no source sent is never
 * accepted through a review of it.
 */
public final class ReviewedEventMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param reviewed the key that the review names
   */
  public ReviewedEventMissingException(RecordKey reviewed) {
    super(
        "the review is of "
            + reviewed
            + ", which is not on record in this Region: send it again once the event is, or draft"
            + " it from the record");
  }
}
