package io.tradeprocessing.archiver;

/** The archive, or the key that signs it, cannot be reached or refuses; worth a retry. */
public final class ArchiveUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ArchiveUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
