package io.tradeprocessing.recorder;

/**
 * The workflow handed the recorder something that it cannot take for an outcome: a part is missing,
 * or the verdict accepts an event that lacks what every accepted trade has.
 *
 * <p>Not retriable: the definition or the validator has to change first. The event is kept in the
 * recorder's dead-letter queue.
 */
public final class InvalidRecorderInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidRecorderInputException(String message) {
    super(message);
  }
}
