package io.tradeprocessing.cli.store;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.embeddedtable.StorageFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What to tell the user where a store cannot go on. */
public final class StoreFailures {

  private static final String AGAIN =
      "run the same input again; what is already recorded ends as DUPLICATE";

  private StoreFailures() {}

  /**
   * The sentence for a failure, if it is the storage's: the run must end, for nothing more can be
   * recorded.
   *
   * @param folder of the store; nothing for a temporary file
   */
  public static Optional<UserError> of(Optional<Path> folder, Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StorageFailedException failed) {
        String sentence =
            folder.map(dir -> inFolder(dir, failed)).orElseGet(() -> temporary(failed));
        return Optional.of(UserError.midway(sentence, failure));
      }
    }
    return Optional.empty();
  }

  /** The sentence for a store that cannot be opened. */
  static String opening(Path folder, StorageFailedException e) {
    String advice =
        switch (e.reason()) {
          case DENIED ->
              "reading it needs the permission to read its files, trades run to write too";
          case FULL -> "free some space and try again";
          case INPUT_OUTPUT -> "try again, or use another folder";
          case GONE, DAMAGED -> "give the folder that trades run --store of this version was given";
        };
    return "the store folder %s cannot be used: %s; %s".formatted(folder, e.getMessage(), advice);
  }

  private static String inFolder(Path folder, StorageFailedException e) {
    if (!Files.isDirectory(folder)) {
      return gone(folder);
    }
    return switch (e.reason()) {
      case FULL -> full(folder);
      case GONE ->
          "the file of the store folder %s was removed or replaced during the run, and what was recorded in it is lost: run the same input again"
              .formatted(folder);
      case DAMAGED ->
          "the store folder %s is damaged (%s): restore it from a copy, or use another folder"
              .formatted(folder, e.getMessage());
      case DENIED, INPUT_OUTPUT ->
          "the store folder %s cannot be written to (%s): %s"
              .formatted(folder, e.getMessage(), AGAIN);
    };
  }

  /** The folder was deleted or moved during a run. */
  public static String gone(Path folder) {
    return "the store folder %s no longer exists: it was deleted or moved during the run, and what was recorded in it is lost; run the same input again"
        .formatted(folder);
  }

  /** There is no room for more. */
  public static String full(Path folder) {
    return "the disk of the store folder %s is full, or a limit of a file's size is reached: free some space and %s"
        .formatted(folder, AGAIN);
  }

  /** Whether a failure means that, in the words of Linux, macOS and Windows. */
  public static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return Stream.of("no space left", "not enough space", "quota", "file too large")
        .anyMatch(message::contains);
  }

  static String temporary(StorageFailedException e) {
    return "the run cannot go on: "
        + e.getMessage()
        + "; set TMPDIR to a folder with more room, or keep the records with --store DIR";
  }
}
