package io.tradeprocessing.archiver;

/**
 * A record of the stream lacks what every one has: number, time or image.
 *
 * <p>A retry does not help. Lambda bisects the batch until the record is alone, and in the end
 * sends its number to the archiver's dead-letter queue.
 */
public final class UnreadableChangeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableChangeException(String message) {
    super(message);
  }
}
