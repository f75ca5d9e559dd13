package io.tradeprocessing.embeddedtable;

/**
 * The storage below the table failed. What was being written is not on record, or not known to be;
 * the table does nothing more. Not worth another try, and so not an error of the service.
 */
public final class StorageFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why a storage failed, as far as somebody can do something about it. */
  public enum Reason {
    /** No room on the disk, or a limit of the file's size is reached. */
    FULL,
    /** The file was removed or replaced. */
    GONE,
    /** The file has content that nothing here wrote. */
    DAMAGED,
    /** It must not be read or written. */
    DENIED,
    /** Anything else. */
    INPUT_OUTPUT
  }

  public StorageFailedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
