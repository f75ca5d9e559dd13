package io.tradeprocessing.cli;

/**
 * Something the user can mend. The message is the whole answer: one sentence with what was wrong,
 * where, and what to do; no stack trace belongs to it.
 */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** Wrong use: nothing was done. */
  UserError(String message) {
    super(message);
    this.exitCode = Trades.WRONG_USE;
  }

  /** Wrong use: nothing was done. */
  UserError(String message, Throwable cause) {
    this(message, cause, Trades.WRONG_USE);
  }

  private UserError(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The work was begun and cannot go on. */
  static UserError midway(String message, Throwable cause) {
    return new UserError(message, cause, Trades.FAILED);
  }

  int exitCode() {
    return exitCode;
  }
}
