package io.tradeprocessing.backfill;

/**
 * The input of the function, the plan or a partition is not what the plan says it is. No retry
 * helps: somebody changed an object, or started the state machine by hand.
 */
public final class InvalidBackfillException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public InvalidBackfillException(String message) {
    super(message);
  }
}
