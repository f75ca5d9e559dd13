package io.tradeprocessing.archiver;

/**
 * Somebody put another object where an object of the archive belongs. Nothing in the system does,
 * so a person has to look at it; the batch waits in the stream, and then in the dead-letter queue.
 */
public final class ArchiveConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ArchiveConflictException(String message) {
    super(message);
  }
}
