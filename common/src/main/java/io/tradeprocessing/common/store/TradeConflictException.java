package io.tradeprocessing.common.store;

/**
 * Another event of the trade is on record under the same time: two events claim one place, and the
 * first stands.
 *
 * <p>Not retriable: the source has to send its event with the time at which it happened.
 */
public final class TradeConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TradeConflictException(RecordKey key, String eventHash, String recordedHash) {
    super(
        "another event is on record under "
            + key
            + ": its eventHash is "
            + recordedHash
            + ", this one's "
            + eventHash
            + "; an event that differs needs a timestamp of its own");
  }
}
