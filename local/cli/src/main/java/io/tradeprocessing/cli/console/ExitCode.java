package io.tradeprocessing.cli.console;

/** What the exit code of a command means. */
public final class ExitCode {

  public static final int DONE = 0;

  /** Done, but something failed, was dead-lettered, unrouted, unreadable, broken or missing. */
  public static final int FAILED = 1;

  /** Wrong use: nothing was done. */
  public static final int WRONG_USE = 2;

  private ExitCode() {}
}
