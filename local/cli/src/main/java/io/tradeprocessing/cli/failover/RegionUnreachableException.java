package io.tradeprocessing.cli.failover;

/** A service of a Region did not answer: the Region may be lost. */
public final class RegionUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RegionUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
