package io.tradeprocessing.cli.console;

import io.tradeprocessing.common.store.StoreMisconfiguredException;
import io.tradeprocessing.common.store.StoreUnavailableException;
import io.tradeprocessing.embeddedtable.StorageFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An error that the user can correct. The message is complete: one sentence that says what is
 * wrong, where, and what to do. It is printed without a stack trace.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** Incorrect use: nothing was done. */
  public UserError(String message) {
    super(message);
    this.exitCode = ExitCode.WRONG_USE;
  }

  /** Incorrect use: nothing was done. */
  public UserError(String message, Throwable cause) {
    this(message, cause, ExitCode.WRONG_USE);
  }

  private UserError(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The work was started and cannot continue. */
  public static UserError midway(String message, Throwable cause) {
    return new UserError(message, cause, ExitCode.FAILED);
  }

  /**
   * The error to show for a failure, if the user can correct it. A store that does not answer ends
   * work that was started; one that refuses access did nothing.
   */
  public static Optional<UserError> of(RuntimeException failure) {
    return switch (failure) {
      case UserError error -> Optional.of(error);
      case StoreUnavailableException e ->
          Optional.of(midway(firstLine(e) + "; try again later", e));
      case StoreMisconfiguredException e ->
          Optional.of(
              new UserError(firstLine(e) + "; name another table, or get the permission", e));
      case StorageFailedException e -> Optional.of(midway(firstLine(e), e));
      default -> Optional.empty();
    };
  }

  /** Why a file could not be read or written, in words for a person. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing(missing.getFile());
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String missing(String file) {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    return folder == null || Files.isDirectory(folder)
        ? "it does not exist"
        : "there is no folder " + folder;
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  public int exitCode() {
    return exitCode;
  }
}
