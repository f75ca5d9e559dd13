package io.tradeprocessing.cli.console;

import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import java.util.Optional;

/**
 * Something the user can mend. The message is the whole answer: one sentence with what was wrong,
 * where, and what to do; no stack trace belongs to it.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** Wrong use: nothing was done. */
  public UserError(String message) {
    super(message);
    this.exitCode = ExitCode.WRONG_USE;
  }

  /** Wrong use: nothing was done. */
  public UserError(String message, Throwable cause) {
    this(message, cause, ExitCode.WRONG_USE);
  }

  private UserError(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The work was begun and cannot go on. */
  public static UserError midway(String message, Throwable cause) {
    return new UserError(message, cause, ExitCode.FAILED);
  }

  /**
   * What a failure says to a user, if it is one that a user can mend: a store that does not answer
   * ends the work that was begun, one that refuses has nothing done.
   */
  public static Optional<UserError> of(RuntimeException failure) {
    return switch (failure) {
      case UserError error -> Optional.of(error);
      case StoreUnavailableException e ->
          Optional.of(midway(firstLine(e) + "; try again later", e));
      case StoreMisconfiguredException e ->
          Optional.of(
              new UserError(firstLine(e) + "; name another table, or get the permission", e));
      default -> Optional.empty();
    };
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  public int exitCode() {
    return exitCode;
  }
}
