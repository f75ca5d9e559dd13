package io.tradeprocessing.cli;

/**
 * Something the user can mend. The message is the whole answer: one sentence with what was wrong,
 * where, and what to do; no stack trace belongs to it.
 */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  UserError(String message) {
    super(message);
  }

  UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
